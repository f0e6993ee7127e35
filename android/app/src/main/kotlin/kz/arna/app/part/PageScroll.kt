package kz.arna.app.part

import android.annotation.SuppressLint
import android.content.Context
import android.widget.ScrollView

/** What scrolls of a page. [onEnd] is told once when the end is near: what comes of that is another page. */
@SuppressLint("ViewConstructor") // made in code only
internal class PageScroll(context: Context, private val long: List<LongRows>, private val onEnd: (() -> Unit)?) : ScrollView(context) {
    private var begins = 0
    private var isEndTold = false

    /** What it is scrolled to, or will be once it is laid out. */
    val place: Int get() = if (begins > 0) begins else scrollY

    /** Goes on where another drawing of the same page was. */
    fun goesOn(before: PageScroll) {
        begins = before.place
        long.zip(before.long).forEach { (now, then) -> now.goesOn(then) }
    }

    override fun onLayout(isChanged: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        super.onLayout(isChanged, left, top, right, bottom)
        if (begins > 0) {
            val to = begins
            begins = 0
            scrollTo(0, to)
        }
        long.forEach { it.attend() }
    }

    override fun onScrollChanged(x: Int, y: Int, oldX: Int, oldY: Int) {
        super.onScrollChanged(x, y, oldX, oldY)
        long.forEach { it.settle() }
        if (onEnd == null || isEndTold || y + 2 * height <= getChildAt(0).height) return
        isEndTold = true
        post { onEnd.invoke() } // a page is not changed in the middle of its layout
    }
}
