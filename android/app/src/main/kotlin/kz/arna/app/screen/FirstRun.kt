package kz.arna.app.screen

import android.graphics.drawable.GradientDrawable
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import kz.arna.app.draw.ChannelView
import kz.arna.app.look.Glyph
import kz.arna.app.look.Picture
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.part.Ask
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.button
import kz.arna.app.part.card
import kz.arna.app.part.folded
import kz.arna.app.part.inside
import kz.arna.app.part.link
import kz.arna.app.part.network
import kz.arna.app.part.page
import kz.arna.app.part.row
import kz.arna.app.part.shown
import kz.arna.app.part.taking
import kz.arna.app.part.wide
import kz.arna.ffi.FirstRun
import kz.arna.ffi.Goes
import kz.arna.ffi.Row
import kz.arna.ffi.StrandCount
import kz.arna.ffi.StrandKind
import kz.arna.ffi.Strands

/** The first run: five steps, so that nobody tests without knowing who sees it. */
internal fun Pen.firstRun(first: FirstRun): View = if (first.step.toInt() == 1) language(first) else step(first)

/** The first step: the app's own picture, its name, and a button for each language. */
private fun Pen.language(first: FirstRun): View {
    val side = look.margin
    val picture = ChannelView(look, SIGN, Picture.HEIGHT_SIGN, Picture.HEIGHT_FROM_SCALE_1_6, hasLabels = false)
    picture.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    if (!look.isSideways) picture.around(top = look.px(if (look.isShort) 16f else 56f))
    val name = text(Type.ANSWER, first.answer, sp = NAME).around(side, look.px(if (look.isSideways) 8f else 24f), side)
    val lines = first.sentences.map { text(Type.BODY, it.title, palette.inkSoft).around(side, 0, side) }
    val cards = column()
    first.choices.forEachIndexed { at, choice ->
        cards.addView(card(choice, isRadio = false) { acts.asks(Ask.Choice(choice.id)) }.around(top = if (at > 0) look.px(12f) else 0))
    }
    return page(Parts(picture = picture, body = listOf(name) + lines, dock = cards))
}

private fun Pen.step(first: FirstRun): View {
    val side = look.margin
    val chooser = first.network?.let { network(it, null) }
    val picture = first.picture?.let { ChannelView(look, it, Picture.HEIGHT_BORDER, Picture.HEIGHT_FROM_SCALE_1_6) }
    val body = buildList {
        add(chooser?.bar)
        add(chooser?.choices)
        add(answer(first.answer).around(side, look.px(if (picture == null) 12f else 20f), side))
        first.lead?.let { add(text(if (picture == null) Type.READING else Type.BODY, it, if (picture == null) palette.ink else palette.inkSoft).around(side, look.px(if (picture == null) 14f else 6f), side, look.px(4f))) }
        first.sentences.forEachIndexed { at, sentence -> add(sentence(sentence).around(side, look.px(if (at == 0) 26f else 22f), side)) }
        first.choices.forEachIndexed { at, choice -> add(card(choice, isRadio = true) { acts.asks(Ask.Choice(choice.id)) }.around(side, look.px(if (at == 0) 12f else 10f), side)) }
        first.reply?.let { add(note(it, palette.ink)) }
        first.hint?.let { add(note(it, palette.inkSoft)) }
        addAll(rows(first))
    }
    val next = first.next?.let { button(it) }
    val dock = if (first.leave == null) next else column(next, link(first.leave!!).around(top = look.px(4f)))
    return page(Parts(top = pieces(first), picture = picture, body = body, dock = dock))
}

/** How far it is: a piece for every step but the choice of the language. */
private fun Pen.pieces(first: FirstRun): View {
    val line = line()
    for (piece in 2..first.steps.toInt()) {
        val view = View(context)
        view.background = GradientDrawable().apply {
            cornerRadius = look.exact(2f)
            setColor(if (piece <= first.step.toInt()) palette.water else palette.hairline)
        }
        line.addView(view, LinearLayout.LayoutParams(0, look.px(4f), 1f).apply { marginStart = if (piece == 2) 0 else look.px(6f) })
    }
    line.minimumHeight = look.px(Space.TOP_BAR)
    return line.inside(start = look.margin, end = look.margin).apply { layoutParams = wide() }
}

/** A sentence to be read, with its icon. */
private fun Pen.sentence(row: Row): View {
    val mark = row.mark.shown()?.let { icon(it.glyph, palette.water, SENTENCE).around(end = look.px(16f)) }
    return line(mark, text(Type.READING, row.title).taking()).apply { gravity = Gravity.TOP }
}

private fun Pen.note(sentence: String, colour: Int): View {
    val mark = icon(Glyph.INFO, colour, NOTE).around(top = look.px(1f), end = look.px(10f))
    return line(mark, text(Type.DETAIL, sentence, colour, sp = 15f).taking()).apply { gravity = Gravity.TOP }.around(look.margin, look.px(18f), look.margin)
}

/** Rows that lead to more; whom a test contacts unfolds in its place. */
private fun Pen.rows(first: FirstRun): List<View> {
    val contacts = first.contacts?.let { fold ->
        folded(listOf(fold.detail) + fold.rows + fold.foot) { _, told ->
            text(Type.DETAIL, told, palette.inkSoft).around(look.px(62f), look.px(2f), look.margin, look.px(4f))
        }
    }
    return first.rows.flatMapIndexed { at, row ->
        val unfolds = row.goes is Goes.Contacts && contacts != null
        val tap: (() -> Unit)? = if (unfolds) ({ contacts!!.turns() }) else null
        val view = row(row, isDivided = at > 0, end = if (unfolds) Glyph.DOWN else Glyph.NEXT, tap = tap)
        if (at == 0) view.around(top = look.px(12f))
        listOfNotNull(view, contacts.takeIf { unfolds })
    }
}

/** The app's sign: one strand of two dozen is stopped. It tells of no network. */
private val SIGN = Strands(
    kinds = listOf(StrandCount(StrandKind.OPEN, 8u), StrandCount(StrandKind.BLOCKED, 1u), StrandCount(StrandKind.OPEN, 14u)),
    you = "",
    gate = "",
    beyond = "",
    border = null,
    spoken = "",
)

private const val NAME = 40f
private const val SENTENCE = 30f
private const val NOTE = 20f
