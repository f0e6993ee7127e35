package kz.arna.app

import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import java.time.Duration
import org.junit.Assert.assertNotNull
import org.robolectric.Shadows.shadowOf

/** Who uses the app in a test: sees what is shown, taps it, and waits. */
class Hand(private val activity: () -> MainActivity) {
    /** What is in the window. */
    val content: ViewGroup get() = activity().findViewById(android.R.id.content)

    /** All views that are visible. */
    fun views(view: View = content): Sequence<View> = sequence {
        if (view.visibility == View.VISIBLE) {
            yield(view)
            if (view is ViewGroup) for (at in 0 until view.childCount) yieldAll(views(view.getChildAt(at)))
        }
    }

    /** All texts. */
    fun texts(): List<String> = views().filterIsInstance<TextView>().map { it.text.toString().replace('\u00a0', ' ') }.toList()

    /** Waits for the engine, whose threads are real, while the main thread does what it is asked to. */
    fun until(what: String, isSo: () -> Boolean) {
        val end = System.nanoTime() + Duration.ofSeconds(120).toNanos()
        while (!isSo()) {
            shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(20))
            if (System.nanoTime() > end) throw AssertionError("$what; there is: ${texts()}")
            Thread.onSpinWait()
        }
    }

    /** Waits until this stands there. */
    fun sees(text: String) = until("no “$text”") { texts().any { it == text } }

    /** Taps what says this, or what holds it. */
    fun taps(text: String) {
        var view: View? = views().firstOrNull { (it as? TextView)?.text?.toString()?.replace('\u00a0', ' ') == text || it.contentDescription?.toString() == text }
        while (view != null && !view.isClickable) view = view.parent as? View
        assertNotNull("nothing to tap says “$text”; there is: ${texts()}", view)
        view!!.performClick()
        shadowOf(Looper.getMainLooper()).idle()
    }
}
