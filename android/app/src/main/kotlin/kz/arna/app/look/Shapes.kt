package kz.arna.app.look

import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.StateListDrawable

/** A meander: two opposite corners large, the others small. Its large ones are top start and bottom end. */
fun Look.meander(shape: Shape, fill: Int?, stroke: Int? = null, width: Float = Lines.CONTROL_LINE): Drawable =
    GradientDrawable().apply {
        val (start, end, bottomEnd, bottomStart) = shape.corners.map { exact(it) }
        val corners = if (isMirrored) listOf(end, start, bottomStart, bottomEnd) else listOf(start, end, bottomEnd, bottomStart)
        cornerRadii = corners.flatMap { listOf(it, it) }.toFloatArray()
        fill?.let { setColor(it) }
        stroke?.let { setStroke(px(width), it) }
    }

/** What lies under something that is tapped: a tint while it is pressed, a line while a keyboard is on it. */
fun Look.touched(still: Drawable?, pressed: Drawable, focused: Drawable): Drawable = StateListDrawable().apply {
    addState(intArrayOf(android.R.attr.state_pressed), pressed)
    addState(intArrayOf(android.R.attr.state_focused), focused)
    still?.let { addState(intArrayOf(), it) }
}

/** The same for a whole row. */
fun Look.touchedRow(): Drawable {
    val line = GradientDrawable().apply { setStroke(px(Lines.SELECTED_LINE), palette.focus) }
    return touched(null, GradientDrawable().apply { setColor(palette.waterSoft) }, line)
}

/** The same for a meander. */
fun Look.touchedMeander(shape: Shape, fill: Int?, stroke: Int?, width: Float = Lines.CONTROL_LINE, pressed: Int = palette.waterSoft): Drawable =
    touched(
        meander(shape, fill, stroke, width),
        meander(shape, pressed, stroke, width),
        meander(shape, fill, palette.focus, Lines.SELECTED_LINE),
    )
