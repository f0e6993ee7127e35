package kz.arna.app

import android.content.Intent
import android.os.Looper
import android.view.ViewGroup
import android.widget.EditText
import kotlinx.coroutines.runBlocking
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Goes
import org.junit.After
import org.junit.Assert.assertTrue
import org.junit.Before
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController

/** A story of the whole app through its views, in the simulated country. What it opened is shut afterwards. */
abstract class Story {
    protected lateinit var app: LabApp
    protected lateinit var controller: ActivityController<MainActivity>
    protected val activity: MainActivity get() = controller.get()
    protected val shell get() = activity.shell
    protected val hands = Hands { activity.findViewById<ViewGroup>(android.R.id.content) }

    @Before
    fun begins() {
        LabApp.scenario = "first-light"
        app = begunApp()
    }

    @After
    fun ends() = try {
        runBlocking { app.core.engine().shutdown() }
    } catch (_: ArnaException) {
        Unit // it never opened
    }

    protected fun open(intent: Intent? = null) {
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
    }

    /** Opens the app, and goes to where sites are added. */
    protected fun openAdding() {
        open()
        hands.untilShown("Test now")
        shell.goes(Goes.Adding)
        hands.until("no field") { field()?.isLaidOut == true }
    }

    /** The field that is typed into first. */
    protected fun field() = hands.views().firstOrNull { it.id == R.id.field } as? EditText

    protected fun shares(text: CharSequence) = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)

    protected fun comes(intent: Intent) {
        controller.newIntent(intent)
        shadowOf(Looper.getMainLooper()).idle()
    }

    protected fun lists() = runBlocking { app.core.engine().lists() }

    protected fun isOn(button: String) = hands.views().first { it.isClickable && it.contentDescription?.startsWith(button) == true }.isEnabled

    /** Another page can be read, and a way leads back. */
    protected fun goesOn() {
        hands.until("another page is to come") { !shell.isPassing }
        shell.goes(Goes.Contacts)
        hands.until("it does not go on") { shell.place == Place.Contacts && hands.texts().size > 4 }
        assertTrue(shell.wentBack())
    }
}
