package kz.arna.app

import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import java.time.Duration
import org.junit.Assert.assertNotNull
import org.robolectric.Shadows.shadowOf

/** What tests of the whole app do: wait for what real threads do, look at what is shown, and tap it. */
class Hands(private val content: () -> ViewGroup?) {
    fun views(): Sequence<View> = content()?.let { visible(it) } ?: emptySequence()

    private fun visible(view: View): Sequence<View> = sequence {
        if (view.visibility == View.VISIBLE) {
            yield(view)
            if (view is ViewGroup) for (at in 0 until view.childCount) yieldAll(visible(view.getChildAt(at)))
        }
    }

    fun texts() = views().filterIsInstance<TextView>().map { it.text.toString().replace('\u00a0', ' ') }.toList()

    fun until(what: String, isSo: () -> Boolean) = waitUntil({ "$what; there is: ${texts()}" }, isSo)

    fun untilShown(text: String) = until("no “$text”") { text in texts() }

    /** Taps what says this, or what holds it. */
    fun tap(text: String) {
        var view: View? = views().firstOrNull { (it as? TextView)?.text?.toString()?.replace('\u00a0', ' ') == text }
        while (view != null && !view.isClickable) view = view.parent as? View
        assertNotNull("nothing to tap says “$text”; there is: ${texts()}", view)
        view!!.performClick()
        shadowOf(Looper.getMainLooper()).idle()
    }
}

/** Waits for the engine, whose threads are real, while the main thread does what it is asked to. */
fun waitUntil(what: () -> String, isSo: () -> Boolean) {
    val end = System.nanoTime() + Duration.ofSeconds(120).toNanos()
    while (!isSo()) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(20))
        if (System.nanoTime() > end) throw AssertionError(what())
        Thread.onSpinWait()
    }
}
