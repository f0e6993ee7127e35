package kz.arna.app.part

import android.annotation.SuppressLint
import android.content.Context
import android.view.View
import android.widget.LinearLayout

/** What is there once it is asked for: its parts are made then, a few with each frame, and not before. */
@SuppressLint("ViewConstructor") // made in code only
internal class Folded(context: Context, private val parts: Iterator<View>) : LinearLayout(context) {
    private val next = Runnable { makes(FEW) }

    init {
        orientation = VERTICAL
        visibility = View.GONE
    }

    /** Unfolds it, or folds it again. */
    fun turns() {
        visibility = if (visibility == View.GONE) View.VISIBLE else View.GONE
        // What is in no window has no next frame.
        if (visibility == View.VISIBLE) makes(if (isAttachedToWindow) FEW else Int.MAX_VALUE)
    }

    /** Has all its parts, folded or not. */
    fun makesAll() = makes(Int.MAX_VALUE)

    private fun makes(most: Int) {
        removeCallbacks(next)
        var room = most
        while (parts.hasNext() && room-- > 0) parts.next().let { addView(it, it.layoutParams ?: wide()) }
        if (parts.hasNext()) postOnAnimation(next)
    }

    override fun onDetachedFromWindow() {
        super.onDetachedFromWindow()
        removeCallbacks(next)
    }

    private companion object {
        /** So many parts are made in a frame. */
        const val FEW = 4
    }
}

/** What is there once it is asked for. */
internal fun <T> Pen.folded(of: List<T>, make: (at: Int, one: T) -> View) = Folded(context, of.asSequence().mapIndexed(make).iterator())
