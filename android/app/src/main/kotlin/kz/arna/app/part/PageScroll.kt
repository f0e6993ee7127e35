package kz.arna.app.part

import android.annotation.SuppressLint
import android.content.Context
import android.view.View
import android.widget.ScrollView
import kz.arna.app.R

/** What scrolls of a page. [onEnd] is told once when the end is near: what comes of that is another page. */
@SuppressLint("ViewConstructor") // made in code only
internal class PageScroll(context: Context, private val long: List<LongRows>, private val onEnd: (() -> Unit)?) : ScrollView(context) {
    private var begins = 0
    private var isEndTold = false

    /** What it is scrolled to, or will be once it is laid out. */
    val place: Int get() = if (begins > 0) begins else scrollY

    /** What another drawing of the page left, until this one is laid out. */
    private var given: Left? = null

    /** What the next drawing of the page takes over. */
    fun leaves(): Left = given ?: Left(place, long.map { it.leaves() }, if (long.any { it.isAttended }) null else At.on(page()))

    /** Goes on where another drawing of the same page was. */
    fun goesOn(left: Left) {
        given = left
        begins = left.place
        long.zip(left.long).forEach { (now, then) -> now.goesOn(then) }
    }

    override fun onLayout(isChanged: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        super.onLayout(isChanged, left, top, right, bottom)
        if (begins > 0) {
            val to = begins
            begins = 0
            scrollTo(0, to)
        }
        val then = given ?: return
        given = null
        long.forEach { it.attend() }
        then.at?.take(page())
    }

    /** The page that it is of. */
    private fun page(): View = generateSequence(this as View) { it.parent as? View }.firstOrNull { it.id == R.id.page } ?: this

    override fun onScrollChanged(x: Int, y: Int, oldX: Int, oldY: Int) {
        super.onScrollChanged(x, y, oldX, oldY)
        long.forEach { it.settle() }
        if (onEnd == null || isEndTold || y + 2 * height <= getChildAt(0).height) return
        isEndTold = true
        post { onEnd.invoke() } // a page is not changed in the middle of its layout
    }
}
