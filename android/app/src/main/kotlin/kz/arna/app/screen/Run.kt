package kz.arna.app.screen

import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import kz.arna.app.draw.ChannelView
import kz.arna.app.look.Glyph
import kz.arna.app.look.Picture
import kz.arna.app.look.Space
import kz.arna.app.look.Type
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.button
import kz.arna.app.part.inside
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.app.part.tag
import kz.arna.app.part.taking
import kz.arna.app.part.wide
import kz.arna.ffi.Row
import kz.arna.ffi.Running

/** A run that goes on, as it is now. */
internal fun Pen.run(run: Running): View = RunPage(this, run).view

/**
 * A run that goes on: that it works, when it ends, and how to stop it. It accuses nobody. What a run says often is put into
 * the views that are there, so that who listens to one of them is not thrown out of it.
 */
internal class RunPage(private val pen: Pen, private var shown: Running) {
    private val look = pen.look
    private val side = look.margin
    private val picture = picture()
    private val answer = pen.answer(shown.answer).around(side, look.px(if (look.isSideways) 4f else 20f), side)
    private val left = pen.text(Type.BODY, shown.left, pen.palette.inkSoft).around(side, look.px(6f), side)
    private val rows = pen.rows(shown.rows).around(top = look.px(12f))
    private val suspects = pen.rows(shown.suspects).around(top = look.px(12f))

    /** The page. */
    val view: View = page()

    /** Shows a run as it is by now; `false`: it is at something else, and wants another page. */
    fun update(run: Running): Boolean {
        if (parts(run) != parts(shown)) return false
        // Said by itself at every quarter, and never over what is being read.
        answer.accessibilityLiveRegion = if (run.live != null) View.ACCESSIBILITY_LIVE_REGION_POLITE else View.ACCESSIBILITY_LIVE_REGION_NONE
        answer.text = run.answer
        left.text = run.left
        if (picture.picture != run.picture) picture.picture = run.picture
        counts(rows, run.rows)
        shown = run
        return true
    }

    /** All but what changes with every site. */
    private fun parts(run: Running) = listOf(run.network, run.tag, run.why, run.suspects, run.until, run.stop, run.rows.map { it.title to it.detail })

    /** The number of a row is the last text in it. */
    private fun counts(view: View, rows: List<Row>) = rows.forEachIndexed { at, row ->
        val line = (view as ViewGroup).getChildAt(at) as ViewGroup
        line.contentDescription = row.spoken
        (0 until line.childCount).map { line.getChildAt(it) }.filterIsInstance<TextView>().lastOrNull()?.text = row.count
    }

    private fun picture(): ChannelView {
        val isSure = shown.suspects.isNotEmpty() || shown.why != null
        val height = if (isSure && !look.isSideways) Picture.HEIGHT_HOME else Picture.HEIGHT_RUN
        val least = if (look.isLarge || look.isShort) Picture.HEIGHT_FROM_SCALE_1_6 else Picture.HEIGHT_LEAST_RUN
        return ChannelView(look, shown.picture, height, least)
    }

    private fun page(): View {
        val named = pen.text(Type.ROW, shown.network).around(start = look.px(8f)).taking()
        val network = pen.line(pen.icon(Glyph.SIM, pen.palette.ink, NETWORK), named, shown.tag?.let { pen.tag(it) })
        network.minimumHeight = look.px(Space.TOP_BAR)
        network.inside(start = side, end = side).layoutParams = wide()
        val why = shown.why?.let { pen.text(Type.BODY, it, pen.palette.inkSoft).around(side, look.px(6f), side) }
        val body = listOf(answer, left, why, rows.takeIf { shown.rows.isNotEmpty() }, suspects.takeIf { shown.suspects.isNotEmpty() }, shown.until?.let { until(it) })
        return pen.page(Parts(top = network, picture = picture, isPictureTall = true, body = body, dock = pen.button(shown.stop, Manner.OUTLINED)))
    }

    private fun until(sentence: String): View {
        val mark = pen.icon(Glyph.CLOCK, pen.palette.ink, CLOCK).around(start = look.px(2f), end = look.px(10f))
        val text = pen.text(Type.DETAIL, sentence, sp = UNTIL).taking()
        return pen.line(mark, text).apply { gravity = Gravity.TOP }.around(side, look.px(14f), side)
    }

    private companion object {
        const val NETWORK = 22f
        const val CLOCK = 20f
        const val UNTIL = 15f
    }
}
