package kz.arna.app.screen

import android.text.SpannableString
import android.text.Spanned
import android.text.style.ForegroundColorSpan
import android.view.Gravity
import android.view.View
import kz.arna.app.look.Glyph
import kz.arna.app.look.Type
import kz.arna.app.look.family
import kz.arna.app.part.Ask
import kz.arna.app.part.Manner
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.button
import kz.arna.app.part.inside
import kz.arna.app.part.row
import kz.arna.app.part.spoken
import kz.arna.app.part.taking
import kz.arna.app.part.wide
import kz.arna.ffi.EvidenceFold
import kz.arna.ffi.EvidenceRow
import kz.arna.ffi.Icon
import kz.arna.ffi.Mark
import kz.arna.ffi.Row
import kz.arna.ffi.Site

/** What a site's answer stands on, folded until somebody wants it: what was done and seen, the double checks, ids. */
internal fun Pen.evidence(site: Site, fold: EvidenceFold, isUnfolded: Boolean): List<View> {
    val side = look.margin
    val bar = Row(Mark.Icon(Icon.EVIDENCE), fold.title, fold.detail, null, null, "${fold.title}. ${fold.detail}")
    val head = row(bar, end = if (isUnfolded) Glyph.UP else Glyph.DOWN) { acts.asks(Ask.Fold) }
    val rule = rule().around(top = look.px(10f))
    if (!isUnfolded) return listOf(rule, head)
    val checks = site.checks.flatMap { check ->
        val title = text(Type.HEADING, check.heading, palette.inkSoft).asHeading().around(side, look.px(14f), side)
        listOf(title) + check.sentences.map { text(Type.DETAIL, it).around(side, look.px(4f), side) }
    }
    val foot = fold.foot.map { text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(8f), side) }
    val save = site.save?.let { button(it, Manner.SMALL).around(side, look.px(14f), side) }
    return listOf(rule, head) + fold.rows.flatMap { listOf(rule().around(side, 0, side), seen(it)) } + checks + foot + listOfNotNull(save)
}

/** One thing that was done: when, what, and what came of it. */
private fun Pen.seen(row: EvidenceRow): View {
    val at = text(Type.DETAIL, row.at, palette.inkSoft)
    at.minWidth = look.px(AT)
    at.fontFeatureSettings = "tnum"
    val what = text(Type.DETAIL, row.what)
    val outcome = text(Type.DETAIL, outcome(row), palette.inkSoft)
    val stacked = look.isLarge
    val told = column(what, outcome)
    val view = if (stacked) column(at, told) else line(at.around(end = look.px(8f)), told.taking()).apply { gravity = Gravity.TOP }
    view.layoutParams = wide()
    return view.inside(look.margin, look.px(9f), look.margin, look.px(9f)).spoken(row.spoken)
}

/** The outcome, in the colour of the accusation that stands on it, and the word that says so. */
private fun Pen.outcome(row: EvidenceRow): CharSequence {
    val counts = row.counts ?: return row.outcome
    val text = SpannableString("${row.outcome} · $counts")
    val colour = row.accent?.let { palette.of(it.family) } ?: palette.inkSoft
    text.setSpan(ForegroundColorSpan(colour), 0, row.outcome.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    text.setSpan(ForegroundColorSpan(palette.ink), row.outcome.length, text.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    return text
}

private const val AT = 52f
