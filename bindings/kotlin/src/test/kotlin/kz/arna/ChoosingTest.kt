package kz.arna

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kz.arna.ffi.AddingScreen
import kz.arna.ffi.AutoWhyScreen
import kz.arna.ffi.Conditions
import kz.arna.ffi.ContactsScreen
import kz.arna.ffi.Does
import kz.arna.ffi.Goes
import kz.arna.ffi.GroupScreen
import kz.arna.ffi.ListsScreen
import kz.arna.ffi.Reader
import kz.arna.ffi.RiskyScreen
import kz.arna.ffi.SettingsQuery
import kz.arna.ffi.SettingsScreen
import kz.arna.ffi.ShownLists
import kz.arna.ffi.Switched
import kz.arna.ffi.aboutApp
import kz.arna.ffi.risksOfTesting
import kz.arna.ffi.textsOfNotices
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Screens on which something is chosen, in Russian: each switch and each choice does what it shows. */
class ChoosingTest {
    private val reader = Reader("ru")

    private fun patiently(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) =
        runBlocking { withTimeout(120_000, test) }

    private inline fun <reified T> of(one: Any?): T {
        assertTrue("$one", one is T)
        return one as T
    }

    private suspend fun lists(engine: kz.arna.ffi.Engine, query: String = ""): ShownLists =
        of<ListsScreen.Ready>(engine.listsScreen(reader, query)).screen

    @Test
    fun what_is_switched_off_is_tested_no_more_and_the_button_says_so() = patiently {
        open().use { engine ->
            val before = lists(engine)
            val news = before.blocks[0].groups[0]
            assertEquals("Новости", news.title)
            assertEquals(Switched.ON, news.state)
            assertTrue(engine.act(checkNotNull(news.flips)))
            val after = lists(engine)
            assertEquals(Switched.OFF, after.blocks[0].groups[0].state)
            assertFalse(after.test.label == before.test.label)
            val group = of<Goes.Group>(news.goes)
            val sites = of<GroupScreen.Ready>(engine.groupScreen(reader, group.id)).screen
            assertTrue(sites.rows.none { it.isOn } && sites.rows.isNotEmpty())
            of<GroupScreen.Trouble>(engine.groupScreen(reader, "99"))
            engine.shutdown()
        }
    }

    @Test
    fun a_risky_kind_is_chosen_where_somebody_reads_what_it_means() = patiently {
        open().use { engine ->
            val risky = lists(engine).blocks.last().groups.first()
            assertNull(risky.flips)
            val goes = of<Goes.Risky>(risky.goes)
            val page = of<RiskyScreen.Ready>(engine.riskyScreen(reader, goes.category)).screen
            assertTrue(page.sentences.isNotEmpty())
            assertTrue(engine.act(checkNotNull(page.choose).does))
            val chosen = lists(engine).blocks.last().groups.first { it.id == risky.id }
            assertEquals(Switched.ON, chosen.state)
            checkNotNull(chosen.flips)
            engine.shutdown()
        }
    }

    @Test
    fun an_address_that_no_list_has_is_added_and_mistakes_are_told_line_by_line() = patiently {
        open().use { engine ->
            val add = checkNotNull(lists(engine, "example.org").addFound)
            assertTrue(engine.act(add.does))
            val found = lists(engine, "example.org")
            assertNull(found.addFound)
            assertTrue(found.found.isNotEmpty())
            val text = "https://a.example/\nчто это\n".toByteArray()
            val adding = of<AddingScreen.Ready>(engine.addingScreen(reader, text)).screen
            assertTrue(checkNotNull(adding.wrong).rows.single().title.startsWith("Строка 2"))
            assertTrue(adding.add.isEnabled)
            of<Does.AddList>(adding.add.does)
            engine.shutdown()
        }
    }

    @Test
    fun a_choice_is_a_key_and_a_value_and_the_apps_own_are_the_apps_to_keep() = patiently {
        open().use { engine ->
            val query = SettingsQuery(own = mapOf("app.language" to "ru"))
            suspend fun rows() = of<SettingsScreen.Ready>(engine.settingsScreen(reader, query))
                .screen.blocks.flatMap { it.rows }
            val language = rows().first()
            assertEquals("app.language", language.key)
            assertEquals("Русский", language.value)
            assertFalse(engine.act(Does.Set(language.key, "kk")))
            val automatic = rows().first { it.key == "automatic" }
            assertEquals("Выключено", automatic.value)
            assertTrue(engine.act(Does.Set(automatic.key, automatic.choices.first { !it.isChosen }.id)))
            assertFalse(rows().first { it.key == "automatic" }.value == "Выключено")
            val main = of<SettingsScreen.Ready>(engine.settingsScreen(reader, query)).screen
            val wipe = checkNotNull(main.wipe)
            assertEquals(3_000u, wipe.holdMs)
            assertEquals(Does.Wipe, wipe.confirm.yes.does)
            engine.shutdown()
        }
    }

    @Test
    fun what_settings_lead_to_is_there_and_notices_say_nothing_that_others_may_not_see() = patiently {
        open().use { engine ->
            val contacts = of<ContactsScreen.Ready>(engine.contactsScreen(reader)).screen
            assertTrue(contacts.rows.isNotEmpty())
            engine.shutdown()
            of<ContactsScreen.Trouble>(engine.contactsScreen(reader))
        }
        val about = aboutApp(reader, "1.0", "ab:cd:ef:01")
        assertTrue(about.rows.any { it.detail == "ABCD EF01" })
        assertTrue(risksOfTesting(reader).rows.isNotEmpty())
        val notices = textsOfNotices(reader)
        assertTrue(notices.working.isSilent)
        val said = listOf(notices.working, notices.done, notices.cut, notices.back, notices.due).map { it.spoken }
        assertTrue(said.none { text -> text.any(Char::isDigit) || text.contains("сайт") })
    }

    @Test
    fun as_long_as_automatic_tests_are_off_one_button_switches_them_on() = patiently {
        open().use { engine ->
            suspend fun why() =
                of<AutoWhyScreen.Ready>(engine.autoWhyScreen(reader, Conditions(), "Xiaomi")).screen
            val off = why()
            assertEquals("Автоматические проверки выключены", off.answer)
            assertTrue(engine.act(checkNotNull(off.help).does))
            assertFalse(why().answer == off.answer)
            engine.shutdown()
        }
    }
}
