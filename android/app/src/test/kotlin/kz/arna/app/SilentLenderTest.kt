package kz.arna.app

import android.app.Activity
import android.content.Intent
import android.net.Uri
import java.io.ByteArrayInputStream
import java.io.InputStream
import java.io.OutputStream
import java.time.Duration
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.runBlocking
import kz.arna.app.part.Ask
import kz.arna.ending
import kz.arna.ffi.Does
import kz.arna.ffi.RunRequest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowLooper

/** An app that lends files and does not answer: it is said, can be given up, and has an end. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class SilentLenderTest : Story() {
    private val file = Uri.parse("content://lender/file")
    private val answers = CountDownLatch(1)
    private val isAsked = CountDownLatch(1)

    private val usual = LabApp.waits

    /** An hour for a minute: whoever waits for what real threads do lets the clock of tests go far. */
    @Before
    fun waits() {
        LabApp.waits = Patience(Patience().soon, HOUR.toMillis())
    }

    @After
    fun letsGo() {
        LabApp.waits = usual
        answers.countDown()
    }

    private fun choose() = shadowOf(activity).callOnActivityResult(shadowOf(activity).nextStartedActivityForResult.requestCode, Activity.RESULT_OK, Intent().setData(file))

    private fun reads(stream: () -> InputStream) {
        shadowOf(app.contentResolver).registerInputStreamSupplier(file) { stream() }
        shell.does(Does.OpenFile)
        choose()
    }

    /** One that does not even open it. */
    private fun readsSilent() = reads {
        isAsked.countDown()
        answers.await()
        ByteArrayInputStream("https://example.com/\n".toByteArray())
    }.also { isAsked.await() }

    private fun passes(time: Duration) = ShadowLooper.idleMainLooper(time.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)

    @Test
    fun `after a second it says so, and what comes then is shown`() {
        openAdding()
        readsSilent()
        assertFalse(WAITING in hands.texts())
        passes(Duration.ofSeconds(1))
        hands.untilShown(WAITING)
        answers.countDown()
        hands.untilShown("Add 1 site")
        // Nothing of the waiting is left on the way back.
        hands.tap("Back")
        hands.until("no way back") { shell.place == Place.Home }
    }

    @Test
    fun `it can be given up, and what was typed is there still`() {
        openAdding()
        shell.asks(Ask.Typed("https://example.org/"))
        hands.untilShown("Add 1 site")
        readsSilent()
        passes(Duration.ofSeconds(1))
        hands.untilShown(WAITING)
        hands.tap("Back")
        hands.untilShown("Add 1 site")
        answers.countDown()
        passes(HOUR.multipliedBy(3))
        assertEquals(Place.Adding("https://example.org/"), shell.place)
        // And the next file is read.
        reads { ByteArrayInputStream("https://example.com/\nhttps://example.kz/\n".toByteArray()) }
        hands.untilShown("Add these 2 sites")
    }

    @Test
    fun `without an answer it is over, with a sentence`() {
        openAdding()
        readsSilent()
        passes(HOUR.plusSeconds(2))
        hands.untilShown(UNANSWERED)
        hands.tap("Back")
        hands.until("no way back") { shell.place == Place.Adding() }
        goesOn()
    }

    @Test
    fun `one that gives a little now and then is waited for`() {
        openAdding()
        val gate = java.util.concurrent.Semaphore(0)
        val took = java.util.concurrent.Semaphore(0)
        val text = ByteArrayInputStream("https://example.com/\n".toByteArray())
        reads {
            object : InputStream() {
                override fun read() = text.read()

                override fun read(into: ByteArray, from: Int, count: Int): Int {
                    // What was read before is counted by now.
                    took.release()
                    gate.acquire()
                    return text.read(into, from, 1)
                }
            }
        }
        took.acquire()
        repeat(5) {
            gate.release()
            took.acquire()
            passes(HOUR.minusMinutes(10))
        }
        hands.untilShown(WAITING)
        gate.release(100)
        hands.untilShown("Add 1 site")
    }

    @Test
    fun `one that takes nothing is over as well`() {
        runBlocking { app.core.engine().start(RunRequest()).use { it.ending() } }
        open()
        hands.untilShown("Test again")
        shadowOf(app.contentResolver).registerOutputStreamSupplier(file) {
            object : OutputStream() {
                override fun write(byte: Int) = isAsked.countDown().also { answers.await() }
            }
        }
        shell.savesAll()
        choose()
        isAsked.await()
        passes(Duration.ofSeconds(1))
        hands.untilShown(WAITING)
        passes(HOUR.multipliedBy(3))
        hands.untilShown(UNANSWERED)
        hands.tap("Back")
        hands.untilShown("Test again")
    }

    @Test
    fun `a phone that is turned meanwhile waits on, over what was shown`() {
        openAdding()
        readsSilent()
        passes(Duration.ofSeconds(1))
        hands.untilShown(WAITING)
        controller.recreate()
        hands.until("it is not shown") { shell.place == Place.Adding() }
        passes(Duration.ofSeconds(1))
        hands.untilShown(WAITING)
        answers.countDown()
        hands.untilShown("Add 1 site")
    }

    private companion object {
        val HOUR: Duration = Duration.ofHours(1)
        const val WAITING = "Still waiting for the file. If you go back, it is given up."
        const val UNANSWERED = "The app that keeps this file does not answer. Try it again, or choose another place."
    }
}
