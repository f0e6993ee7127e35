package kz.arna.app.screen

import android.view.View
import kz.arna.app.look.Type
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.ffi.AutoWhy
import kz.arna.ffi.StartSteps

/** Why there was no automatic test: the answer, every condition with a tick or a cross, and what helps. */
internal fun Pen.autoWhy(why: AutoWhy): View {
    val side = look.margin
    val body = buildList {
        add(answer(why.answer, why.answerSpoken, isSmall = true).around(side, look.px(4f), side))
        (listOfNotNull(why.last) + why.odd).forEach {
            val told = text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(6f), side)
            // It is spoken with the answer.
            if (it == why.last) told.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            add(told)
        }
        add(rows(why.conditions, isPlain = true).around(top = look.px(12f)))
        why.steps?.let { addAll(steps(it)) }
        if (why.tries.isNotEmpty()) {
            add(rule().around(top = look.px(8f)))
            add(text(Type.HEADING, why.triesTitle, palette.inkSoft).asHeading().around(side, look.px(12f), side, look.px(4f)))
            add(rows(why.tries, isPlain = true))
        }
    }
    return page(Parts(top = backBar(why.heading, isSmall = true), body = body, dock = why.help?.let { button(it) }))
}

/** What to do on this phone: words alone, and a button that opens the nearest of its own pages. */
private fun Pen.steps(steps: StartSteps): List<View> {
    val side = look.margin
    return listOfNotNull(
        text(Type.HEADING, steps.heading, palette.inkSoft).asHeading().around(side, look.px(18f), side),
        steps.phones?.let { text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(2f), side) },
        rows(steps.steps, isPlain = true),
        text(Type.DETAIL, steps.foot, palette.inkSoft).around(side, look.px(8f), side),
        button(steps.open, Manner.SMALL).around(side, look.px(12f), side),
    )
}
