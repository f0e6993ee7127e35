package kz.arna.app.part

import android.animation.ValueAnimator
import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.view.Gravity
import android.view.MotionEvent
import android.view.animation.LinearInterpolator
import android.widget.LinearLayout
import kz.arna.app.look.Glyph
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.ffi.WipeRow

/**
 * The row that erases everything: it has to be held, and a line fills it meanwhile. Who cannot hold it, and who listens, is
 * asked instead.
 */
@SuppressLint("ViewConstructor") // made in code only
internal class HoldRow(private val pen: Pen, private val wipe: WipeRow) : LinearLayout(pen.context) {
    private val look = pen.look
    private val detail = pen.text(Type.DETAIL, wipe.hold.detail.orEmpty(), look.palette.inkSoft)
    private val paint = Paint().apply { color = look.palette.danger }
    private var filled = 0f
    private var holding: ValueAnimator? = null

    init {
        gravity = Gravity.CENTER_VERTICAL
        minimumHeight = look.px(Space.ROW_MIN)
        setPaddingRelative(look.margin, look.px(8f), look.margin, look.px(8f))
        setWillNotDraw(false)
        addView(pen.icon(Glyph.WIPE, look.palette.danger, ICON).around(start = look.px(1f), end = look.px(Space.ROW_GAP + 1f)))
        addView(pen.column(pen.text(Type.ROW, wipe.hold.label, look.palette.danger), detail).taking())
        isClickable = true
        asButton { pen.acts.asks(Ask.Confirm(wipe.confirm)) }
        spoken(wipe.hold.spoken)
    }

    override fun onDraw(canvas: Canvas) {
        if (filled > 0f) canvas.drawRect(0f, height - look.exact(LINE), width * filled, height.toFloat(), paint)
    }

    @SuppressLint("ClickableViewAccessibility") // a click by who listens asks instead
    override fun onTouchEvent(event: MotionEvent): Boolean {
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> hold()
            MotionEvent.ACTION_UP, MotionEvent.ACTION_CANCEL -> letGo()
        }
        return true
    }

    private fun hold() {
        detail.text = wipe.holding
        // Not by the speed that animations are set to: three seconds are three seconds.
        val end = Runnable {
            letGo()
            pen.acts.does(wipe.hold.does)
        }
        postDelayed(end, wipe.holdMs.toLong())
        tag = end
        holding = ValueAnimator.ofFloat(0f, 1f).apply {
            duration = wipe.holdMs.toLong()
            interpolator = LinearInterpolator()
            addUpdateListener {
                filled = it.animatedValue as Float
                invalidate()
            }
            start()
        }
    }

    private fun letGo() {
        (tag as? Runnable)?.let { removeCallbacks(it) }
        holding?.cancel()
        filled = 0f
        detail.text = wipe.hold.detail.orEmpty()
        invalidate()
    }

    private companion object {
        const val ICON = 26f
        const val LINE = 4f
    }
}
