package kz.arna.app.screen

import android.view.View
import kz.arna.app.look.Glyph
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.app.part.Ask
import kz.arna.app.part.Growing
import kz.arna.app.part.Late
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.button
import kz.arna.app.part.chips
import kz.arna.app.part.choices
import kz.arna.app.part.chooser
import kz.arna.app.part.grows
import kz.arna.app.part.lateRows
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.row
import kz.arna.app.part.search
import kz.arna.app.part.spoken
import kz.arna.app.part.tag
import kz.arna.app.part.taking
import kz.arna.app.part.titleBar
import kz.arna.ffi.Results
import kz.arna.ffi.VerdictGroup

/** The sites of a run: which, how, since when. */
internal fun Pen.results(results: Results): View = ResultsPage(this, results).view

/** The same, where more of them may come. */
internal class ResultsPage(private val pen: Pen, results: Results) : Growing<Results> {
    override val rows = pen.longRows(pen.sites(results))
    private val counts = results.groups().map { it.size }.toIntArray()
    override val view = pen.page(results, rows, onEnd(results))

    override fun adds(rest: Results) {
        var at = 0
        rest.groups().forEachIndexed { group, more ->
            at += 1 + counts[group]
            rows.adds(at, pen.lateRows(more, isFirst = counts[group] == 0))
            at += more.size
            counts[group] += more.size
        }
        view.grows(onEnd(rest))
    }

    private fun onEnd(results: Results): (() -> Unit)? {
        val hasMore = results.sections.any { it.hasMore } || results.folded?.hasMore == true
        return if (hasMore) ({ pen.acts.asks(Ask.More) }) else null
    }
}

/** Rows below a row that says what they are, one group after the other. */
private fun Results.groups() = sections.map { it.rows } + listOfNotNull(folded?.rows)

private fun Pen.page(results: Results, rows: View, onEnd: (() -> Unit)?): View {
    val side = look.margin
    val export = results.export?.let { export -> iconButton(Glyph.SHARE, export.spoken) { acts.does(export.does) } }
    val isNothing = results.main != null
    val choices = results.run.choices.takeIf { it.size > 1 }?.let { runs -> choices(runs) { acts.asks(Ask.Run(it.id)) } }
    val run = results.run.shown.takeIf { it.isNotEmpty() }?.let { shown ->
        val title = text(Type.BODY, shown, palette.inkSoft, sp = 15f)
        val chooser = chooser(icon(Glyph.SIM, palette.inkSoft, 20f), title, results.run.spoken, choices)
        line(chooser.taking(), results.tag?.let { tag(it) }).around(side, 0, side)
    }
    val body = buildList {
        add(run)
        add(choices)
        if (!isNothing) {
            add(search(results.query, results.queryHint).around(side, look.px(4f), side))
            if (results.chips.isNotEmpty()) add(chips(results.chips).around(top = look.px(8f)))
        }
        results.empty?.let { add(answer(it, isSmall = true).around(side, look.px(24f), side)) }
        add(rows)
    }
    val top = titleBar(results.heading, export, Space.TARGET_MIN)
    return page(Parts(top = top, body = body, dock = results.main?.let { button(it) }, tab = Tab.SITES, onEnd = onEnd))
}

private fun Pen.sites(results: Results): List<Late> = buildList {
    results.sections.forEach { section ->
        add(Late(section.verdict to section.count) { head(section) })
        addAll(lateRows(section.rows))
    }
    results.folded?.let { folded ->
        val isOpen = folded.rows.isNotEmpty()
        val fold = { row(folded.row, end = if (isOpen) Glyph.UP else Glyph.DOWN) { acts.asks(Ask.Fold) } }
        add(Late(folded.row to isOpen) { column(rule().around(top = look.px(10f)), fold()) })
        addAll(lateRows(folded.rows))
    }
    results.hidden?.let { add(Late(it) { row(it).around(top = look.px(12f)) }) }
}

/** The word of a verdict, above its sites, and how many they are. */
private fun Pen.head(section: VerdictGroup): View {
    val colour = palette.of(section.verdict.code.family)
    val word = text(Type.HEADING, section.verdict.word, colour).taking()
    val count = text(Type.HEADING, section.count, colour).around(start = look.px(8f))
    val head = line(word, count).spoken("${section.verdict.word}: ${section.count}").asHeading()
    return head.around(look.margin, look.px(14f), look.margin, look.px(2f))
}
