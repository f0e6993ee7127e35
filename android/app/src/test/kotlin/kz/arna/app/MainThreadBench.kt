package kz.arna.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.EditText
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
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.ParameterizedRobolectricTestRunner
import org.robolectric.ParameterizedRobolectricTestRunner.Parameters
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock
import org.robolectric.util.ReflectionHelpers

/**
 * How long the main thread is held by one message after the other, over a large store: `scripts/bench main-thread` runs it. The app is gone
 * through until the JVM that does it has compiled what it will; the last tours are the ones that are told. Two things of Android's alone are
 * timed beside the app's own: a window with nothing in it, and a field.
 */
@RunWith(ParameterizedRobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class MainThreadBench(private val tour: Int) {
    private val looper = shadowOf(Looper.getMainLooper())
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
            if (screen == RUN && activity.shell.place == Place.Run) hasRun = true
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
    fun `a tour through the app`() {
        if (tours.areStill()) return
        System.err.println("tour $tour")
        tour()
        tours.add(held.taken())
        File(System.getProperty("arna.figures")!!).writeText(tours.figures())
    }

    /** Opens a window: what a phone does in one message, and what that has in the next frames. */
    private fun <A : Activity> opens(made: Class<A>): ActivityController<A> {
        lateinit var controller: ActivityController<A>
        timed { controller = Robolectric.buildActivity(made).create().start().postCreate(null).resume() }
        timed { controller.get().comesUp() }
        return controller
    }

    /** Robolectric's own `visible` does all that is to be done then as one. */
    private fun Activity.comesUp() {
        window.attributes.type = WindowManager.LayoutParams.TYPE_BASE_APPLICATION
        ReflectionHelpers.setField(Activity::class.java, this, "mDecor", window.decorView)
        ReflectionHelpers.callInstanceMethod<Unit>(Activity::class.java, this, "makeVisible")
    }

    /** What is Android's own: a window of the app's theme with nothing in it, and a field that is measured. */
    private fun ofAndroid() {
        at("of Android alone: a window")
        val empty = opens(Activity::class.java)
        until("no window") { empty.get().window.decorView.isLaidOut }
        at("of Android alone: a field")
        timed { EditText(empty.get()).measure(View.MeasureSpec.UNSPECIFIED, View.MeasureSpec.UNSPECIFIED) }
        empty.pause().stop().destroy()
    }

    private fun tour() {
        LabApp.scenario = SCENARIO
        Words.isLoaded = false // a cold start is one
        val app = begunApp()
        File(System.getProperty("arna.store")!!).copyTo(File(app.noBackupFilesDir, "arna.db"))

        ofAndroid()
        at("home, from a cold start")
        activity = opens(MainActivity::class.java).get()
        until("no home") { isHome() }

        at("sites of a run")
        drawsAnew("no sites") { activity.shell.tab(Tab.SITES) }
        drawsAnew("nothing unfolds") { activity.shell.asks(Ask.Fold) }
        at("sites, scrolled")
        throughAll()

        at("a site")
        drawsAnew("no site") { Hands { content }.views().first { it.isClickable && it.parent is LongRows }.performClick() }

        at(RUN)
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

        private val held by lazy { Held() }
        private val tours = Tours()

        /** The tours, of which the last ones may not be wanted. */
        @Parameters(name = "{0}")
        @JvmStatic
        fun numbers() = (1..MOST).toList()

        private const val MOST = 20
        private const val RUN = "a run"
        private const val SCENARIO = "kz-2024-sni-drop"

        /** Milliseconds from one frame to the next. */
        private const val FRAME = 16L
        private const val STEPS = 4
    }
}
