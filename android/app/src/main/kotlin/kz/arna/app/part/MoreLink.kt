package kz.arna.app.part

import android.annotation.SuppressLint
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import kz.arna.ffi.Action

/** What brings the next page of [rows], below them. */
internal class MoreLink(pen: Pen, more: Action, private val rows: LongRows) {
    /** It. */
    val view = pen.link(more) { pen.acts.asks(Ask.More) }

    /** Says how many more there are once rows came, the first of them at [row]; nothing: they are all there. */
    fun becomes(more: Action?, row: Int) {
        more?.let {
            view.says(it.label)
            view.contentDescription = it.spoken
        }
        val isHeard = view.isAccessibilityFocused
        when {
            isHeard || view.isFocused -> onceLaidOut {
                rows.view(row)?.takes(isHeard)
                if (more == null) view.visibility = View.GONE
            }
            more == null -> view.visibility = View.GONE
        }
    }

    /** Whoever was at the link goes on with the first of the rows that came, which stands in its place. */
    @SuppressLint("AccessibilityFocus") // whoever listened was on the link
    private fun View.takes(isHeard: Boolean) {
        if (isHeard) performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null) else requestFocus()
    }

    private fun onceLaidOut(act: () -> Unit) = rows.addOnLayoutChangeListener(object : View.OnLayoutChangeListener {
        override fun onLayoutChange(view: View, left: Int, top: Int, right: Int, bottom: Int, oldLeft: Int, oldTop: Int, oldRight: Int, oldBottom: Int) {
            rows.removeOnLayoutChangeListener(this)
            rows.post(act) // a page is not changed in the middle of its layout
        }
    })
}
