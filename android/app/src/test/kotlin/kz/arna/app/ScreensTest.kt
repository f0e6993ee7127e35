package kz.arna.app

import android.view.View
import kz.arna.app.part.Pen
import kz.arna.app.screen.card
import kz.arna.app.screen.firstRun
import kz.arna.app.screen.history
import kz.arna.app.screen.home
import kz.arna.app.screen.locked
import kz.arna.app.screen.results
import kz.arna.app.screen.run
import kz.arna.app.screen.site
import kz.arna.app.screen.trouble
import kz.arna.app.screen.working
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Every screen in every manner, of records as the pictures of the design have them: held to the rules, some of them to their pictures. */
@RunWith(RobolectricTestRunner::class)
class ScreensTest {
    private val screens: Map<String, Pen.() -> View> = mapOf(
        "home" to { home(Fixtures.blocks) },
        "home-empty" to { home(Fixtures.empty) },
        "home-clear" to { home(Fixtures.clear) },
        "home-offline" to { home(Fixtures.offline) },
        "run" to { run(Fixtures.running) },
        "run-sure" to { run(Fixtures.makingSure) },
        "results" to { results(Fixtures.results) },
        "results-search" to { results(Fixtures.found) },
        "site-blocked" to { site(Fixtures.siteBlocked) },
        "site-likely" to { site(Fixtures.siteLikely, isUnfolded = true) },
        "history" to { history(Fixtures.history) },
        "first-1" to { firstRun(Fixtures.first(1)) },
        "first-2" to { firstRun(Fixtures.first(2)) },
        "first-3" to { firstRun(Fixtures.first(3)) },
        "first-4" to { firstRun(Fixtures.first(4)) },
        "first-5" to { firstRun(Fixtures.first(5)) },
        "card" to { card(Fixtures.card, Fixtures.confirm) },
        "trouble" to { trouble(Fixtures.trouble, kz.arna.app.part.Tab.SITES) },
        "locked" to { locked(Fixtures.trouble) },
        "working" to { working(Fixtures.frame.opening, kz.arna.app.part.Tab.HOME) },
    )

    private val manners = listOf(
        Manner(), Manner(isNight = true), Manner(fontScale = 2f), Manner(width = 320, height = 640), Manner(width = 800, height = 360),
        Manner(isMirrored = true), Manner(width = 320, height = 533, fontScale = 2f), Manner(width = 800, height = 1280),
    )

    private fun held(manners: List<Manner>, isKept: Boolean) {
        val changed = mutableListOf<String>()
        val broken = sortedMapOf<String, List<String>>()
        for ((name, make) in screens) for (manner in manners) {
            val drawn = draw(manner.copy(isWhole = name.startsWith("site")), make = make)
            if (isKept && (manner == Manner() || name + manner.name in KEPT)) Pictures.compare(name + manner.name, drawn.picture)?.let { changed += it }
            // What only says that it works has no heading, nor has a step that is a picture and a name.
            val told = Rules(drawn).broken().filterNot { it == "no heading" && name in setOf("working", "first-1") }
            if (told.isNotEmpty()) broken[name + manner.name] = told
        }
        assertEquals("", changed.joinToString("\n"))
        assertEquals("", broken.entries.joinToString("\n") { (name, told) -> "$name: ${told.joinToString("; ")}" })
    }

    @Test
    @Config(sdk = [36])
    fun `every screen keeps the rules in every manner`() = held(manners, isKept = true)

    @Test
    @Config(sdk = [34])
    fun `and so it does where letters grow otherwise`() = held(listOf(Manner(), Manner(fontScale = 2f)), isKept = false)

    private companion object {
        /** Beside every screen in the usual manner, these are kept in docs/screens. */
        val KEPT = setOf(
            "home-dark", "home-large", "home-narrow", "home-lying", "home-rtl", "home-tablet", "run-dark", "run-lying", "results-dark", "results-large", "results-rtl",
            "site-blocked-dark", "site-blocked-narrow", "history-dark", "history-rtl", "first-1-lying", "card-dark",
        )
    }
}
