package kz.arna.app.part

import android.annotation.SuppressLint
import android.util.SparseArray
import android.view.View
import android.view.ViewGroup
import android.widget.LinearLayout
import kotlin.math.abs
import kz.arna.app.look.Look
import kz.arna.app.look.Space

/** A row that is made when it comes near what is seen. Where [of] is the same, so is its height; [about]: what it is about, whatever is said of that. */
internal class Late(val of: Any, val about: Any = of, val make: () -> View)

/** What another drawing of rows takes over: how tall they were, and which one somebody was at. */
internal class LeftRows(val laidFor: Int, val usual: Int?, val known: Map<Any, Int>, val attended: Attended?)

/** A row that somebody is at, and what of it. */
internal class Attended(val about: Any, val row: Int, val at: At)

/** Rows below each other, however many, and more of them as they come. */
internal fun Pen.longRows(rows: List<Late>) = LongRows(look, rows)

/**
 * A column that has views for the rows that are seen, and for a screen above and below, so that a finger, a key and who listens
 * find the next one there. Of the others it keeps the room. It draws what a column of all of them would. What is seen is made at once,
 * whatever comes of a layout or a scroll; of what nobody sees yet a few are made with each frame that follows.
 */
@SuppressLint("ViewConstructor") // made in code only
internal class LongRows(private val look: Look, first: List<Late>) : ViewGroup(look.context) {
    private val rows = first.toMutableList()
    private val places = Places(rows.size, look.px(Space.ROW_MIN))
    private var held = SparseArray<View>()

    /** Rows that are made, and wait to be laid out. */
    private val ready = SparseArray<View>()
    private var laidFor = 0
    private var isFilling = false
    private var isNextAsked = false
    private val next = Runnable {
        isNextAsked = false
        settle(AHEAD)
    }

    /** The row that somebody was at before the page was drawn again. */
    private var attended: Attended? = null

    /** Whether somebody is at one of the rows, or will be once they are laid out. */
    val isAttended: Boolean get() = attended() != null

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        if (width != laidFor) places.forget()
        laidFor = width
        each { row, view -> places.learn(row, measured(view)) }
        fill(ahead = 0)
        setMeasuredDimension(width, places.height)
    }

    override fun onLayout(isChanged: Boolean, left: Int, top: Int, right: Int, bottom: Int) = settle()

    override fun onDetachedFromWindow() {
        super.onDetachedFromWindow()
        asksNext(false)
    }

    /** Has [more] rows from [at] on, before those that stood there. Views that are there stay. */
    fun adds(at: Int, more: List<Late>) {
        if (more.isEmpty()) return
        rows.addAll(at, more)
        ready.clear()
        places.adds(at, more.size)
        attended = attended?.let { if (it.row < at) it else Attended(it.about, it.row + more.size, it.at) }
        val moved = SparseArray<View>(held.size())
        each { row, view -> moved.append(if (row < at) row else row + more.size, view) }
        held = moved
        requestLayout()
    }

    /** The first row that is seen now. */
    val begins: Int get() = if (rows.isEmpty()) 0 else seen(scroll()).first

    /** Makes a few of the [SEEN] rows from one on before they are laid out for the first time; `false`: they are all there. */
    fun makesReady(from: Int): Boolean {
        val lacking = (from until minOf(from + SEEN, rows.size)).filter { ready[it] == null }
        lacking.take(AHEAD).forEach { ready.put(it, rows[it].make()) }
        return lacking.size > AHEAD
    }

    /** The view of a row, where it has one now. */
    fun view(row: Int): View? = held[row]

    /** Has the rows that are seen now, and those near them with the next frames. */
    fun settle() = settle(ahead = 0)

    private fun settle(ahead: Int) {
        if (laidFor == 0 || isFilling) return
        fill(ahead)
        each { row, view ->
            val around = view.layoutParams as MarginLayoutParams
            val top = places.top(row) + around.topMargin
            view.layout(around.leftMargin, top, around.leftMargin + view.measuredWidth, top + view.measuredHeight)
        }
        if (places.height != height) post { requestLayout() } // in the middle of a layout nobody hears of it
        invalidate()
    }

    /** What the next drawing of them takes over. */
    fun leaves(): LeftRows {
        val known = HashMap<Any, Int>()
        rows.forEachIndexed { at, row -> places.known(at)?.let { known[row.of] = it } }
        return LeftRows(laidFor, places.reckoned, known, attended())
    }

    /** Takes over what another drawing of the same page knew. */
    fun goesOn(before: LeftRows) {
        laidFor = before.laidFor
        places.takes(before.usual)
        rows.forEachIndexed { at, row -> before.known[row.of]?.let { places.learn(at, it) } }
        attended = before.attended
    }

    /** Goes back to where somebody was, unless that is far from what is seen. */
    fun attend() {
        val then = attended ?: return
        attended = null
        row(then)?.let { held[it] }?.let(then.at::take)
    }

    private fun attended(): Attended? {
        attended?.let { return it }
        each { row, view -> if (view.isAttended()) At.on(view)?.let { return Attended(rows[row].about, row, it) } }
        return null
    }

    /** The row about the same; where it is gone, the one that stands in its place. */
    private fun row(then: Attended): Int? {
        val same = rows.indices.filter { rows[it].about == then.about }
        return same.minByOrNull { abs(it - then.row) } ?: then.row.coerceAtMost(rows.lastIndex).takeIf { it >= 0 }
    }

    /** Makes rows that are seen, and so many of those near them. */
    private fun fill(ahead: Int) {
        if (rows.isEmpty()) return
        isFilling = true
        val scroll = scroll()
        val wanted = attended?.let(::row)
        // What is in no window has no next frame.
        var room = if (isAttachedToWindow) ahead else Int.MAX_VALUE
        var isLeft = false
        do {
            val near = near(scroll)
            val seen = seen(scroll)
            val end = seenFrom(scroll) + screen(scroll)
            var more = 0
            var above = 0
            for (row in seen + (seen.last + 1..near.last) + (seen.first - 1 downTo near.first)) if (held[row] == null) {
                // One that was thought to be seen may be pushed out by those above it.
                val isSeen = row in seen && places.top(row) <= end
                if (!isSeen && row != wanted && room-- <= 0) {
                    isLeft = true
                    continue
                }
                val taller = places.learn(row, measured(made(row)))
                more += abs(taller)
                if (row < seen.first) above += taller
            }
            // What is seen stays where it is, though a row above it is not as tall as was thought.
            if (above != 0 && scroll != null && scroll.isLaidOut) scroll.scrollBy(0, above)
        } while (more != 0)
        letGo(near(scroll))
        places.reckon()
        isFilling = false
        asksNext(isLeft)
    }

    /** Has rows made with the next frame, or no longer. */
    private fun asksNext(isWanted: Boolean) {
        if (isWanted == isNextAsked) return
        isNextAsked = isWanted
        if (isWanted) postOnAnimation(next) else removeCallbacks(next)
    }

    private fun near(scroll: PageScroll?): IntRange {
        if (rows.size <= FEW) return rows.indices
        val (from, screen) = seenFrom(scroll) to screen(scroll)
        return places.at(from - screen)..places.at(from + 2 * screen)
    }

    /** The rows that are seen; the first or the last where that is none of them. */
    private fun seen(scroll: PageScroll?): IntRange = seenFrom(scroll).let { places.at(it)..places.at(it + screen(scroll)) }

    private fun screen(scroll: PageScroll?): Int = scroll?.shows?.takeIf { it > 0 } ?: resources.displayMetrics.heightPixels

    /** Where what is seen begins, from the top of the first row on. */
    private fun seenFrom(scroll: PageScroll?): Int {
        var from = scroll?.place ?: return 0
        var at: View = this
        while (at !== scroll) {
            from -= at.start()
            at = at.parent as View
        }
        return from
    }

    private fun scroll(): PageScroll? = generateSequence(parent) { it.parent }.firstOrNull { it is PageScroll } as PageScroll?

    private fun made(row: Int): View {
        val view = ready[row] ?: rows[row].make()
        ready.remove(row)
        held.put(row, view)
        addViewInLayout(view, held.indexOfKey(row), view.layoutParams ?: wide(), true)
        return view
    }

    private fun measured(view: View): Int {
        val around = view.layoutParams as MarginLayoutParams
        around.resolveLayoutDirection(layoutDirection)
        measureChildWithMargins(view, MeasureSpec.makeMeasureSpec(laidFor, MeasureSpec.EXACTLY), 0, MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED), 0)
        return view.tall()
    }

    /** Lets go of what is far: not of the row that somebody is at, and of those beside it, where the next step leads. */
    private fun letGo(near: IntRange) {
        val kept = mutableListOf<Int>()
        each { row, view -> if (row !in near && view.isAttended()) kept += row }
        for (at in held.size() - 1 downTo 0) {
            val row = held.keyAt(at)
            if (row in near || kept.any { abs(it - row) <= 1 }) continue
            removeViewInLayout(held.valueAt(at))
            held.removeAt(at)
        }
    }

    private inline fun each(tell: (Int, View) -> Unit) {
        for (at in 0 until held.size()) tell(held.keyAt(at), held.valueAt(at))
    }

    private companion object {
        /** So many rows are all made: there is nothing to win. */
        const val FEW = 40

        /** So many rows that nobody sees yet are made in a frame. */
        const val AHEAD = 3

        /** So many rows are seen at a time, about. */
        const val SEEN = 9
    }
}

/** Whether somebody is at it, by keys or by ear. */
private fun View.isAttended(): Boolean =
    hasFocus() || isAccessibilityFocused || this is ViewGroup && (0 until childCount).any { getChildAt(it).isAttended() }

/** Where it begins in what holds it: before that is laid out, where a column will have it. */
private fun View.start(): Int {
    val column = parent as? LinearLayout
    if (height > 0 || column == null) return top
    return (0 until column.indexOfChild(this)).map(column::getChildAt).filter { it.visibility != View.GONE }.sumOf { it.tall() }
}

/** How tall it was measured, with the room around it. */
private fun View.tall(): Int = measuredHeight + ((layoutParams as? ViewGroup.MarginLayoutParams)?.run { topMargin + bottomMargin } ?: 0)
