package kz.arna.app.screen

import android.text.InputType
import android.view.View
import kz.arna.app.look.Type
import kz.arna.app.part.Ask
import kz.arna.app.part.Late
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.asHeading
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.field
import kz.arna.app.part.framed
import kz.arna.app.part.link
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.row
import kz.arna.app.part.search
import kz.arna.app.part.spoken
import kz.arna.app.part.switched
import kz.arna.app.part.taking
import kz.arna.ffi.Action
import kz.arna.ffi.Does
import kz.arna.ffi.GroupBlock
import kz.arna.ffi.GroupSites
import kz.arna.ffi.RiskyKind
import kz.arna.ffi.ShownLists
import kz.arna.ffi.SiteSwitch
import kz.arna.ffi.Switched

/** What is tested: groups and lists with their switches, and what stays off until somebody chooses it. */
internal fun Pen.lists(lists: ShownLists): View {
    val side = look.margin
    val body = buildList {
        add(search(lists.query, lists.queryHint).around(side, look.px(4f), side))
        if (lists.query.isNotEmpty()) {
            lists.noneFound?.let { add(text(Type.BODY, it).around(side, look.px(16f), side)) }
            lists.addFound?.let { add(button(it, Manner.SMALL).around(side, look.px(12f), side)) }
            add(sites(lists.found))
            lists.moreFound?.let { add(text(Type.DETAIL, it, palette.inkSoft).around(side, look.px(8f), side)) }
        } else {
            lists.blocks.forEachIndexed { at, block ->
                addAll(block(block))
                // Where sites are added stands below the user's own.
                if (at == OWN) add(row(lists.add))
            }
            if (lists.blocks.size <= OWN) add(row(lists.add))
        }
    }
    return page(Parts(top = backBar(lists.heading), body = body, dock = button(lists.test)))
}

private fun Pen.block(block: GroupBlock): List<View> {
    val word = text(Type.HEADING, block.heading, palette.inkSoft).taking()
    val count = block.count?.let { text(Type.HEADING, it, palette.inkSoft).around(start = look.px(8f)) }
    val head = line(word, count).spoken(listOfNotNull(block.heading, block.count).joinToString(": ")).asHeading()
    val lead = block.lead?.let { text(Type.DETAIL, it, palette.inkSoft).around(look.margin, 0, look.margin) }
    val groups = block.groups.mapIndexed { at, group ->
        val flip = group.flips?.let { does -> { acts.does(does) } }
        switched(group.title, group.detail, group.state, group.spoken, at > 0, flip) { acts.goes(group.goes) }
    }
    return listOf(head.around(look.margin, look.px(16f), look.margin, look.px(2f))) + listOfNotNull(lead) + groups
}

private fun Pen.sites(sites: List<SiteSwitch>): View = longRows(sites.mapIndexed { at, site -> Late(site to (at > 0), site.title) { site(site, isDivided = at > 0) } })

private fun Pen.site(site: SiteSwitch, isDivided: Boolean): View {
    val flip = site.flips?.let { does -> { acts.does(does) } }
    val open = site.goes?.let { goes -> { acts.goes(goes) } }
    return switched(site.title, site.detail, if (site.isOn) Switched.ON else Switched.OFF, site.spoken, isDivided, flip, open)
}

/** The sites of a group, each with its switch. */
internal fun Pen.group(group: GroupSites): View {
    val side = look.margin
    val body = buildList {
        add(text(Type.DETAIL, group.count, palette.inkSoft).around(side, 0, side))
        group.empty?.let { add(text(Type.BODY, it).around(side, look.px(16f), side)) }
        add(sites(group.rows).around(top = look.px(8f)))
        group.more?.let { add(link(it) { acts.asks(Ask.More) }.around(side, 0, side)) }
        group.actions.forEach { action ->
            val does = action.does
            if (does is Does.RenameList) addAll(rename(group, action, does)) else add(button(action, Manner.SMALL).around(side, look.px(12f), side))
        }
    }
    return page(Parts(top = backBar(group.heading), body = body))
}

/** A list's name in a field, and the button that keeps it. */
private fun Pen.rename(group: GroupSites, action: Action, does: Does.RenameList): List<View> {
    var name = group.heading
    val field = field(name, group.heading, InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_FLAG_CAP_SENTENCES) { name = it }
    val keep = button(action, Manner.SMALL) { acts.asks(Ask.Rename(does.list, name)) }
    return listOf(framed(field).around(look.margin, look.px(16f), look.margin), keep.around(look.margin, look.px(10f), look.margin))
}

/** What a risky kind of sites means here, before it is switched on. */
internal fun Pen.risky(kind: RiskyKind): View {
    val side = look.margin
    val body = buildList {
        kind.sentences.forEach { add(text(Type.READING, it).around(side, look.px(12f), side)) }
        add(sites(kind.rows).around(top = look.px(16f)))
        kind.more?.let { add(link(it) { acts.asks(Ask.More) }.around(side, 0, side)) }
    }
    val choose = kind.choose?.let { button(it, Manner.OUTLINED) }
    val dock = column(choose, button(kind.leave).around(top = if (choose == null) 0 else look.px(10f)))
    return page(Parts(top = backBar(kind.heading), body = body, dock = dock))
}

/** The block of the user's own lists is the second. */
private const val OWN = 1
