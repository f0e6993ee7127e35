package kz.arna.app.screen

import android.text.InputType
import android.view.Gravity
import android.view.View
import kz.arna.app.R
import kz.arna.app.look.Type
import kz.arna.app.part.Ask
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.field
import kz.arna.app.part.framed
import kz.arna.app.part.held
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.ffi.AddingSites

/** Where sites are typed, pasted and read from files: what was understood, and each mistake with its line. */
internal fun Pen.adding(adding: AddingSites, text: String, name: String?): View {
    val side = look.margin
    val called = name ?: adding.name.orEmpty()
    val body = buildList {
        val given = adding.held?.let { held(it) { acts.asks(Ask.Typed("")) } } ?: framed(typed(text, adding.hint))
        add(given.around(side, look.px(4f), side))
        add(button(adding.open, Manner.SMALL).around(side, look.px(10f), side))
        adding.answer?.let { add(answer(it, isSmall = true).around(side, look.px(18f), side)) }
        adding.notes.forEach { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(6f), side)) }
        adding.wrong?.let { wrong ->
            add(text(Type.HEADING, wrong.heading, palette.inkSoft).asHeading().around(side, look.px(16f), side))
            add(rows(wrong.rows, isPlain = true))
            wrong.more?.let { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(4f), side)) }
        }
        if (adding.rows.isNotEmpty()) {
            val title = field(called, adding.nameHint, InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES) { acts.asks(Ask.Named(it)) }
            title.id = R.id.name
            add(framed(title).around(side, look.px(16f), side))
            add(rows(adding.rows, isPlain = true).around(top = look.px(8f)))
        }
        adding.more?.let { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(4f), side)) }
    }
    return page(Parts(top = backBar(adding.heading), body = body, dock = button(adding.add)))
}

/** The field of many lines. A list that is too long for it is given whole, as a file is. */
private fun Pen.typed(text: String, hint: String): View {
    val typed = { all: String -> acts.asks(Ask.Typed(all)) }
    val field = field(text, hint, InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_MULTI_LINE or InputType.TYPE_TEXT_VARIATION_URI, long = typed, typed = typed)
    field.id = R.id.field
    field.gravity = Gravity.TOP or Gravity.START
    field.minLines = LINES
    field.maxLines = MOST_LINES
    return field
}

private const val LINES = 4
private const val MOST_LINES = 8
