package kz.arna.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.view.View
import kz.arna.app.look.Family
import kz.arna.app.look.Look

/** Draws how many of the steps of certainty are taken: a bar of as many pieces. The steps stand below it in words. */
@SuppressLint("ViewConstructor") // made in code only
class LadderView(private val look: Look, private val taken: List<Boolean>, private val family: Family) : View(look.context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) = setMeasuredDimension(MeasureSpec.getSize(widthSpec), look.px(HEIGHT))

    override fun onDraw(canvas: Canvas) {
        val gap = look.exact(GAP)
        val piece = (width - gap * (taken.size - 1)) / taken.size
        if (look.isMirrored) canvas.scale(-1f, 1f, width / 2f, 0f)
        taken.forEachIndexed { at, isTaken ->
            val from = at * (piece + gap)
            paint.color = if (isTaken) look.palette.of(family) else look.palette.hairline
            val (large, small) = look.exact(LARGE) to look.exact(SMALL)
            // The meander, over all of them.
            val corners = FloatArray(8)
            if (at == 0) corners.fill(large, 0, 2).also { corners.fill(small, 6, 8) }
            if (at == taken.lastIndex) corners.fill(large, 2, 4).also { corners.fill(small, 4, 6) }
            canvas.drawPath(Path().apply { addRoundRect(RectF(from, 0f, from + piece, height.toFloat()), corners, Path.Direction.CW) }, paint)
        }
    }

    private companion object {
        const val HEIGHT = 8f
        const val GAP = 4f
        const val LARGE = 5f
        const val SMALL = 2f
    }
}
