package kz.arna.app

import android.view.View
import java.util.TimeZone
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kz.arna.app.engine.reader
import kz.arna.app.part.Pen
import kz.arna.app.screen.about
import kz.arna.app.screen.adding
import kz.arna.app.screen.autoWhy
import kz.arna.app.screen.card
import kz.arna.app.screen.confirm
import kz.arna.app.screen.contacts
import kz.arna.app.screen.firstRun
import kz.arna.app.screen.group
import kz.arna.app.screen.history
import kz.arna.app.screen.home
import kz.arna.app.screen.licence
import kz.arna.app.screen.lists
import kz.arna.app.screen.results
import kz.arna.app.screen.risks
import kz.arna.app.screen.risky
import kz.arna.app.screen.run
import kz.arna.app.screen.settings
import kz.arna.app.screen.site
import kz.arna.ending
import kz.arna.ffi.AddingScreen
import kz.arna.ffi.AutoWhyScreen
import kz.arna.ffi.CardScreen
import kz.arna.ffi.Conditions
import kz.arna.ffi.ContactsScreen
import kz.arna.ffi.Does
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.FirstRunScreen
import kz.arna.ffi.FirstStep
import kz.arna.ffi.Goes
import kz.arna.ffi.GroupScreen
import kz.arna.ffi.HistoryQuery
import kz.arna.ffi.HistoryScreen
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.LabConfig
import kz.arna.ffi.ListsScreen
import kz.arna.ffi.MeansChange
import kz.arna.ffi.Offer
import kz.arna.ffi.ResultsQuery
import kz.arna.ffi.ResultsScreen
import kz.arna.ffi.RiskyScreen
import kz.arna.ffi.RunRequest
import kz.arna.ffi.RunScreen
import kz.arna.ffi.SendScreen
import kz.arna.ffi.SettingsQuery
import kz.arna.ffi.SettingsScreen
import kz.arna.ffi.SiteQuery
import kz.arna.ffi.SiteScreen
import kz.arna.ffi.confirmExport
import kz.arna.ffi.confirmRemoval
import kz.arna.ffi.firstState
import kz.arna.ffi.frame
import kz.arna.ffi.risksOfTesting
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** Records as the core really makes them, of a simulated country, in every language: they keep the rules as well. */
@RunWith(RobolectricTestRunner::class)
class LabScreensTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val almaty = TimeZone.getTimeZone("Asia/Almaty")
    private val manners = listOf(Manner(), Manner(fontScale = 2f), Manner(width = 320, height = 640))
    private val broken = mutableListOf<String>()

    @Test
    fun `what the engine says fits in every language`() = runBlocking {
        withTimeout(300_000) {
            val config = EngineConfig(folder.root.path, "en", "KZ", LabConfig("kz-2024-sni-drop", "lte", 1u))
            Engine.open(config).use { engine ->
                for (language in LANGUAGES) beforeATest(engine, language)
                engine.start(RunRequest()).use { run ->
                    repeat(40) { run.nextEvent() }
                    for (language in LANGUAGES) {
                        val screen = run.screen(reader(language, almaty)) as RunScreen.Ready
                        held("lab-run", language) { run(screen.screen) }
                    }
                    run.ending()
                }
                for (language in LANGUAGES) afterATest(engine, language)
            }
        }
        assertEquals("", broken.joinToString("\n"))
    }

    private suspend fun beforeATest(engine: Engine, language: String) {
        val reader = reader(language, almaty)
        for (step in FirstStep.entries) {
            val screen = engine.firstRun(reader, firstState().copy(step = step)) as FirstRunScreen.Ready
            held("lab-first-${step.ordinal + 1}", language) { firstRun(screen.screen) }
        }
        choosing(engine, language)
        val screen = engine.home(reader, HomeQuery()) as HomeScreen.Ready
        held("lab-home-empty", language) { home(screen.screen) }
    }

    private suspend fun afterATest(engine: Engine, language: String) {
        val reader = reader(language, almaty)
        val home = engine.home(reader, HomeQuery()) as HomeScreen.Ready
        held("lab-home", language) { home(home.screen) }
        for (offer in listOf(Offer.AUTOMATIC, Offer.NOTICES, Offer.BATTERY)) {
            engine.changeMeans(MeansChange.Automatic(offer != Offer.AUTOMATIC))
            val offering = (engine.home(reader, HomeQuery(offers = listOf(offer))) as HomeScreen.Ready).screen
            held("lab-home-${offer.name.lowercase()}", language) { home(offering) }
        }
        val results = (engine.results(reader, ResultsQuery()) as ResultsScreen.Ready).screen
        held("lab-results", language) { results(results) }
        // One of each verdict.
        for (section in results.sections) {
            val input = (section.rows.first().goes as Goes.Site).input
            val site = (engine.site(reader, SiteQuery(input)) as SiteScreen.Ready).screen
            held("lab-site-${section.verdict.code.name.lowercase()}", language, isWhole = true) { site(site, isUnfolded = true) }
            val measurement = (site.share?.does as? Does.Share)?.measurement ?: continue
            val card = (engine.card(reader, measurement) as CardScreen.Ready).screen
            val confirm = (engine.sendScreen(reader, measurement) as SendScreen.Ready).screen
            held("lab-card-${section.verdict.code.name.lowercase()}", language) { card(card, confirm) }
        }
        for (half in listOf("network", "sites")) {
            val history = engine.history(reader, HistoryQuery(half = half)) as HistoryScreen.Ready
            held("lab-history-$half", language) { history(history.screen) }
        }
    }

    private suspend fun choosing(engine: Engine, language: String) {
        val reader = reader(language, almaty)
        for (query in listOf("", "kz", "no-such.example")) {
            val lists = (engine.listsScreen(reader, query) as ListsScreen.Ready).screen
            held("lab-lists${query.take(2)}", language) { lists(lists) }
            lists.blocks.flatMap { it.groups }.forEachIndexed { at, group -> when (val goes = group.goes) {
                is Goes.Group -> held("lab-group${"-$at".takeIf { at > 0 }.orEmpty()}", language) { group((engine.blocking { groupScreen(reader, goes.id) } as GroupScreen.Ready).screen) }
                is Goes.Risky -> held("lab-risky-$at", language) { risky((engine.blocking { riskyScreen(reader, goes.category) } as RiskyScreen.Ready).screen) }
                else -> broken += "a group leads to $goes"
            } }
        }
        val own = mapOf("app.language" to "phone", "app.lock" to "off", "app.theme" to "dark", "app.hidden" to "on")
        for (part in listOf("", "data", "closer")) {
            val settings = engine.settingsScreen(reader, SettingsQuery(part, own, "0.1.0")) as SettingsScreen.Ready
            held("lab-settings$part", language) { settings(settings.screen, isPart = part.isNotEmpty()) }
        }
        for (maker in listOf("Xiaomi", "samsung", "HUAWEI", "OPPO", "vivo", "Google")) {
            val why = engine.autoWhyScreen(reader, Conditions(batteryPercent = 12), maker) as AutoWhyScreen.Ready
            held("lab-auto-why-$maker".removeSuffix("-Xiaomi"), language) { autoWhy(why.screen) }
        }
        val typed = "https://example.org/\nhttp//wrong\nexample.kz"
        val adding = engine.addingScreen(reader, typed.toByteArray(), null, false) as AddingScreen.Ready
        held("lab-adding", language) { adding(adding.screen, typed, null) }
        val contacts = engine.contactsScreen(reader) as ContactsScreen.Ready
        held("lab-contacts", language) { contacts(contacts.screen) }
        held("lab-risks", language) { risks(risksOfTesting(reader)) }
        held("lab-export", language) { confirm(confirmExport(reader)) }
        held("lab-removal", language) { confirm(confirmRemoval(reader, "1")) }
        signedWith(byteArrayOf(1, 2, 3))
        held("lab-about", language) { about(About.read(reader, context)) }
        held("lab-licence", language) { licence(About.licence(reader, context, null)!!) }
    }

    private fun <T> Engine.blocking(ask: suspend Engine.() -> T): T = runBlocking { ask() }

    private fun held(name: String, language: String, isWhole: Boolean = false, make: Pen.() -> View) {
        for (manner in manners) {
            val drawn = draw(manner.copy(locale = language, isWhole = isWhole), frame(reader(language, almaty)), make = make)
            val shown = name + manner.copy(locale = language).name
            if (shown in KEPT) Pictures.compare(shown.removePrefix("lab-"), drawn.picture)?.let { broken += it }
            if (System.getProperty("arna.all") == "true") drawn.save(shown)
            val told = Rules(drawn).broken().filterNot { it == "no heading" && name == "lab-first-1" }
            if (told.isNotEmpty()) broken += "$name $language ${manner.name}: ${told.joinToString("; ")}"
        }
    }

    private companion object {
        val LANGUAGES = listOf("en", "ru", "kk")

        /** Those that are kept in docs/screens: what has no invented record, and other languages. */
        val KEPT = setOf(
            "lab-lists", "lab-lists-kk", "lab-group", "lab-risky-4", "lab-settings", "lab-settings-ru", "lab-settings-kk", "lab-settingsdata", "lab-contacts", "lab-auto-why", "lab-adding", "lab-risks", "lab-about", "lab-licence",
            "lab-home-ru", "lab-home-kk", "lab-results-kk", "lab-first-2-kk", "lab-first-3-ru", "lab-first-4-kk",
        )
    }
}
