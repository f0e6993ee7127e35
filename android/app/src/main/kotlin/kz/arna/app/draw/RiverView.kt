package kz.arna.app.draw

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.text.TextPaint
import android.view.MotionEvent
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.LinearLayout
import kotlin.math.ceil
import kotlin.math.max
import kz.arna.app.look.Look
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.ffi.Day
import kz.arna.ffi.NetworkState

/**
 * Draws the calendar: a row a day, the newest on top, with a band as thick as what got through each hour.
 *
 * A finger anywhere takes the nearest day. Time runs from left to right in every language. Who listens hears a sentence a day.
 */
@SuppressLint("ViewConstructor") // made in code only
class RiverView(private val look: Look, private val days: List<Day>, private val pick: (String) -> Unit) : LinearLayout(look.context) {
    private val soft = TextPaint(TextPaint.ANTI_ALIAS_FLAG).apply {
        textSize = look.size(Type.TAB)
        typeface = look.face(Type.TAB)
        color = look.palette.inkSoft
    }
    private val strong = TextPaint(soft).apply {
        typeface = look.face(Type.HEADING)
        color = look.palette.ink
    }
    private val density = look.exact(1f)

    /** Width of the longest day's name, in pixels. */
    private val label = days.maxOfOrNull { strong.measureText(it.short) } ?: 0f
    private val row = max(look.px(Axis.DAY), ceil(soft.fontSpacing + density).toInt())
    private val foot = ceil(soft.fontSpacing + FOOT * density).toInt()

    init {
        orientation = VERTICAL
        layoutDirection = LAYOUT_DIRECTION_LTR
        setWillNotDraw(false)
        setPadding(0, look.px(TOP), 0, foot)
        days.forEach { addView(DayView(it), LayoutParams(LayoutParams.MATCH_PARENT, row)) }
    }

    private fun axis() = Axis(width / density, label / density)

    override fun onDraw(canvas: Canvas) {
        val axis = axis()
        val bottom = height - foot + look.px(TOP)
        for (hour in Axis.LINES) {
            val x = axis.at(hour) * density
            soft.color = look.palette.hairline
            canvas.drawRect(x - density / 2, look.exact(TOP / 2), x + density / 2, bottom.toFloat(), soft)
            soft.color = look.palette.inkSoft
            val word = hour.toString()
            val most = width - soft.measureText(word)
            canvas.drawText(word, (x - soft.measureText(word) / 2).coerceIn(0f, most), bottom - soft.ascent() + density, soft)
        }
    }

    @SuppressLint("ClickableViewAccessibility") // who does not touch has the arrows beside the day
    override fun onTouchEvent(event: MotionEvent): Boolean {
        if (days.isEmpty()) return false
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> parent?.requestDisallowInterceptTouchEvent(false)
            MotionEvent.ACTION_UP, MotionEvent.ACTION_MOVE -> {
                val at = ((event.y - paddingTop) / row).toInt().coerceIn(0, days.lastIndex)
                if (!days[at].isChosen && event.actionMasked == MotionEvent.ACTION_UP) pick(days[at].id)
            }
        }
        return true
    }

    /** A day: its name, and its hours. */
    @SuppressLint("ViewConstructor") // made in code only
    private inner class DayView(private val day: Day) : View(context) {
        init {
            contentDescription = day.spoken
            importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
            isSelected = day.isChosen
        }

        override fun onInitializeAccessibilityNodeInfo(info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(info)
            info.isSelected = day.isChosen
        }

        override fun onDraw(canvas: Canvas) {
            val brush = Brush(canvas)
            val axis = axis()
            val middle = height / density / 2
            canvas.save()
            canvas.scale(density, density)
            if (day.isChosen) brush.box(0f, 0f, width / density, height / density, 4f, look.palette.sunken)
            for (reach in reaches(day.hours)) brush.reach(look, reach.state, axis.at(reach.from), axis.at(reach.until), middle)
            canvas.restore()
            val paint = if (day.isChosen) strong else soft
            val baseline = height / 2f - (paint.ascent() + paint.descent()) / 2
            canvas.drawText(day.short, label - paint.measureText(day.short), baseline, paint)
        }
    }

    private companion object {
        const val TOP = 8f
        const val FOOT = 14f
    }
}

/** A stretch of time in one state, about [y]: the thicker, the more gets through. No state: nobody watched, which is never drawn as off. */
internal fun Brush.reach(look: Look, state: NetworkState?, from: Float, until: Float, y: Float) {
    val palette = look.palette
    val colour = state?.let { palette.of(it.family) } ?: palette.bed
    when (state) {
        NetworkState.ONLINE -> box(from, y - 6, until, y + 6, 0f, colour)
        NetworkState.INTERNATIONAL_CUT -> box(from, y - 3, until, y + 3, 0f, colour)
        NetworkState.WHITELIST_SHUTDOWN -> {
            box(from, y - 1.25f, until, y + 1.25f, 0f, colour)
            box(from, y - 8, from + 3, y + 8, 0f, colour)
        }
        NetworkState.NO_SERVICE -> outline(from, y - 6, until, y + 6, 0f, colour, 1.5f)
        NetworkState.CAPTIVE_PORTAL, NetworkState.OUT_OF_CREDIT -> {
            line(from, y - 3, until, y - 3, colour, 1.5f, isRound = false)
            line(from, y + 3, until, y + 3, colour, 1.5f, isRound = false)
        }
        NetworkState.UNKNOWN -> dashes(from + 4, until - 2, y, colour, 1.8f, 0.1f, 7f)
        null -> dashes(from + 4, until - 2, y, colour, 1.6f, 0.1f, 5.6f)
    }
}

/** The mark of a state, as a legend shows it. */
@SuppressLint("ViewConstructor") // made in code only
class ReachView(private val look: Look, private val state: NetworkState?) : View(look.context) {
    override fun onMeasure(widthSpec: Int, heightSpec: Int) = setMeasuredDimension(look.px(WIDTH), look.px(HEIGHT))

    override fun onDraw(canvas: Canvas) {
        canvas.scale(look.exact(1f), look.exact(1f))
        Brush(canvas).reach(look, state, 0f, WIDTH, HEIGHT / 2)
    }

    private companion object {
        const val WIDTH = 22f
        const val HEIGHT = 18f
    }
}
