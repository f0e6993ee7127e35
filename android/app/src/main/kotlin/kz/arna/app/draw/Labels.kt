package kz.arna.app.draw

import android.graphics.Canvas
import android.text.TextPaint
import android.text.TextUtils
import kotlin.math.ceil
import kotlin.math.max
import kotlin.math.min
import kz.arna.app.look.Look
import kz.arna.app.look.Type

/** Labels beside a picture: one at each side, others over a place. Those at the sides give way to those between. */
internal class Labels(private val look: Look) {
    /** A label over [x], counted from where reading begins. */
    class Label(val text: String, val x: Float, val isStrong: Boolean)

    private val soft = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        textSize = look.size(Type.STATION)
        typeface = look.face(Type.STATION)
        color = look.palette.inkSoft
    }
    private val strong = TextPaint(soft).apply {
        typeface = look.face(Type.HEADING)
        color = look.palette.ink
    }

    /** Height of the line. */
    val height = ceil(look.line(Type.STATION)).toInt()

    /** Draws them across [width] pixels. */
    fun draw(canvas: Canvas, width: Int, first: String, between: List<Label>, last: String?) {
        val apart = look.exact(APART)
        val start = look.margin.toFloat()
        val end = width - start
        val baseline = height / 2f - (soft.ascent() + soft.descent()) / 2
        var from = start
        fun put(text: String, paint: TextPaint, x: Float, room: Float): Float {
            val shown = TextUtils.ellipsize(text, paint, max(room, 0f), TextUtils.TruncateAt.END).toString()
            val long = paint.measureText(shown)
            canvas.drawText(shown, if (look.isMirrored) width - x - long else x, baseline, paint)
            return x + long
        }
        val lastLong = last?.let { soft.measureText(it) } ?: 0f
        val centred = between.mapIndexed { at, label ->
            val paint = if (label.isStrong) strong else soft
            val long = paint.measureText(label.text)
            val next = between.getOrNull(at + 1)
            // As much to each side of its place as there is, up to the next label or the edge.
            val most = if (next == null) end - if (last == null) 0f else lastLong + apart else (label.x + next.x) / 2 - apart / 2
            val x = min(label.x - long / 2, most - long)
            Triple(label, paint, max(x, start)) to most
        }
        val firstRoom = (centred.firstOrNull()?.first?.third ?: end) - apart - start
        if (firstRoom > soft.measureText(first) * ENOUGH) from = put(first, soft, start, firstRoom) + apart
        for ((placed, most) in centred) {
            val (label, paint, x) = placed
            from = put(label.text, paint, max(x, from), most - max(x, from)) + apart
        }
        last?.let { put(it, soft, max(end - lastLong, from), end - max(end - lastLong, from)) }
    }

    private companion object {
        const val APART = 8f

        /** A label of which less than this share would be seen is left out: the picture is spoken whole. */
        const val ENOUGH = 0.6f
    }
}
