package kz.arna.app.screen

import android.text.Layout
import android.text.SpannableString
import android.view.Gravity
import android.view.View
import android.widget.TextView
import kz.arna.app.look.Type
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.backBar
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.ffi.ShownLicence

/** A licence, in the words of whoever gave it. */
internal fun Pen.licence(licence: ShownLicence): View {
    val side = look.margin
    val body = buildList {
        add(rows(licence.rows))
        add(text(Type.DETAIL, licence.lead, palette.inkSoft).around(side, look.px(8f), side))
        for (one in licence.texts) {
            add(text(Type.HEADING, one.name, palette.inkSoft).asHeading().around(side, look.px(18f), side))
            add(asWritten(one.text).around(side, look.px(4f), side))
        }
    }
    return page(Parts(top = backBar(licence.heading), body = body))
}

/** A text of somebody else's, to the letter, which can be selected as a whole. */
private fun Pen.asWritten(words: String): TextView = text(Type.DETAIL, SpannableString(words)).apply {
    // It is long: lines are not weighed against each other.
    breakStrategy = Layout.BREAK_STRATEGY_SIMPLE
    setTextIsSelectable(true)
    gravity = Gravity.CENTER_VERTICAL
    minimumHeight = look.px(TARGET)
}

private const val TARGET = 48f
