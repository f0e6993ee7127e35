package kz.arna.app.part

import android.annotation.SuppressLint
import android.content.Context
import android.view.MotionEvent
import android.view.View
import android.view.animation.AnimationUtils
import android.widget.ScrollView
import kotlin.math.sign
import kz.arna.app.R

/** What scrolls of a page. [onEnd] is told once when the end is near: more rows come of that, or another page. */
@SuppressLint("ViewConstructor") // made in code only
internal class PageScroll(context: Context, private val long: List<LongRows>, private var onEnd: (() -> Unit)?) : ScrollView(context) {
    private var begins = 0
    private var isEndTold = false

    /** Which way it was flung, for as long as it goes that way; 0: it does not. */
    private var flung = 0
    private var movedAt = 0L
    private var hasMore = false

    /** What it is scrolled to, or will be once it is laid out. */
    val place: Int get() = if (begins > 0) begins else scrollY

    private var bounded = 0

    /** How much of the page is seen at a time, as soon as that is known: before any of it is measured, where the height is given. */
    val shows: Int get() = if (bounded > 0) bounded else height

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

    /** More rows came: [onEnd] is told when their end is near. */
    fun grows(onEnd: (() -> Unit)?) {
        this.onEnd = onEnd
        isEndTold = false
        hasMore = true
        requestLayout()
    }

    override fun fling(velocity: Int) {
        flung = velocity.sign
        movedAt = AnimationUtils.currentAnimationTimeMillis()
        super.fling(velocity)
    }

    override fun computeScroll() {
        val before = scrollY
        super.computeScroll()
        val now = AnimationUtils.currentAnimationTimeMillis()
        if (scrollY != before) movedAt = now else if (now - movedAt > STILL) flung = 0
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        if (event.actionMasked == MotionEvent.ACTION_DOWN) flung = 0
        return super.onTouchEvent(event)
    }

    /** A fling knows where its page ended when it began. One more of the least push goes on from there as fast as it is, to the end of now. */
    private fun flingsOn() {
        if (hasMore && flung != 0) super.fling(flung)
        hasMore = false
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        bounded = if (MeasureSpec.getMode(heightSpec) == MeasureSpec.UNSPECIFIED) 0 else MeasureSpec.getSize(heightSpec)
        super.onMeasure(widthSpec, heightSpec)
    }

    override fun onLayout(isChanged: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        super.onLayout(isChanged, left, top, right, bottom)
        flingsOn()
        if (isLaidOut) tellsEnd()
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
        tellsEnd()
    }

    private fun tellsEnd() {
        val tell = onEnd ?: return
        if (isEndTold || scrollY + 2 * height <= getChildAt(0).height) return
        isEndTold = true
        post { tell() } // a page is not changed in the middle of its layout
    }

    private companion object {
        /** A fling that has not moved for so many milliseconds is over. */
        const val STILL = 50L
    }
}
