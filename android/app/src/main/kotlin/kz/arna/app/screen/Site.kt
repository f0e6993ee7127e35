package kz.arna.app.screen

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.text.Layout
import android.view.Gravity
import android.view.View
import kz.arna.app.draw.BandView
import kz.arna.app.draw.LadderView
import kz.arna.app.draw.StrandView
import kz.arna.app.look.Family
import kz.arna.app.look.Glyph
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.app.look.glyph
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.page
import kz.arna.app.part.pair
import kz.arna.app.part.spoken
import kz.arna.app.part.tag
import kz.arna.app.part.taking
import kz.arna.ffi.Band
import kz.arna.ffi.Does
import kz.arna.ffi.Said
import kz.arna.ffi.Site
import kz.arna.ffi.Step
import kz.arna.ffi.Sure

/** One site: the answer, how sure it is, since when, and what it stands on. */
internal fun Pen.site(site: Site, isUnfolded: Boolean = false): View {
    val side = look.margin
    val family = site.verdict.code.family
    // A reminder is the one thing to do, and a button by itself; two of equal rank stand beside each other.
    val isOne = site.again.does is Does.Remind
    val pair = if (isOne) null else pair(listOfNotNull(site.again, site.share))
    val dock = if (isOne) button(site.again) else pair!!.view
    val isInside = !isOne && pair!!.isStacked && look.isShort
    val body = buildList {
        add(head(site, family))
        add(StrandView(look, site.strand, family).around(top = look.px(14f)))
        add(text(Type.BODY, site.meaning).around(side, look.px(16f), side))
        site.how?.let { addAll(said(it)) }
        site.reason?.let { addAll(said(it)) }
        site.sure?.let { addAll(sure(it, family)) }
        if (site.since.isNotEmpty()) addAll(since(site))
        site.beside.forEach { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(8f), side)) }
        site.evidence?.let { addAll(evidence(site, it, isUnfolded)) }
        if (isOne) site.share?.let { add(button(it, Manner.SMALL).around(side, look.px(12f), side)) }
        if (isInside) add(dock.around(side, look.px(12f), side))
    }
    return page(Parts(top = backBar(), body = body, dock = dock.takeUnless { isInside }))
}

/** The name, the answer in its colour, where and when. */
private fun Pen.head(site: Site, family: Family): View {
    val side = look.margin
    val host = text(Type.ROW, site.host, sp = HOST)
    host.setOnLongClickListener { copy(site.host) }
    val line = line(host.taking(), site.tag?.let { tag(it) })
    val mark = icon(site.verdict.code.glyph, palette.of(family), MARK).around(top = look.px(2f), end = look.px(12f))
    val room = textRoom() - look.px(MARK + 12f)
    val answer = answer(site.verdict.word, site.spoken, palette.of(family), room)
    val verdict = line(mark, answer.taking()).apply { gravity = Gravity.TOP }
    val place = text(Type.DETAIL, site.place, palette.inkSoft)
    // All of it is spoken with the answer.
    for (said in listOf(host, place)) said.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    return column(
        line.around(side, look.px(2f), side),
        verdict.around(side, look.px(4f), side),
        place.takeIf { site.place.isNotEmpty() }?.around(side, look.px(6f), side),
    )
}

private fun Pen.copy(host: String): Boolean {
    val clipboard = context.getSystemService(Context.CLIPBOARD_SERVICE) as ClipboardManager
    clipboard.setPrimaryClip(ClipData.newPlainText("", host))
    return true
}

/** A title above what follows. */
private fun Pen.titled(word: String): View = text(Type.HEADING, word, palette.inkSoft).asHeading().around(look.margin, look.px(18f), look.margin, look.px(4f))

private fun Pen.said(said: Said): List<View> =
    listOf(titled(said.heading)) + said.sentences.map { text(Type.BODY, it).around(look.margin, 0, look.margin) }

/** How sure: a word, and always the same three steps. */
private fun Pen.sure(sure: Sure, family: Family): List<View> {
    val side = look.margin
    val word = text(Type.ROW, sure.word)
    val ladder = LadderView(look, sure.steps.map { it.isTaken }, family).around(side, look.px(8f), side, look.px(10f))
    return listOf(titled(sure.heading), word.around(side, 0, side), ladder) + sure.steps.map { step(it) }
}

private fun Pen.step(step: Step): View {
    val glyph = if (step.isTaken) Glyph.CHECK else Glyph.CLOCK
    val mark = icon(glyph, if (step.isTaken) palette.water else palette.inkSoft, STEP).around(top = look.px(1f), end = look.px(10f))
    val sentence = text(Type.DETAIL, step.sentence, sp = STEP_TEXT)
    val detail = step.detail?.let { text(Type.DETAIL, it, palette.inkSoft) }
    val line = line(mark, column(sentence, detail).taking()).apply { gravity = Gravity.TOP }
    return line.around(look.margin, 0, look.margin, look.px(8f)).spoken(listOfNotNull(step.sentence, step.detail).joinToString(" "))
}

/** Since when: a band for each network, the newest state beside its name. */
private fun Pen.since(site: Site): List<View> {
    val side = look.margin
    val dates = site.axis?.let { axis ->
        line(text(Type.STATION, axis.from, palette.inkSoft).taking(), text(Type.STATION, axis.until, palette.inkSoft)).around(side, 0, side).apply {
            // Time runs from left to right in every language.
            layoutDirection = View.LAYOUT_DIRECTION_LTR
        }
    }
    val caveats = site.caveats.map { text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(6f), side) }
    return listOf(titled(site.sinceTitle)) + site.since.map { band(it) } + listOfNotNull(dates) + caveats
}

private fun Pen.band(band: Band): View {
    val colour = palette.of(band.verdict.code.family)
    val network = text(Type.ROW, band.network)
    val word = text(Type.HEADING, band.verdict.word, colour)
    val mark = icon(band.verdict.code.glyph, colour, STEP).around(start = look.px(6f))
    val fits = Layout.getDesiredWidth(band.network, network.paint) + Layout.getDesiredWidth(band.verdict.word, word.paint) <
        textRoom() - look.px(STEP + 6f + 8f)
    val head = when {
        fits -> line(network.taking(), word, mark)
        else -> column(network, line(word.taking(), mark))
    }
    val view = column(head, BandView(look, band).around(top = look.px(4f), bottom = look.px(3f)), text(Type.DETAIL, band.sentence, palette.inkSoft))
    return view.around(look.margin, look.px(8f), look.margin, look.px(8f)).spoken(band.spoken)
}

private const val HOST = 17f
private const val MARK = 34f
private const val STEP = 20f
private const val STEP_TEXT = 15f
