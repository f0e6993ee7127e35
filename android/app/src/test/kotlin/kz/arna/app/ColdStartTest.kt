package kz.arna.app

import android.app.Activity
import android.content.Intent
import android.os.Looper
import android.view.ViewGroup
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kz.arna.app.engine.OnMain
import kz.arna.app.engine.Words
import kz.arna.app.engine.reader
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** A window of a process that has just begun: the main thread does not wait for the library, and nothing that comes meanwhile is lost. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class ColdStartTest : Story() {
    private val content get() = activity.findViewById<ViewGroup>(android.R.id.content)

    /** A window whose main thread has done nothing since it was made. */
    private fun opensCold(intent: Intent? = null) {
        Words.isLoaded = false
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).create()
    }

    @After
    fun warm() {
        Words.isLoaded = true
    }

    /** Where the words are asked for, and where whoever asks goes on: on the main thread or not. */
    private fun asks() = mutableListOf<Boolean>().also { seen ->
        CoroutineScope(OnMain).launch {
            Words.around { reader("en").also { seen += isMain() } }
            seen += isMain()
        }
    }

    private fun isMain() = Looper.myLooper() == Looper.getMainLooper()

    @Test
    fun `the first words come from another thread, and later ones at once`() {
        Words.isLoaded = false
        val first = asks()
        waitUntil({ "no words: $first" }) { first.size == 2 }
        assertEquals(listOf(false, true), first)
        assertEquals(listOf(true, true), asks())
    }

    @Test
    fun `a window opens without the library being there`() {
        opensCold()
        controller.start().resume().visible()
        hands.untilShown("Test now")
        assertTrue(Words.isLoaded)
    }

    @Test
    fun `what is opened is asked for where the main thread is not`() {
        opensCold()
        controller.start().resume().visible()
        hands.untilShown("Test now")
        assertTrue("${app.opening}", app.opening.isNotEmpty() && Looper.getMainLooper().thread !in app.opening)
    }

    @Test
    fun `a window of a process that goes on draws at once`() {
        open()
        hands.untilShown("Test now")
        controller.recreate()
        assertTrue(Words.isLoaded && content.childCount == 1)
    }

    @Test
    fun `what is shared, before and meanwhile, is shown in the end`() {
        opensCold(shares("https://example.org/"))
        controller.start().resume().visible()
        hands.untilShown("Add 1 site")
        opensCold()
        controller.newIntent(shares("https://example.com/"))
        controller.start().resume().visible()
        hands.untilShown("Add 1 site")
        assertTrue("${hands.texts()}", hands.texts().any { "example.com" in it })
    }

    @Test
    fun `a file that was chosen before the process ended is told of`() {
        opensCold()
        // As the system hands it on, before the window is in front.
        controller.start()
        shadowOf(activity).callOnActivityResult(2, Activity.RESULT_OK, Intent())
        controller.resume().visible()
        hands.untilShown("This file cannot be read. Nothing of it was taken.")
    }

    @Test
    fun `a window that is made anew before it had words goes on where the one before it was`() {
        open()
        hands.untilShown("Test now")
        shell.goes(kz.arna.ffi.Goes.Contacts)
        hands.until("no contacts") { shell.place == Place.Contacts && hands.texts().size > 4 }
        Words.isLoaded = false
        controller.recreate()
        Words.isLoaded = false
        controller.recreate()
        shadowOf(Looper.getMainLooper()).idle()
        hands.until("it begins anew") { hands.texts().size > 4 && shell.place == Place.Contacts }
        assertFalse(activity.isFinishing)
    }
}
