package kz.arna.app

import android.os.Looper
import android.view.View
import android.view.ViewGroup
import java.io.File
import java.time.Duration
import java.util.Locale
import kotlin.math.ceil
import kz.arna.app.draw.ChannelView
import kz.arna.app.part.Ask
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Tab
import kz.arna.ffi.Does
import org.junit.BeforeClass
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

/** How long the main thread is held by one message after the other, over a large store: `scripts/bench main-thread` runs it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class MainThreadBench {
    private val looper = shadowOf(Looper.getMainLooper())
    private val held = LinkedHashMap<String, MutableList<Double>>()
    private var screen = ""
    private var hasRun = false
    private lateinit var activity: MainActivity

    private fun timed(work: () -> Unit) {
        val began = System.nanoTime()
        work()
        held.getOrPut(screen) { mutableListOf() } += (System.nanoTime() - began) / 1e6
    }

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
    fun `how long messages hold the main thread`() {
        LabApp.scenario = SCENARIO
        val app = begunApp()
        File(System.getProperty("arna.store")!!).copyTo(File(app.noBackupFilesDir, "arna.db"))

        screen = "home, from a cold start"
        timed { activity = Robolectric.buildActivity(MainActivity::class.java).setup().get() }
        until("no home") { Hands { content }.views().any { it is ChannelView } }

        screen = "sites of a run"
        drawsAnew("no sites") { activity.shell.tab(Tab.SITES) }
        drawsAnew("nothing unfolds") { activity.shell.asks(Ask.Fold) }
        screen = "sites, scrolled"
        throughAll()

        screen = "a run"
        drawsAnew("no home") { activity.shell.tab(Tab.HOME) }
        timed { activity.shell.does(Does.Start) }
        until("no run is shown, or it does not end") { hasRun && activity.shell.place == Place.Home && Hands { content }.views().any { it is ChannelView } }

        screen = "history"
        drawsAnew("no history") { activity.shell.tab(Tab.HISTORY) }
        drawsAnew("no sites of it") { activity.shell.asks(Ask.Half("sites")) }
        screen = "history, scrolled"
        throughAll()

        File(System.getProperty("arna.figures")!!).writeText(held.entries.joinToString(", ", "{", "}") { "\"${it.key}\": ${figures(it.value)}" })
    }

    private fun figures(all: List<Double>): String {
        val sorted = all.sorted()
        val ninetyNinth = sorted[ceil(sorted.size * 0.99).toInt() - 1]
        return "{\"messages\": ${all.size}, \"longest_ms\": ${sorted.last().told()}, \"p99_ms\": ${ninetyNinth.told()}, \"over_16_ms\": ${all.count { it > FRAME }}}"
    }

    private fun Double.told() = "%.2f".format(Locale.ROOT, this)

    companion object {
        /** A cold start is one: nothing is loaded before the window is made. */
        @BeforeClass
        @JvmStatic
        fun cold() {
            LabApp.isWarm = false
        }

        private const val SCENARIO = "kz-2024-sni-drop"

        /** Milliseconds: a message that takes longer costs a frame. */
        private const val FRAME = 16L
        private const val STEPS = 4
    }
}
