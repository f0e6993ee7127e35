package kz.arna.app

import android.graphics.Bitmap
import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.HorizontalScrollView
import android.widget.ScrollView
import android.widget.TextView
import kotlin.math.pow

/** What holds for every screen that is drawn. Says what breaks it, in words that lead to the place. */
class Rules(private val drawn: Drawn) {
    private val broken = mutableListOf<String>()
    private val density = drawn.look.exact(1f)

    /** What is broken. */
    fun broken(): List<String> {
        visit(drawn.view, isHidden = false, isAside = false)
        val headings = all(drawn.view).count { it.isAccessibilityHeading && isHeard(it) }
        if (headings == 0) broken += "no heading"
        return broken
    }

    private fun all(view: View): Sequence<View> = sequence {
        if (view.visibility == View.VISIBLE) {
            yield(view)
            if (view is ViewGroup) for (at in 0 until view.childCount) yieldAll(all(view.getChildAt(at)))
        }
    }

    private fun isHeard(view: View) = view.importantForAccessibility != View.IMPORTANT_FOR_ACCESSIBILITY_NO

    private fun name(view: View): String = "${view.javaClass.simpleName} “${view.contentDescription ?: (view as? TextView)?.text ?: ""}”"

    /** [isHidden]: what holds it is spoken whole. [isAside]: it may reach over the edge, since it scrolls there. */
    private fun visit(view: View, isHidden: Boolean, isAside: Boolean) {
        if (view.visibility != View.VISIBLE) return
        val said = view.contentDescription ?: (view as? TextView)?.text
        if (view.isClickable && view !is EditText) {
            if (said.isNullOrBlank()) broken += "nothing is said of what is tapped: ${name(view)}"
            if (view.width < 48 * density - 1 || view.height < 48 * density - 1) {
                broken += "too small to tap, ${view.width / density} x ${view.height / density}: ${name(view)}"
            }
            if (isHidden) broken += "is tapped inside of what is spoken whole: ${name(view)}"
        }
        if (!isHidden && isHeard(view) && view.contentDescription?.isBlank() == true) broken += "silence: ${name(view)}"
        if (!isAside) inside(view)
        if (view is TextView && view.text.isNotEmpty()) text(view)
        if (view is ViewGroup) {
            val isWhole = view.contentDescription != null
            for (at in 0 until view.childCount) {
                val child = view.getChildAt(at)
                if (isWhole && child.importantForAccessibility != View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS && child.visibility == View.VISIBLE) {
                    broken += "a part is spoken twice: ${name(child)} in ${name(view)}"
                }
                visit(child, isHidden || isWhole, isAside || view is HorizontalScrollView)
            }
        }
    }

    private fun inside(view: View) {
        val parent = view.parent as? View ?: return
        if (view.left < 0 || view.right > parent.width) broken += "reaches over the side: ${name(view)}"
        if (parent !is ScrollView && (view.top < 0 && view.top + parent.top < 0)) broken += "reaches over the top: ${name(view)}"
    }

    private fun text(view: TextView) {
        val layout = view.layout ?: return
        val room = view.height - view.compoundPaddingTop - view.compoundPaddingBottom
        if (layout.height > room + 1) broken += "cut off below: ${name(view)}"
        for (line in 0 until layout.lineCount) {
            if (layout.getEllipsisCount(line) > 0) broken += "shortened: ${name(view)}"
            if (layout.getLineMax(line) > view.width - view.compoundPaddingLeft - view.compoundPaddingRight + 1 && !view.isHorizontallyScrollable) broken += "too wide: ${name(view)}"
        }
        // From right to left a field moves its text into view only once it is in a window.
        if (view is EditText && drawn.look.isMirrored) return
        seen(view)?.let { area -> contrast(view, area) }
    }

    /** The part of a view that is to be seen; nothing: none of it. */
    private fun seen(view: View): Rect? {
        val area = Rect(0, 0, view.width, view.height)
        var at: View = view
        while (true) {
            val parent = at.parent as? View ?: break
            area.offset(at.left - parent.scrollX, at.top - parent.scrollY)
            if (!area.intersect(0, 0, parent.width, parent.height)) return null
            at = parent
        }
        return area.takeIf { it.height() >= view.height && it.width() >= view.width }
    }

    /** The ground is what most pixels are; what is written is what stands out most from it. */
    private fun contrast(view: TextView, area: Rect) {
        val pixels = pixels(drawn.picture, area)
        pixels.sort()
        var (ground, most, from) = Triple(pixels[0], 0, 0)
        for (at in 1..pixels.size) if (at == pixels.size || pixels[at] != pixels[from]) {
            if (at - from > most) most = (at - from).also { ground = pixels[from] }
            from = at
        }
        var best = 1.0
        for (at in pixels.indices) if (at == 0 || pixels[at] != pixels[at - 1]) best = maxOf(best, contrast(pixels[at], ground))
        if (best < 4.5) broken += "hard to read, %.1f : 1: %s".format(java.util.Locale.ROOT, best, name(view))
    }

    private fun pixels(picture: Bitmap, area: Rect): IntArray {
        val all = IntArray(area.width() * area.height())
        picture.getPixels(all, 0, area.width(), area.left, area.top, area.width(), area.height())
        return all
    }

    companion object {
        /** The contrast of WCAG 2.2. */
        fun contrast(one: Int, other: Int): Double {
            val (here, there) = luminance(one) to luminance(other)
            return (maxOf(here, there) + 0.05) / (minOf(here, there) + 0.05)
        }

        private val LINEAR = DoubleArray(256) { val part = it / 255.0; if (part <= 0.04045) part / 12.92 else ((part + 0.055) / 1.055).pow(2.4) }

        private fun luminance(colour: Int): Double {
            return 0.2126 * LINEAR[colour shr 16 and 0xff] + 0.7152 * LINEAR[colour shr 8 and 0xff] + 0.0722 * LINEAR[colour and 0xff]
        }
    }
}

private val TextView.isHorizontallyScrollable: Boolean
    get() = this is EditText
