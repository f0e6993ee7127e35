package kz.arna.app.screen

import android.text.Layout
import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import kz.arna.app.draw.ReachView
import kz.arna.app.draw.RiverView
import kz.arna.app.look.Glyph
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.app.part.Ask
import kz.arna.app.part.Growing
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.choices
import kz.arna.app.part.chooser
import kz.arna.app.part.grows
import kz.arna.app.part.halves
import kz.arna.app.part.inside
import kz.arna.app.part.lateRows
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.says
import kz.arna.app.part.spoken
import kz.arna.app.part.tag
import kz.arna.app.part.taking
import kz.arna.app.part.titleBar
import kz.arna.app.part.wide
import kz.arna.ffi.Action
import kz.arna.ffi.DayDetail
import kz.arna.ffi.Legend
import kz.arna.ffi.History
import kz.arna.ffi.Stretch

/** What was so over time: of the network hour by hour, and of sites by their changes. */
internal fun Pen.history(history: History): View = HistoryPage(this, history).view

/** The same, where more sites may come. */
internal class HistoryPage(private val pen: Pen, history: History) : Growing<History> {
    override val rows = pen.longRows(pen.lateRows(history.sites))
    private var count = history.sites.size
    private val answer = pen.answer(history.answer, isSmall = true)
    override val view = pen.page(history, answer, rows, onEnd(history))

    override fun adds(rest: History) {
        rows.adds(count, pen.lateRows(rest.sites, isFirst = count == 0))
        count += rest.sites.size
        answer.says(rest.answer)
        view.grows(onEnd(rest))
    }

    private fun onEnd(history: History): (() -> Unit)? = if (history.hasMore) ({ pen.acts.asks(Ask.More) }) else null
}

private fun Pen.page(history: History, answer: View, sites: View, onEnd: (() -> Unit)?): View {
    val side = look.margin
    val choices = choices(history.network)
    val network = chooser(null, text(Type.BODY, history.network.operator, sp = 15f), history.network.spoken, choices)
    val end = line(history.tag?.let { tag(it).around(end = look.px(8f)) }, network).inside(end = look.px(12f))
    val body = buildList {
        add(choices)
        add(halves(history.halves, Ask::Half))
        if (history.answer.isNotEmpty()) add(answer.around(side, look.px(12f), side))
        if (history.days.isNotEmpty()) {
            add(RiverView(look, history.days) { acts.asks(Ask.Day(it)) }.around(side, look.px(8f), side))
            add(legend(history.legend))
        }
        history.day?.let { addAll(day(it)) }
        if (history.sites.isNotEmpty()) add(sites.around(top = look.px(8f)))
    }
    return page(Parts(top = titleBar(history.heading, end), body = body, tab = Tab.HISTORY, onEnd = onEnd))
}

/** What the marks of the calendar mean, as many on a line as it has room for. */
private fun Pen.legend(legend: List<Legend>): View {
    val view = column()
    val room = textRoom()
    var line: LinearLayout? = null
    var used = 0
    for (one in legend) {
        val word = text(Type.DETAIL, one.word, palette.inkSoft)
        val item = line(ReachView(look, one.state).around(end = look.px(6f)), word)
        val wide = Layout.getDesiredWidth(one.word, word.paint).toInt() + look.px(22f + 6f)
        if (line == null || used + look.px(16f) + wide > room) {
            line = line()
            view.addView(line, wide())
            used = 0
        }
        line.addView(item.around(end = look.px(16f)).apply { (layoutParams as LinearLayout.LayoutParams).width = LinearLayout.LayoutParams.WRAP_CONTENT })
        used += wide + look.px(16f)
    }
    return view.around(look.margin, look.px(6f), look.margin, look.px(10f))
}

/** The chosen day, one state after the other; the arrows are for who cannot touch the calendar. */
private fun Pen.day(day: DayDetail): List<View> {
    val heading = text(Type.ROW, day.heading).asHeading().taking()
    val bar = line(heading, arrow(Glyph.BACK, day.earlier), arrow(Glyph.NEXT, day.later))
    val head = bar.inside(start = look.margin, end = look.px(12f)).apply { layoutParams = wide() }
    return listOf(rule(), head.around(top = look.px(4f))) + day.stretches.map { stretch(it) }
}

private fun Pen.arrow(glyph: Glyph, action: Action): View {
    val view = iconButton(glyph, action.spoken, if (action.isEnabled) palette.ink else palette.hairline) { acts.does(action.does) }
    view.isEnabled = action.isEnabled
    return view
}

private fun Pen.stretch(stretch: Stretch): View {
    val span = text(Type.BODY, stretch.span, palette.inkSoft, sp = 15f)
    span.minWidth = look.px(SPAN)
    span.fontFeatureSettings = "tnum"
    val colour = stretch.state?.let { palette.of(it.family) } ?: palette.inkSoft
    val word = text(Type.ROW, stretch.word, colour)
    val told = column(word, stretch.detail?.let { text(Type.DETAIL, it, palette.inkSoft) })
    val view = if (look.isLarge) column(span, told) else line(span.around(end = look.px(12f)), told.taking()).apply { gravity = Gravity.TOP }
    view.layoutParams = wide()
    return view.inside(look.margin, look.px(6f), look.margin, look.px(6f)).spoken(stretch.spoken)
}

private const val SPAN = 92f
