package kz.arna.app.draw

import android.graphics.Canvas
import android.graphics.Color
import android.graphics.DashPathEffect
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF

/** Draws lines, dots, bars and rings; all lengths in dp. */
internal class Brush(private val canvas: Canvas) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { strokeCap = Paint.Cap.ROUND }
    private val box = RectF()

    private fun line(colour: Int, width: Float) = paint.apply {
        style = Paint.Style.STROKE
        color = colour
        strokeWidth = width
        pathEffect = null
        strokeCap = Paint.Cap.ROUND
    }

    private fun fill(colour: Int) = paint.apply {
        style = Paint.Style.FILL
        color = colour
    }

    /** A line along a path. */
    fun path(path: Path, colour: Int, width: Float) = canvas.drawPath(path, line(colour, width))

    /** A body of a path. */
    fun body(path: Path, colour: Int) = canvas.drawPath(path, fill(colour))

    /** A line. */
    fun line(fromX: Float, fromY: Float, toX: Float, toY: Float, colour: Int, width: Float, isRound: Boolean = true) {
        line(colour, width).strokeCap = if (isRound) Paint.Cap.ROUND else Paint.Cap.BUTT
        canvas.drawLine(fromX, fromY, toX, toY, paint)
    }

    /** Dashes of a length, one begins so much after the other ends; a length near nothing makes dots. */
    fun dashes(fromX: Float, toX: Float, y: Float, colour: Int, width: Float, on: Float, off: Float) {
        if (toX <= fromX) return
        line(colour, width).pathEffect = DashPathEffect(floatArrayOf(on, off), 0f)
        canvas.drawLine(fromX, y, toX, y, paint)
    }

    /** A box with round corners, about a point. */
    fun bar(x: Float, y: Float, width: Float, height: Float, round: Float, colour: Int) {
        box.set(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        canvas.drawRoundRect(box, round, round, fill(colour))
    }

    /** A box by its edges. */
    fun box(left: Float, top: Float, right: Float, bottom: Float, round: Float, colour: Int) {
        box.set(left, top, right, bottom)
        canvas.drawRoundRect(box, round, round, fill(colour))
    }

    /** The outline of a box, inside its edges. */
    fun outline(left: Float, top: Float, right: Float, bottom: Float, round: Float, colour: Int, width: Float) {
        box.set(left + width / 2, top + width / 2, right - width / 2, bottom - width / 2)
        canvas.drawRoundRect(box, round, round, line(colour, width))
    }

    /** A disc. */
    fun disc(x: Float, y: Float, radius: Float, colour: Int) = canvas.drawCircle(x, y, radius, fill(colour))

    /** A ring, with the ground in it. */
    fun ring(x: Float, y: Float, radius: Float, colour: Int, width: Float, ground: Int) {
        disc(x, y, radius, ground)
        canvas.drawCircle(x, y, radius, line(colour, width))
    }
}

/** A colour that lets this share of what is below it through. */
internal fun Int.faint(opacity: Float): Int = Color.argb((opacity * 255).toInt(), Color.red(this), Color.green(this), Color.blue(this))
