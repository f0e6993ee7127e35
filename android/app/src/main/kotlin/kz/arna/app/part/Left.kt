package kz.arna.app.part

import android.annotation.SuppressLint
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityNodeInfo
import kz.arna.app.R

/** What somebody leaves of a page to the next drawing of it: how far it was scrolled, how tall rows were, and what they were at. */
internal class Left(val place: Int, val long: List<LeftRows>, val at: At?)

/** What is left of this page for its next drawing; nothing: it does not scroll. */
internal fun View.leaves(): Left? = findViewById<PageScroll>(R.id.scroll)?.leaves()

/** Goes on where another drawing of the same page was. */
internal fun View.goesOn(left: Left) {
    findViewById<PageScroll>(R.id.scroll)?.goesOn(left)
}

/** Something of a page that somebody is at, by keys or by ear. It is known by where it stands, and by what it says to who listens. */
internal class At private constructor(private val path: List<Int>, private val kind: Class<*>, private val said: String?, private val isHeard: Boolean) {
    /** Goes to it where this drawing of the page has it. */
    @SuppressLint("AccessibilityFocus") // whoever listened was there already, on the view that this one stands for
    fun take(page: View) {
        val view = find(page) ?: return
        if (isHeard) view.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null) else view.requestFocus()
    }

    private fun find(page: View): View? {
        val there = path.fold(page as View?) { view, at -> (view as? ViewGroup)?.part(at) }?.takeIf { it.javaClass == kind }
        if (there?.said == said) return there?.unfolded(page)
        page.all().filterIsInstance<Folded>().toList().forEach { it.makesAll() }
        // What came since may have moved it; what says the same twice is not known by that.
        return (said?.let { page.all().filter(::isLike).singleOrNull() } ?: there)?.unfolded(page)
    }

    private fun isLike(view: View) = view.javaClass == kind && view.said == said

    companion object {
        /** What somebody is at; nothing: they are elsewhere. */
        fun on(page: View): At? {
            val focused = page.findFocus()
            val view = focused ?: page.all().firstOrNull { it.isAccessibilityFocused } ?: return null
            val path = view.upTo(page).map { (it.parent as ViewGroup).indexOfChild(it) }.toList().reversed()
            return At(path, view.javaClass, view.said, isHeard = focused == null)
        }
    }
}

private val View.said: String? get() = contentDescription?.toString()

/** Itself and what holds it, as far as the page, which is left out. */
private fun View.upTo(page: View): Sequence<View> = generateSequence(this) { it.parent as? View }.takeWhile { it !== page }

/** A part of it, also where those are made only once somebody unfolds it. */
private fun ViewGroup.part(at: Int): View? {
    if (this is Folded) makesAll()
    return getChildAt(at)
}

/** What is folded away leads to what unfolds it, which stands before it. */
private fun View.unfolded(page: View): View? {
    val gone = upTo(page).lastOrNull { it.visibility != View.VISIBLE } ?: return this
    val around = gone.parent as ViewGroup
    return around.getChildAt(around.indexOfChild(gone) - 1)
}

/** It and all that is in it, but for rows that are there only while they are near what is seen: those know by themselves who is at them. */
private fun View.all(): Sequence<View> = sequence {
    yield(this@all)
    if (this@all is ViewGroup && this@all !is LongRows) for (at in 0 until childCount) yieldAll(getChildAt(at).all())
}
