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
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.row
import kz.arna.app.part.search
import kz.arna.app.part.spoken
import kz.arna.app.part.switched
import kz.arna.app.part.taking
import kz.arna.ffi.GroupBlock
import kz.arna.ffi.ShownLists

/** What is tested: groups and lists with their switches, and what stays off until somebody chooses it. */
internal fun Pen.lists(lists: ShownLists): View {
    val side = look.margin
    val body = buildList {
        add(search(lists.query, lists.queryHint).around(side, look.px(4f), side))
        if (lists.query.isNotEmpty()) {
            lists.noneFound?.let { add(text(Type.BODY, it).around(side, look.px(16f), side)) }
            lists.addFound?.let { add(button(it, Manner.SMALL).around(side, look.px(12f), side)) }
            add(longRows(switches(lists.found)))
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

/** The block of the user's own lists is the second. */
private const val OWN = 1
