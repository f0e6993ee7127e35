package kz.arna.app.look

import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.Paint
import android.graphics.Path
import android.graphics.PixelFormat
import android.graphics.drawable.Drawable
import java.util.concurrent.ConcurrentHashMap

/** An icon of [side] pixels. */
class GlyphDrawable(private val glyph: Glyph, colour: Int, private val side: Int, private val isMirrored: Boolean) : Drawable() {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = colour
        strokeCap = Paint.Cap.ROUND
        strokeJoin = Paint.Join.ROUND
    }
    private val shapes = drawn.getOrPut(glyph) { glyph.shapes.map { Drawn(it) } }

    override fun draw(canvas: Canvas) {
        val scale = bounds.width() / Glyph.VIEW
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(scale, scale)
        if (glyph.isMirrored && isMirrored) canvas.scale(-1f, 1f, Glyph.VIEW / 2, 0f)
        for (shape in shapes) {
            paint.style = if (shape.stroke == null) Paint.Style.FILL else Paint.Style.STROKE
            paint.strokeWidth = shape.stroke ?: 0f
            canvas.drawPath(shape.path, paint)
        }
        canvas.restore()
    }

    override fun getIntrinsicWidth(): Int = side

    override fun getIntrinsicHeight(): Int = side

    override fun setAlpha(alpha: Int) {
        paint.alpha = alpha
    }

    override fun setColorFilter(filter: ColorFilter?) {
        paint.colorFilter = filter
    }

    @Deprecated("Nothing asks for it since API 29", ReplaceWith("PixelFormat.TRANSLUCENT"))
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT
}

/** A filled shape, or a line as wide as [stroke]. */
private class Drawn(told: String) {
    val stroke: Float? = told.substringBefore(' ').takeIf { it != "f" }?.toFloat()
    val path = path(told.substringAfter(' '))
}

/** The shapes of each icon that was drawn once: many rows have the same. */
private val drawn = ConcurrentHashMap<Glyph, List<Drawn>>()

/** A path of absolute M, L, C and Z, with spaces between everything. */
private fun path(told: String): Path {
    val parts = told.split(' ')
    val path = Path()
    var at = 0
    fun next() = parts[at++].toFloat()
    while (at < parts.size) {
        when (val command = parts[at++]) {
            "M" -> path.moveTo(next(), next())
            "L" -> path.lineTo(next(), next())
            "C" -> path.cubicTo(next(), next(), next(), next(), next(), next())
            "Z" -> path.close()
            else -> error("no command of an icon: $command")
        }
    }
    return path
}
