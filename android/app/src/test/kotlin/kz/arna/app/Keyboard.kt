package kz.arna.app

import android.app.Activity
import android.graphics.Rect
import android.os.Looper
import android.os.SystemClock
import android.view.InputDevice
import android.view.KeyCharacterMap
import android.view.KeyEvent
import android.view.View
import android.view.ViewGroup
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowInstrumentation

/** A keyboard. A key that no view takes moves the focus, as the root of a window does it; a test has none of the system's. */
class Keyboard(private val activity: () -> Activity) {
    private val root get() = activity().window.decorView as ViewGroup

    /** It is there before the window is: nobody touched the glass. */
    fun begins() = ShadowInstrumentation.getInstrumentation().setInTouchMode(false)

    /** What has the focus. */
    val focus: View? get() = root.findFocus()

    /** What that says to who listens; nothing: it says nothing, or nothing has the focus. */
    val said: String? get() = focus?.contentDescription?.toString()

    fun press(code: Int, meta: Int = 0) {
        for (action in listOf(KeyEvent.ACTION_DOWN, KeyEvent.ACTION_UP)) {
            val now = SystemClock.uptimeMillis()
            val event = KeyEvent(now, now, action, code, 0, meta, KeyCharacterMap.VIRTUAL_KEYBOARD, 0, 0, InputDevice.SOURCE_KEYBOARD)
            if (!root.dispatchKeyEvent(event) && action == KeyEvent.ACTION_DOWN) direction(event)?.let(::moves)
            shadowOf(Looper.getMainLooper()).idle()
        }
    }

    private fun direction(event: KeyEvent): Int? = when (event.keyCode) {
        KeyEvent.KEYCODE_DPAD_UP -> View.FOCUS_UP
        KeyEvent.KEYCODE_DPAD_DOWN -> View.FOCUS_DOWN
        KeyEvent.KEYCODE_DPAD_LEFT -> View.FOCUS_LEFT
        KeyEvent.KEYCODE_DPAD_RIGHT -> View.FOCUS_RIGHT
        KeyEvent.KEYCODE_TAB -> if (event.isShiftPressed) View.FOCUS_BACKWARD else View.FOCUS_FORWARD
        else -> null
    }

    private fun moves(direction: Int) {
        val from = root.findFocus() ?: return Unit.also { root.restoreDefaultFocus() }
        val to = from.focusSearch(direction)?.takeIf { it !== from } ?: return
        val around = Rect()
        from.getFocusedRect(around)
        root.offsetDescendantRectToMyCoords(from, around)
        root.offsetRectIntoDescendantCoords(to, around)
        to.requestFocus(direction, around)
    }

    fun next() = press(KeyEvent.KEYCODE_TAB)

    fun before() = press(KeyEvent.KEYCODE_TAB, KeyEvent.META_SHIFT_ON or KeyEvent.META_SHIFT_LEFT_ON)

    fun down() = press(KeyEvent.KEYCODE_DPAD_DOWN)

    fun up() = press(KeyEvent.KEYCODE_DPAD_UP)

    fun enter() = press(KeyEvent.KEYCODE_ENTER)

    fun types(letters: String) = letters.forEach { press(KeyEvent.keyCodeFromString("KEYCODE_${it.uppercase()}")) }

    /** Whether all of what has the focus is seen. */
    fun isSeen(): Boolean {
        val view = focus ?: return false
        val seen = Rect()
        return view.getGlobalVisibleRect(seen) && seen.height() == view.height
    }

    /** What has the focus after each press, from what has it now on until [isEnd], which is left out. */
    fun stops(most: Int, step: () -> Unit, isEnd: (View) -> Boolean): List<String> = buildList {
        while (true) {
            val view = focus ?: throw AssertionError("nothing has the focus after ${takeLast(3)}")
            if (isEnd(view)) return@buildList
            add(said.orEmpty())
            if (!isSeen()) throw AssertionError("“$said” has the focus, and is not seen")
            if (size > most) throw AssertionError("no end after ${takeLast(5)}")
            step()
        }
    }
}
