package kz.arna.app.part

import android.annotation.SuppressLint
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import kz.arna.app.look.Glyph
import kz.arna.app.look.Look
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.touchedRow
import kz.arna.ffi.Frame

/** The four places that are always one touch away. */
enum class Tab(val glyph: Glyph) {
    HOME(Glyph.NAV_HOME),
    SITES(Glyph.NAV_SITES),
    HISTORY(Glyph.NAV_HISTORY),
    SETTINGS(Glyph.NAV_SETTINGS),
    ;

    /** Its word. */
    fun word(frame: Frame): String = when (this) {
        HOME -> frame.home
        SITES -> frame.sites
        HISTORY -> frame.history
        SETTINGS -> frame.settings
    }
}

/** The tabs: below each other at the side of a lying screen, else beside each other below the page. */
internal fun Pen.tabs(chosen: Tab): View {
    val bar = LinearLayout(context)
    bar.orientation = if (look.isSideways) LinearLayout.VERTICAL else LinearLayout.HORIZONTAL
    bar.isBaselineAligned = false // as in every line
    for (tab in Tab.entries) {
        val view = tab(tab, tab == chosen)
        bar.addView(view, if (look.isSideways) LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f) else LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
    }
    bar.layoutParams = if (look.isSideways) {
        LinearLayout.LayoutParams(look.px(RAIL), MATCH_PARENT)
    } else {
        LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT)
    }
    if (!look.isSideways) bar.minimumHeight = look.px(Space.TABS)
    return bar
}

private fun Pen.tab(tab: Tab, isChosen: Boolean): View {
    val colour = if (isChosen) palette.water else palette.inkSoft
    val label = text(Type.TAB, tab.word(frame), colour)
    if (isChosen) label.typeface = look.face(Type.HEADING)
    label.gravity = Gravity.CENTER
    label.textAlignment = View.TEXT_ALIGNMENT_CENTER
    label.maxLines = 2
    val view = TabView(look, isChosen)
    view.addView(icon(tab.glyph, colour, ICON))
    view.addView(label, wide().apply { topMargin = look.px(GAP) })
    view.background = look.touchedRow()
    view.asButton { acts.tab(tab) }
    view.isSelected = isChosen
    return view.spoken(tab.word(frame))
}

/** A tab, with the mark of the chosen one on its edge to the page. */
@SuppressLint("ViewConstructor") // made in code only
private class TabView(private val look: Look, private val isChosen: Boolean) : LinearLayout(look.context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { color = look.palette.water }

    init {
        orientation = VERTICAL
        gravity = Gravity.CENTER
        minimumHeight = look.px(Space.TARGET_MIN)
        setPaddingRelative(look.px(2f), look.px(PAD), look.px(2f), look.px(PAD))
        setWillNotDraw(false)
    }

    override fun onDraw(canvas: Canvas) {
        if (!isChosen) return
        val (thick, round) = look.exact(THICK) to look.exact(THICK)
        canvas.save()
        if (look.isSideways) {
            val edge = if (look.isMirrored) 0f else width.toFloat()
            canvas.clipRect(0, 0, width, height)
            canvas.drawRoundRect(RectF(edge - thick, height * INSET, edge + thick, height * (1 - INSET)), round, round, paint)
        } else {
            canvas.clipRect(0, 0, width, height)
            canvas.drawRoundRect(RectF(width * INSET, -thick, width * (1 - INSET), thick), round, round, paint)
        }
        canvas.restore()
    }
}

private const val RAIL = 80f
private const val ICON = 24f
private const val GAP = 3f
private const val PAD = 8f
private const val THICK = 3f
private const val INSET = 0.22f
