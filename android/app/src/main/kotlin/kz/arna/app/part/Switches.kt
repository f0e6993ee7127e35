package kz.arna.app.part

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.view.Gravity
import android.view.View
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.LinearLayout
import kz.arna.app.look.Look
import kz.arna.app.look.Shape
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.meander
import kz.arna.app.look.touchedRow
import kz.arna.ffi.Switched

/** A switch: where its knob is says whether it is on. Partly on, the knob is in the middle. */
@SuppressLint("ViewConstructor") // made in code only
internal class SwitchView(private val look: Look, private val state: Switched) : View(look.context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    private val ground = look.meander(Shape.SWITCH, if (state == Switched.OFF) null else look.palette.water, look.palette.control.takeIf { state == Switched.OFF }, 2f)

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) = setMeasuredDimension(look.px(WIDTH), look.px(HEIGHT))

    override fun onDraw(canvas: Canvas) {
        ground.setBounds(0, 0, width, height)
        ground.draw(canvas)
        val at = when (state) {
            Switched.OFF -> 6f
            Switched.PARTLY -> 18f
            Switched.ON -> 30f
        }
        paint.color = if (state == Switched.OFF) look.palette.control else look.palette.onWater
        canvas.save()
        if (look.isMirrored) canvas.scale(-1f, 1f, width / 2f, 0f)
        val knob = RectF(look.exact(at), look.exact(6f), look.exact(at + 16f), look.exact(22f))
        if (state == Switched.PARTLY) knob.inset(0f, look.exact(5f))
        canvas.drawRoundRect(knob, look.exact(4f), look.exact(4f), paint)
        canvas.restore()
    }

    private companion object {
        const val WIDTH = 52f
        const val HEIGHT = 28f
    }
}

/** A row that is switched; where [open] is, its text leads there, and the switch alone switches. */
internal fun Pen.switched(title: String, detail: String?, state: Switched, spoken: String, isDivided: Boolean, flip: (() -> Unit)?, open: (() -> Unit)? = null): View {
    val told = column(text(Type.ROW, title), detail?.let { text(Type.DETAIL, it, palette.inkSoft) })
    val pad = look.px(PAD)
    val switch = flip?.let { SwitchView(look, state) }
    val row = line()
    row.minimumHeight = look.px(Space.ROW_MIN)
    if (open == null || switch == null) {
        row.addView(told.taking())
        switch?.let { row.addView(it, LinearLayout.LayoutParams(LinearLayout.LayoutParams.WRAP_CONTENT, LinearLayout.LayoutParams.WRAP_CONTENT).apply { marginStart = look.px(Space.ROW_GAP) }) }
        row.inside(look.margin, pad, look.margin, pad)
        row.background = look.touchedRow()
        val tap = flip ?: open
        if (tap != null) {
            row.isFocusable = true
            row.setOnClickListener { tap() }
            if (flip != null) row.asSwitch(state)
        }
        row.spoken(spoken)
    } else {
        told.inside(look.margin, pad, look.px(Space.ROW_GAP), pad)
        told.minimumHeight = look.px(Space.ROW_MIN)
        told.gravity = Gravity.CENTER_VERTICAL
        told.background = look.touchedRow()
        told.asButton(open)
        told.spoken(spoken)
        row.addView(told.taking())
        val target = line(switch)
        target.gravity = Gravity.CENTER
        target.minimumHeight = look.px(Space.TARGET_MIN)
        target.background = look.touchedRow()
        target.inside(look.px(8f), 0, look.margin, 0)
        target.isFocusable = true
        target.setOnClickListener { flip() }
        target.asSwitch(state)
        target.spoken(title)
        row.addView(target, LinearLayout.LayoutParams(LinearLayout.LayoutParams.WRAP_CONTENT, LinearLayout.LayoutParams.MATCH_PARENT))
    }
    if (!isDivided) return row.apply { layoutParams = wide() }
    return column(rule().around(look.margin), row.apply { layoutParams = wide() })
}

private fun View.asSwitch(state: Switched) {
    accessibilityDelegate = object : View.AccessibilityDelegate() {
        override fun onInitializeAccessibilityNodeInfo(host: View, info: AccessibilityNodeInfo) {
            super.onInitializeAccessibilityNodeInfo(host, info)
            info.className = "android.widget.Switch"
            info.isCheckable = true
            info.isChecked = state == Switched.ON
        }
    }
}

private const val PAD = 8f
