package kz.arna.app

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Context
import android.content.Intent
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import kotlinx.coroutines.runBlocking
import kz.arna.app.draw.ChannelView
import kz.arna.app.draw.RiverView
import kz.arna.app.part.SwitchView
import kz.arna.app.phone.Reminder
import kz.arna.ffi.FirstStep
import kz.arna.ffi.Goes
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
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
import org.robolectric.shadow.api.Shadow

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

    private val hands = Hands { content }

    private fun views() = hands.views()

    private fun texts() = hands.texts()

    private fun until(what: String, isSo: () -> Boolean) = hands.until(what, isSo)

    private fun untilShown(text: String) = hands.untilShown(text)

    private fun tap(text: String) = hands.tap(text)

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
        untilShown("Where results stay")
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
        assertTrue("the first run would come again", app.chosen.isBegun)
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
        assertFalse(app.chosen.isBegun)
    }

    @Test
    fun `a language chosen is the language of everything`() {
        open()
        untilShown("Қазақша")
        tap("Қазақша")
        until("not kept") { app.chosen.language == "kk" }
        controller = Robolectric.buildActivity(MainActivity::class.java).setup()
        assertEquals("kk", app.chosen.language)
    }

    private val app get() = RuntimeEnvironment.getApplication() as App

    /** As after a first run in English. */
    private fun begun() {
        app.chosen.set(Chosen.LANGUAGE, "en")
        app.chosen.isBegun = true
    }

    @Test
    fun `a phone that is turned goes on where it was`() {
        open()
        untilShown("English")
        tap("English")
        untilShown("What Arna does")
        tap("Next")
        untilShown("One question first")
        controller.recreate()
        untilShown("One question first")
        assertEquals(FirstStep.QUESTION, (activity.shell.place as Place.First).state.step)
    }

    @Test
    fun `sites that another app shares are shown, and kept only by who says so`() {
        begun()
        val shared = Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "Look: https://www.example.org/news and https://example.com/")
        controller = Robolectric.buildActivity(MainActivity::class.java, shared).setup()
        until("not shown") { activity.shell.place is Place.Adding && texts().any { "example.org" in it } && views().count { it is EditText } == 2 }
        rules("adding what was shared")
        assertTrue(runBlocking { app.core.engine().lists() }.size == 1)
        val add = views().filterIsInstance<TextView>().first { it.text.startsWith("Add these") }
        tap(add.text.toString().replace('\u00a0', ' '))
        until("not kept") { runBlocking { app.core.engine().lists() }.size == 2 }
        until("the lists are not shown") { activity.shell.place is Place.Lists && views().any { it is SwitchView } }
    }

    @Test
    fun `rubbish from another app is nothing`() {
        begun()
        for (rubbish in listOf(Intent(Intent.ACTION_SEND), Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, 7), Intent("what.ever").putExtra("x", "y"))) {
            controller = Robolectric.buildActivity(MainActivity::class.java, rubbish).setup()
            until("home is not shown") { activity.shell.place == Place.Home && texts().any { it == "Test now" } }
        }
    }

    @Test
    fun `what is typed is not lost while results are read`() {
        begun()
        open()
        until("no home") { texts().any { it == "Test now" } }
        activity.shell.goes(Goes.Lists)
        // Nobody types into what is not laid out.
        until("no lists") { views().any { it is EditText && it.isLaidOut } }
        for (letters in listOf("w", "i", "ki")) {
            val field = views().first { it is EditText } as EditText
            field.requestFocus()
            // At the cursor, as a keyboard does: on a busy machine the next page may stand there before this returns.
            field.setSelection(field.length())
            field.text.append(letters)
        }
        until("not found") { texts().any { "wikipedia" in it } && (views().first { it is EditText } as EditText).text.toString() == "wiki" }
        assertEquals(4, (views().first { it is EditText } as EditText).selectionStart)
    }

    @Test
    fun `a reminder is neutral, and nothing of it is on a locked screen`() {
        begun()
        Reminder.at(app, System.currentTimeMillis() + 3_600_000)
        val job = (app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler).allPendingJobs.single()
        assertTrue(job.isPersisted && job.minLatencyMillis in 3_500_000..3_600_000)
        val service = Robolectric.buildService(Reminder::class.java).create().get()
        service.onStartJob(Shadow.newInstanceOf(JobParameters::class.java))
        val notices = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
        val notice = notices.activeNotifications.single().notification
        assertEquals(Notification.VISIBILITY_SECRET, notice.visibility)
        val said = "${notice.extras.getCharSequence(Notification.EXTRA_TITLE)} ${notice.extras.getCharSequence(Notification.EXTRA_TEXT)}"
        assertFalse(said, Regex("\\.(org|kz|com)|blocked|\\d").containsMatchIn(said))
    }

    @Test
    fun `where nothing can be opened, a sentence and a button stand there`() {
        begun()
        val folder = app.noBackupFilesDir
        folder.deleteRecursively()
        folder.writeText("no folder")
        open()
        until("no sentence") { texts().any { it == "Try again" } }
        rules("trouble")
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
