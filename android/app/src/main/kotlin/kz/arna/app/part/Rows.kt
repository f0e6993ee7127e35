package kz.arna.app.part

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import kz.arna.app.look.Glyph
import kz.arna.app.look.Look
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.touchedRow
import kz.arna.ffi.Row

/** Rows below each other, divided by lines that begin where their texts do. */
internal fun Pen.rows(rows: List<Row>, isPlain: Boolean = false): View = column().apply {
    rows.forEachIndexed { at, row -> addView(row(row, isDivided = at > 0, isPlain), wide()) }
}

/** The same, where they may be many: each is made when it comes near what is seen. [isFirst]: no row stands above them. */
internal fun Pen.lateRows(rows: List<Row>, isPlain: Boolean = false, isFirst: Boolean = true): List<Late> =
    rows.mapIndexed { at, row -> Late(row, row.goes ?: row.title) { row(row, isDivided = at > 0 || !isFirst, isPlain) } }

/** A row: one sentence to who listens, one target to who taps. A plain one has its title in the weight of text. */
internal fun Pen.row(row: Row, isDivided: Boolean = false, isPlain: Boolean = false, end: Glyph? = Glyph.NEXT, tap: (() -> Unit)? = null): View {
    val title = if (isPlain) text(Type.BODY, row.title) else text(Type.ROW, row.title)
    val detail = row.detail?.let { text(Type.DETAIL, it, palette.inkSoft) }
    val view = RowLine(look, isDivided)
    val mark = row.mark.shown()
    if (mark != null) view.addView(mark(mark))
    view.addView(column(title, detail).taking())
    row.count?.let { count ->
        val number = text(Type.COUNT, count)
        number.fontFeatureSettings = "tnum"
        view.addView(number.around(start = look.px(Space.ROW_GAP)), number.layoutParams.apply { width = WRAP_CONTENT })
    }
    val act = tap ?: row.goes?.let { goes -> { acts.goes(goes) } }
    if (act != null) {
        if (end != null) view.addView(icon(end, palette.control, CHEVRON).around(start = look.px(Space.ROW_GAP)))
        view.background = look.touchedRow()
        view.asButton(act)
    }
    return view.spoken(row.spoken)
}

/** An icon in the place that all have before a row, so that texts stand below each other. */
private fun Pen.mark(mark: Shown): View {
    val colour = mark.family?.let { palette.of(it) } ?: palette.inkSoft
    val view = icon(mark.glyph, colour, mark.side)
    val room = look.px(MARK)
    val side = look.px(mark.side)
    val start = (room - side) / 2
    return view.around(start = start, end = room - side - start + look.px(Space.ROW_GAP))
}

/** A row's own layout, with the line above it. */
@SuppressLint("ViewConstructor") // made in code only
private class RowLine(private val look: Look, private val isDivided: Boolean) : LinearLayout(look.context) {
    private val line = Paint().apply { color = look.palette.hairline }

    init {
        gravity = Gravity.CENTER_VERTICAL
        isBaselineAligned = false // as in every line
        minimumHeight = look.px(Space.ROW_MIN)
        setPaddingRelative(look.margin, look.px(PAD), look.margin, look.px(PAD))
        setWillNotDraw(false)
    }

    override fun onDraw(canvas: Canvas) {
        if (!isDivided) return
        val first = getChildAt(if (childCount > 1 && getChildAt(0) !is LinearLayout) 1 else 0)
        val high = look.exact(1f).coerceAtLeast(1f)
        if (look.isMirrored) canvas.drawRect(0f, 0f, first.right.toFloat(), high, line) else canvas.drawRect(first.left.toFloat(), 0f, width.toFloat(), high, line)
    }
}

private const val PAD = 8f
private const val MARK = 28f
private const val CHEVRON = 20f
