package kz.arna

import java.util.TimeZone
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kz.arna.ffi.ArnaException
import kz.arna.ffi.CardScreen
import kz.arna.ffi.Code
import kz.arna.ffi.Does
import kz.arna.ffi.Engine
import kz.arna.ffi.FirstInput
import kz.arna.ffi.FirstRunScreen
import kz.arna.ffi.FirstStep
import kz.arna.ffi.Goes
import kz.arna.ffi.HistoryQuery
import kz.arna.ffi.HistoryScreen
import kz.arna.ffi.Home
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.Mark
import kz.arna.ffi.Reader
import kz.arna.ffi.Results
import kz.arna.ffi.ResultsQuery
import kz.arna.ffi.ResultsScreen
import kz.arna.ffi.RunRequest
import kz.arna.ffi.RunScreen
import kz.arna.ffi.ScreenName
import kz.arna.ffi.SiteQuery
import kz.arna.ffi.SiteScreen
import kz.arna.ffi.Stage
import kz.arna.ffi.ZoneShift
import kz.arna.ffi.confirmWipe
import kz.arna.ffi.firstState
import kz.arna.ffi.homeUnopened
import kz.arna.ffi.lockedApp
import kz.arna.ffi.wipeUnopened
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** Every screen, as an app in Russian reads it in a simulated country. */
class ScreensTest {
    private val reader = Reader("ru", listOf(ZoneShift(0, 5 * 3600)))

    private fun patiently(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) =
        runBlocking { withTimeout(120_000, test) }

    private suspend fun Engine.home(): Home = (home(reader, HomeQuery()) as HomeScreen.Ready).screen

    private suspend fun Engine.results(query: ResultsQuery = ResultsQuery()): Results =
        (results(reader, query) as ResultsScreen.Ready).screen

    @Test
    fun everyScreenLeadsToTheNext() = patiently {
        open(config(language = "ru")).use { engine ->
            assertTrue(engine.home().main.does is Does.Start)
            engine.measure()
            val home = engine.home()
            assertTrue(home.tag!!.isNotEmpty())
            val row = home.rows.first { (it.mark as? Mark.Code)?.code == Code.LIKELY_BLOCKED }
            assertTrue(row.spoken, row.spoken.startsWith("Вероятно"))
            val listed = engine.results(ResultsQuery(only = (row.goes as Goes.Sites).only))
            assertEquals(listOf(Code.LIKELY_BLOCKED), listed.sections.map { it.verdict.code })
            val input = (listed.sections[0].rows[0].goes as Goes.Site).input
            val site = (engine.site(reader, SiteQuery(input)) as SiteScreen.Ready).screen
            assertTrue(site.place, "UTC+5" in site.place)
            assertEquals(3, site.sure!!.steps.size)
            val shared = (site.share!!.does as Does.Share).measurement
            assertTrue((engine.card(reader, shared) as CardScreen.Ready).screen.doubt != null)
            val opens = listed.chips.first { it.id == "open" }
            val open = engine.results(ResultsQuery(only = opens.id)).sections.single().rows
            assertEquals(opens.count, open.size.toString())
            val history = engine.history(reader, HistoryQuery(half = "sites")) as HistoryScreen.Ready
            assertEquals(listOf("network", "sites"), history.screen.halves.map { it.id })
        }
    }

    @Test
    fun aRunIsFollowedByWhatChanges() = patiently {
        open(config(scenario = "kz-2024-sni-drop", language = "ru")).use { engine ->
            val changes = engine.changes()
            val (told, stages) = mutableSetOf<ScreenName>() to mutableListOf<Stage>()
            engine.start(RunRequest()).use { run ->
                assertEquals(run.id(), engine.running()!!.use { it.id() })
                while (stages.lastOrNull() != Stage.ENDING) {
                    told += changes.next()!!.screens
                    val screen = (run.screen(reader) as RunScreen.Ready).screen
                    if (stages.lastOrNull() != screen.stage) stages += screen.stage
                }
                run.ending()
            }
            assertTrue("$stages", Stage.MAKING_SURE in stages)
            assertTrue("$told", told.containsAll(listOf(ScreenName.RUN, ScreenName.HOME, ScreenName.RESULTS)))
            assertTrue("what a test of the lists costs goes by the latest run: $told", ScreenName.LISTS in told)
            assertNull(engine.running())
            engine.shutdown()
            generateSequence { runBlocking { changes.next() } }.forEach { _ -> }
            assertTrue(engine.home(reader, HomeQuery()) is HomeScreen.Trouble)
        }
    }

    @Test
    fun aStoreThatCannotBeOpenedHasAScreen() = patiently {
        val (folder, drawer) = folder() to Drawer()
        open(config(folder), vault = drawer).use { it.shutdown() }
        drawer.isShut = true
        val locked = assertThrows(ArnaException.Locked::class.java) { open(config(folder), vault = drawer) }
        val shown = homeUnopened(reader, locked) as HomeScreen.Locked
        assertEquals(locked.reason, shown.trouble.sentence)
        assertTrue(shown.trouble.action!!.does is Does.Unlock)
        val keyless = assertThrows(ArnaException.Storage::class.java) { open(config(folder)) }
        assertTrue(homeUnopened(reader, keyless) is HomeScreen.Trouble)
        open().use { engine ->
            val missing = engine.results(reader, ResultsQuery(run = "no such run"))
            assertTrue("$missing", missing is ResultsScreen.Trouble)
        }
    }

    @Test
    fun aStoreThatCannotBeOpenedCanBeWiped() = patiently {
        val (folder, drawer) = folder() to Drawer()
        open(config(folder), vault = drawer).use { it.shutdown() }
        drawer.isShut = true
        assertThrows(ArnaException.Locked::class.java) { open(config(folder), vault = drawer) }
        val asked = confirmWipe(reader)
        assertTrue(asked.yes.does is Does.Wipe && asked.no.does is Does.Cancel)
        wipeUnopened(config(folder), drawer)
        assertNull(drawer.kept.get())
        assertEquals(emptyList<ByteArray>(), bytesIn(folder).filter { it.isNotEmpty() })
        assertTrue(lockedApp(reader).action!!.does is Does.Unlock)
    }

    @Test
    fun theFirstRunHasNoWayPastItsQuestion() = patiently {
        open().use { engine ->
            var state = firstState()
            val inputs = listOf(
                FirstInput.Chose("ru"), FirstInput.Next, FirstInput.Chose("makers"), FirstInput.Next,
                FirstInput.Next, FirstInput.Chose("operator"), FirstInput.Next,
            )
            for (input in inputs) state = engine.firstStateAfter(state, input)
            assertEquals(FirstStep.RESULTS, state.step)
            val step = (engine.firstRun(reader, state) as FirstRunScreen.Ready).screen
            assertEquals(listOf(0, 3), listOf(step.choices.size, step.sentences.size))
        }
    }

    @Test
    fun thePhonesZoneIsToldWithItsShifts() {
        fun told(zone: String, now: Long) = phoneReader("kk", TimeZone.getTimeZone(zone), now).zone
        val march = 1_709_229_600_000 // UTC+6 until then
        val almaty = told("Asia/Almaty", march + 1)
        assertEquals(listOf(6 * 3600, 5 * 3600), almaty.map { it.aheadS })
        assertEquals(march, almaty[1].fromMs)
        val berlin = told("Europe/Berlin", march)
        assertEquals(13, berlin.size)
        assertEquals(setOf(3600, 7200), berlin.map { it.aheadS }.toSet())
        assertEquals(listOf(0), told("UTC", march).map { it.aheadS })
    }
}
