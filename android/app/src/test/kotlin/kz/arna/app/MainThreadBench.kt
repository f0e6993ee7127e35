package kz.arna.app

import android.os.Looper
import android.view.View
import android.view.ViewGroup
import java.io.File
import java.time.Duration
import kotlinx.coroutines.runBlocking
import kz.arna.app.draw.ChannelView
import kz.arna.app.engine.Words
import kz.arna.app.part.Ask
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Tab
import kz.arna.ffi.Does
import org.junit.BeforeClass
import org.junit.FixMethodOrder
import org.junit.Test
import org.junit.runner.RunWith
import org.junit.runners.MethodSorters
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

/**
 * How long the main thread is held by one message after the other, over a large store: `scripts/bench main-thread` runs it. The first tour
 * of the app loads what a JVM loads of Robolectric and Android; the second is the one that is told.
 */
@RunWith(RobolectricTestRunner::class)
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class MainThreadBench {
    private val looper = shadowOf(Looper.getMainLooper())
    private val held = Held()
    private var screen = ""
    private var hasRun = false
    private lateinit var activity: MainActivity

    private fun timed(work: () -> Unit) = held.timed(screen, work)

    /** Does what the main thread has to do, until it is so. */
    private fun until(what: String, isSo: () -> Boolean) {
        val end = System.nanoTime() + Duration.ofMinutes(10).toNanos()
        while (!isSo()) {
            all()
            ShadowSystemClock.advanceBy(Duration.ofMillis(FRAME))
            check(System.nanoTime() < end) { what }
            Thread.onSpinWait()
        }
        all()
    }

    private fun all() {
        while (!looper.isIdle) {
            timed { looper.runOneTask() }
            if (::activity.isInitialized && activity.shell.place == Place.Run) hasRun = true
        }
    }

    private val content get() = activity.findViewById<ViewGroup>(android.R.id.content)

    private val page: View? get() = content.getChildAt(0)

    private fun scroll(): PageScroll? = content.findViewById(R.id.scroll)

    /** Another drawing than the one of now, laid out. */
    private fun drawsAnew(what: String, act: () -> Unit) {
        val old = page
        timed(act)
        until(what) { page !== old && page?.isLaidOut == true }
    }

    /** Scrolls to the end, and on through each page that comes then. */
    private fun throughAll() {
        var moved = System.nanoTime()
        // At the end of a page the next one may be read still.
        while (System.nanoTime() - moved < Duration.ofSeconds(2).toNanos()) {
            val scroll = scroll() ?: return
            if (scroll.canScrollVertically(1)) {
                timed { scroll.scrollBy(0, scroll.height / STEPS) }
                moved = System.nanoTime()
            }
            all()
            ShadowSystemClock.advanceBy(Duration.ofMillis(FRAME))
            Thread.onSpinWait()
        }
    }

    @Test
    fun `1 warms up`() = tour()

    @Test
    fun `2 how long messages hold the main thread`() {
        tour()
        File(System.getProperty("arna.figures")!!).writeText(held.figures())
    }

    private fun tour() {
        LabApp.scenario = SCENARIO
        Words.isLoaded = false // a cold start is one
        val app = begunApp()
        File(System.getProperty("arna.store")!!).copyTo(File(app.noBackupFilesDir, "arna.db"))

        at("home, from a cold start")
        timed { activity = Robolectric.buildActivity(MainActivity::class.java).setup().get() }
        until("no home") { isHome() }

        at("sites of a run")
        drawsAnew("no sites") { activity.shell.tab(Tab.SITES) }
        drawsAnew("nothing unfolds") { activity.shell.asks(Ask.Fold) }
        at("sites, scrolled")
        throughAll()

        at("a site")
        drawsAnew("no site") { Hands { content }.views().first { it.isClickable && it.parent is LongRows }.performClick() }

        at("a run")
        drawsAnew("no home") { activity.shell.tab(Tab.HOME) }
        timed { activity.shell.does(Does.Start) }
        until("no run is shown, or it does not end") { hasRun && activity.shell.place == Place.Home && isHome() }

        at("history")
        drawsAnew("no history") { activity.shell.tab(Tab.HISTORY) }
        drawsAnew("no sites of it") { activity.shell.asks(Ask.Half("sites")) }

        at("settings")
        drawsAnew("no settings") { activity.shell.tab(Tab.SETTINGS) }
        runBlocking { app.core.engine().shutdown() }
    }

    private fun at(what: String) {
        screen = what
        System.err.println("  $what")
    }

    private fun isHome() = Hands { content }.views().any { it is ChannelView }

    companion object {
        /** Nothing is loaded before the window is made. */
        @BeforeClass
        @JvmStatic
        fun cold() {
            LabApp.isWarm = false
        }

        private const val SCENARIO = "kz-2024-sni-drop"

        /** Milliseconds from one frame to the next. */
        private const val FRAME = 16L
        private const val STEPS = 4
    }
}
