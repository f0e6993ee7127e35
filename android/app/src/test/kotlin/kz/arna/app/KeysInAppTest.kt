package kz.arna.app

import android.view.KeyEvent
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import kotlinx.coroutines.runBlocking
import kz.arna.app.part.Ask
import kz.arna.app.part.LongRows
import kz.arna.ffi.Goes
import kz.arna.measure
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The whole app by its keys, with the real engine in the simulated country. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class KeysInAppTest {
    private val keys = Keyboard { activity }
    private val app by lazy { begunApp() }
    private val activity: MainActivity by lazy {
        app
        Robolectric.buildActivity(MainActivity::class.java).setup().get()
    }
    private val hands = Hands { activity.findViewById(android.R.id.content) }
    private val page: View? get() = activity.findViewById<ViewGroup>(android.R.id.content).getChildAt(0)

    @Before
    fun first() {
        keys.begins()
        LabApp.scenario = "first-light"
    }

    private fun open(goes: Goes) {
        hands.until("no home") { hands.texts().any { it == "Test now" || it == "Test again" } }
        activity.shell.goes(goes)
    }

    private fun tabTo(what: String, isIt: () -> Boolean) {
        repeat(60) { if (!isIt()) keys.next() }
        assertTrue("$what does not get the focus, but ${keys.focus}, “${keys.said}”", isIt())
    }

    /** Has the page drawn again, as after something changed. */
    private fun again(change: () -> Unit = activity.shell::again) {
        val old = page
        change()
        hands.until("it is not drawn again") { page !== old && page?.isLaidOut == true }
    }

    private fun inRows(view: View?) = view != null && generateSequence(view.parent) { it.parent }.any { it is LongRows }

    @Test
    fun `a site is opened, and back leads to its row`() {
        runBlocking { app.core.engine().measure() }
        open(Goes.Sites(null))
        hands.until("no sites") { activity.shell.place is Place.Sites && hands.views().any { it is EditText && it.isLaidOut } }
        tabTo("a row") { inRows(keys.focus) }
        keys.next()
        val row = keys.said
        again { activity.shell.asks(Ask.Fold) }
        assertEquals(row, keys.said)
        keys.enter()
        hands.until("no site") { activity.shell.place is Place.Site && "How sure" in hands.texts() }
        activity.shell.back()
        hands.until("not back at $row") { activity.shell.place is Place.Sites && keys.said == row && inRows(keys.focus) }
    }

    @Test
    fun `a switch on a page of its own keeps the focus when it is switched`() {
        open(Goes.Lists)
        hands.until("no lists") { activity.shell.place is Place.Lists && hands.views().any { it is EditText && it.isLaidOut } }
        fun isOn() = keys.focus?.createAccessibilityNodeInfo()?.isChecked
        tabTo("a switch") { keys.focus?.createAccessibilityNodeInfo()?.className == "android.widget.Switch" }
        val (said, before) = keys.said to isOn()
        keys.enter()
        hands.until("not switched") { keys.said == said && isOn() == !before!! }
    }

    @Test
    fun `who types keeps the field and the cursor while the page is drawn again`() {
        open(Goes.Lists)
        hands.until("no lists") { activity.shell.place is Place.Lists && hands.views().any { it is EditText && it.isLaidOut } }
        tabTo("the field") { keys.focus is EditText }
        keys.types("wiki")
        keys.press(KeyEvent.KEYCODE_DPAD_LEFT)
        hands.until("not found") { hands.texts().any { "wikipedia" in it } && (keys.focus as? EditText)?.isLaidOut == true }
        again()
        val field = keys.focus as EditText
        assertEquals("wiki" to 3, field.text.toString() to field.selectionStart)
        keys.types("x")
        hands.until("nothing is typed where the cursor is") { (keys.focus as? EditText)?.text?.toString() == "wikxi" }
    }
}
