package kz.arna.app.part

import android.graphics.drawable.Drawable
import android.text.Layout
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.LinearLayout
import android.widget.TextView
import kz.arna.app.look.Shape
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.meander
import kz.arna.app.look.touchedMeander
import kz.arna.ffi.Action

/** How a button looks. */
internal enum class Manner {
    /** The one action of a screen. */
    MAIN,

    /** Stops something, or is one of two. */
    OUTLINED,

    /** One of two, smaller. */
    SMALL,
}

/** A button across the page, with what it costs in its second line. */
internal fun Pen.button(action: Action, manner: Manner = Manner.MAIN, tap: () -> Unit = { acts.does(action.does) }): View {
    val isMain = manner == Manner.MAIN
    val shape = if (manner == Manner.SMALL) Shape.BUTTON_SMALL else Shape.BUTTON
    val ink = when {
        !action.isEnabled -> palette.inkSoft
        isMain -> palette.onWater
        else -> palette.ink
    }
    val size = if (manner == Manner.SMALL) SMALL_LABEL else Type.BUTTON.size
    val label = text(Type.BUTTON, action.label, ink, size)
    // What a button says at its largest fits no second line; it is spoken all the same.
    val detail = action.detail?.takeUnless { look.isLarge }?.let { text(Type.BUTTON_DETAIL, it, ink) }
    val view = line(column(label, detail).taking())
    action.does.glyph?.let { view.addView(icon(it, ink, ICON).around(start = look.px(GAP))) }
    view.minimumHeight = look.px(if (manner == Manner.SMALL || look.isSideways) Space.BUTTON_SMALL else Space.BUTTON)
    val side = look.px(if (manner == Manner.SMALL) SMALL_SIDE else SIDE)
    view.inside(side, look.px(if (manner == Manner.SMALL) 6f else 8f), side, look.px(if (manner == Manner.SMALL) 6f else 8f))
    view.background = ground(action, isMain, shape)
    view.asButton(tap)
    view.isEnabled = action.isEnabled
    return view.spoken(action.spoken)
}

private fun Pen.ground(action: Action, isMain: Boolean, shape: Shape): Drawable = when {
    !action.isEnabled -> look.meander(shape, palette.sunken)
    isMain -> look.touchedMeander(shape, palette.water, null, pressed = pressed())
    else -> look.touchedMeander(shape, null, palette.control)
}

/** Water while it is pressed: a tenth of what stands on it is mixed in. */
private fun Pen.pressed(): Int {
    fun mixed(shift: Int) = ((palette.water shr shift and 0xff) * 9 + (palette.onWater shr shift and 0xff)) / 10 shl shift
    return 0xff shl 24 or mixed(16) or mixed(8) or mixed(0)
}

/** A second, quieter way: a word alone. */
internal fun Pen.link(action: Action, tap: () -> Unit = { acts.does(action.does) }): TextView =
    text(Type.ROW, action.label, if (action.isEnabled) palette.water else palette.inkSoft).apply {
        gravity = Gravity.CENTER
        textAlignment = View.TEXT_ALIGNMENT_CENTER
        minimumHeight = look.px(Space.TARGET_MIN)
        contentDescription = action.spoken
        background = look.touchedMeander(Shape.BUTTON_SMALL, null, null)
        asButton(tap)
        isEnabled = action.isEnabled
    }

/** Two buttons: beside each other where both labels fit on one line, else stacked. */
internal class Pair(val view: View, val isStacked: Boolean)

/** Buttons of equal rank. */
internal fun Pen.pair(actions: List<Action>): Pair {
    val room = (textRoom() - look.px(BETWEEN) * (actions.size - 1)) / actions.size - 2 * look.px(SMALL_SIDE) - look.px(ICON + GAP)
    val paint = text(Type.BUTTON, "", sp = SMALL_LABEL).paint
    val fits = actions.all { Layout.getDesiredWidth(it.label, paint) <= room && (it.detail == null || look.isLarge) }
    val buttons = actions.map { button(it, Manner.SMALL) }
    if (actions.size == 1 || !fits) {
        val view = column()
        buttons.forEachIndexed { at, button -> view.addView(button.around(top = if (at > 0) look.px(BETWEEN) else 0)) }
        return Pair(view, isStacked = actions.size > 1)
    }
    val view = line()
    buttons.forEachIndexed { at, button ->
        view.addView(button, LinearLayout.LayoutParams(0, MATCH_PARENT, 1f).apply { marginStart = if (at > 0) look.px(BETWEEN) else 0 })
    }
    return Pair(view, isStacked = false)
}

private const val SMALL_LABEL = 16f
private const val SIDE = 20f
private const val SMALL_SIDE = 16f
private const val ICON = 28f
private const val GAP = 12f
private const val BETWEEN = 10f
