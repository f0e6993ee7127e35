package kz.arna.app.screen

import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import kz.arna.app.look.Glyph
import kz.arna.app.look.Type
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.around
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.page
import kz.arna.ffi.Trouble

/** What stands in the place of a screen that cannot be shown: a sentence, and one button that helps. */
internal fun Pen.trouble(trouble: Trouble, tab: Tab? = null): View = instead(Glyph.INFO, trouble, tab)

/** The same where the key to what is kept cannot be had now: the mark, and nothing of what is kept. */
internal fun Pen.locked(trouble: Trouble): View = instead(Glyph.MARK, trouble, null)

private fun Pen.instead(glyph: Glyph, trouble: Trouble, tab: Tab?): View = page(
    Parts(
        top = if (tab == null && glyph != Glyph.MARK) backBar() else null,
        body = listOf(sign(glyph), answer(trouble.sentence, isSmall = true).around(look.margin, look.px(20f), look.margin)),
        dock = trouble.action?.let { button(it) },
        tab = tab,
    ),
)

/** What stands there while something takes a while. */
internal fun Pen.working(sentence: String, tab: Tab? = null): View {
    val said = text(Type.BODY, sentence, palette.inkSoft).around(look.margin, look.px(20f), look.margin)
    said.accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
    return page(Parts(body = listOf(sign(Glyph.MARK), said), tab = tab))
}

private fun Pen.sign(glyph: Glyph): View {
    val sign = icon(glyph, if (glyph == Glyph.MARK) palette.water else palette.inkSoft, SIGN)
    sign.layoutParams = LinearLayout.LayoutParams(look.px(SIGN), look.px(SIGN)).apply { gravity = Gravity.START }
    return sign.around(look.margin, look.px(72f))
}

private const val SIGN = 48f
