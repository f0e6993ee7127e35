package kz.arna.app

import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import java.time.Duration
import kz.arna.app.draw.ChannelView
import kz.arna.app.draw.RiverView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config

/** The whole app through its views, with the real engine in the simulated country. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class AppTest {
    private lateinit var controller: ActivityController<MainActivity>
    private val activity get() = controller.get()
    private val content get() = activity.findViewById<ViewGroup>(android.R.id.content)

    @Before
    fun first() {
        LabApp.scenario = "first-light"
    }

    private fun open() {
        controller = Robolectric.buildActivity(MainActivity::class.java).setup()
    }

    private fun views(view: View = content): Sequence<View> = sequence {
        if (view.visibility == View.VISIBLE) {
            yield(view)
            if (view is ViewGroup) for (at in 0 until view.childCount) yieldAll(views(view.getChildAt(at)))
        }
    }

    private fun texts() = views().filterIsInstance<TextView>().map { it.text.toString().replace('\u00a0', ' ') }.toList()

    /** Waits for the engine, whose threads are real, while the main thread does what it is asked to. */
    private fun until(what: String, isSo: () -> Boolean) {
        val end = System.nanoTime() + Duration.ofSeconds(120).toNanos()
        while (!isSo()) {
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(20))
            if (System.nanoTime() > end) throw AssertionError("$what; there is: ${texts()}")
            Thread.onSpinWait()
        }
    }

    private fun untilShown(text: String) = until("no “$text”") { texts().any { it == text } }

    /** Taps what says this, or what holds it. */
    private fun tap(text: String) {
        var view: View? = views().firstOrNull { (it as? TextView)?.text?.toString()?.replace('\u00a0', ' ') == text || it.contentDescription?.toString() == text }
        while (view != null && !view.isClickable) view = view.parent as? View
        assertNotNull("nothing to tap says “$text”; there is: ${texts()}", view)
        view!!.performClick()
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun throughFirstRun() {
        untilShown("English")
        tap("English")
        untilShown("What Arna does")
        tap("Next")
        untilShown("One question first")
        tap("Next")
        assertTrue("there is no way past the question", "One question first" in texts())
        tap("My mobile operator")
        until("the choice is not seen") { (activity.shell.place as? Place.First)?.state?.answer != null }
        tap("Next")
        untilShown("Where should results go?")
        tap("Next")
        untilShown("Test now")
    }

    @Test
    fun `first run, a test, its sites, one of them, and its history`() {
        open()
        throughFirstRun()
        tap("Test now")
        until("no run is shown") { activity.shell.place == Place.Run || activity.shell.place == Place.Home }
        until("the run does not end") { activity.shell.place == Place.Home && views().any { it is ChannelView } && texts().any { "blocked" in it } }
        assertTrue("${texts()}", texts().any { it == "1 site is blocked, 1 more probably" })
        assertFalse("home names no site: ${texts()}", texts().any { ".org" in it || ".kz" in it || ".io" in it })
        rules("home after a test")

        tap("Sites")
        until("no list") { texts().any { it == "Probably blocked" } && views().any { it is EditText } }
        rules("results")
        val site = texts().first { it.startsWith("www.") || it.endsWith(".org") }
        tap(site)
        untilShown("How sure")
        rules("site")
        tap("What this stands on")
        until("nothing unfolds") { texts().any { it.endsWith("counts") } }
        assertTrue(activity.shell.wentBack())
        until("not back at the list") { views().any { it is EditText } }

        tap("History")
        until("no history") { activity.shell.place is Place.History && texts().any { it == "The network" } }
        assertFalse("nothing was watched, so there is no calendar", views().any { it is RiverView })

        tap("Settings")
        untilShown("Automatic tests")
        rules("settings")
        settings()
    }

    /** A setting is chosen, and everything is wiped by who cannot hold a row. */
    private fun settings() {
        val app = RuntimeEnvironment.getApplication() as App
        tap("Wipe everything")
        until("nothing is asked") { activity.shell.place is Place.Confirm }
        rules("asked before a wipe")
        tap((activity.shell.place as Place.Confirm).question.yes.label)
        until("nothing is wiped") { !app.chosen.isBegun }
        until("it does not begin anew") { activity.shell.place is Place.First }
    }

    @Test
    fun `a wrong answer leads back, and leaving forgets`() {
        open()
        untilShown("English")
        tap("English")
        untilShown("What Arna does")
        tap("Next")
        untilShown("One question first")
        tap("Nobody")
        untilShown("Read once more")
        tap("Read once more")
        untilShown("What Arna does")
        tap("No, leave")
        until("it does not close") { activity.isFinishing }
        assertFalse((RuntimeEnvironment.getApplication() as App).chosen.isBegun)
    }

    @Test
    fun `a language chosen is the language of everything`() {
        open()
        untilShown("Қазақша")
        tap("Қазақша")
        val app = RuntimeEnvironment.getApplication() as App
        until("not kept") { app.chosen.language == "kk" }
        controller = Robolectric.buildActivity(MainActivity::class.java).setup()
        assertEquals("kk", app.chosen.language)
    }

    private fun rules(what: String) {
        val view = content.getChildAt(0)
        view.measure(View.MeasureSpec.makeMeasureSpec(720, View.MeasureSpec.EXACTLY), View.MeasureSpec.makeMeasureSpec(1600, View.MeasureSpec.EXACTLY))
        view.layout(0, 0, 720, 1600)
        val picture = android.graphics.Bitmap.createBitmap(720, 1600, android.graphics.Bitmap.Config.ARGB_8888)
        view.draw(android.graphics.Canvas(picture))
        val drawn = Drawn(view, picture, kz.arna.app.look.Look(view.context))
        assertEquals(what, emptyList<String>(), Rules(drawn).broken())
    }
}
