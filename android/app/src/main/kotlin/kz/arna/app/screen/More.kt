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
import kz.arna.app.part.lateRows
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.ffi.AboutApp
import kz.arna.ffi.Confirm
import kz.arna.ffi.Risks
import kz.arna.ffi.ShownContacts

/** Whom Arna contacts, and what each of them learns. */
internal fun Pen.contacts(contacts: ShownContacts): View {
    val side = look.margin
    val body = listOf(text(Type.BODY, contacts.lead, palette.inkSoft).around(side, look.px(4f), side)) +
        rows(contacts.rows, isPlain = true) +
        contacts.notes.map { text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(14f), side) }
    return page(Parts(top = backBar(contacts.heading), body = body))
}

/** What there is to know of risks and rights. */
internal fun Pen.risks(risks: Risks): View = page(Parts(top = backBar(risks.heading), body = listOf(rows(risks.rows, isPlain = true))))

/** What the app is: its version, who signed it, what of others is in it. */
internal fun Pen.about(about: AboutApp): View {
    val side = look.margin
    val body = buildList {
        add(rows(about.rows))
        about.hint?.let { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(8f), side)) }
        about.partsTitle?.let { add(text(Type.HEADING, it, palette.inkSoft).asHeading().around(side, look.px(18f), side)) }
        if (about.parts.isNotEmpty()) add(longRows(lateRows(about.parts, isPlain = true)))
    }
    return page(Parts(top = backBar(about.heading), body = body))
}

/** Asks before something that cannot be undone, or may be dangerous. [picture] is what it is about. */
internal fun Pen.confirm(confirm: Confirm, picture: View? = null): View {
    val side = look.margin
    val body = buildList {
        add(picture)
        add(answer(confirm.heading, isSmall = true).around(side, look.px(12f), side))
        confirm.sentences.forEach { add(text(Type.BODY, it).around(side, look.px(12f), side)) }
    }
    val dock = column(button(confirm.yes, Manner.OUTLINED), button(confirm.no).around(top = look.px(10f)))
    return page(Parts(top = backBar(), body = body, dock = dock))
}
