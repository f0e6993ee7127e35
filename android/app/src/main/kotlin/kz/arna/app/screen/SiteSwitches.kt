package kz.arna.app.screen

import android.text.InputType
import android.view.View
import kz.arna.app.look.Type
import kz.arna.app.part.Ask
import kz.arna.app.part.Growing
import kz.arna.app.part.Late
import kz.arna.app.part.Manner
import kz.arna.app.part.MoreLink
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.around
import kz.arna.app.part.backBar
import kz.arna.app.part.button
import kz.arna.app.part.field
import kz.arna.app.part.framed
import kz.arna.app.part.longRows
import kz.arna.app.part.page
import kz.arna.app.part.switched
import kz.arna.ffi.Action
import kz.arna.ffi.Does
import kz.arna.ffi.GroupSites
import kz.arna.ffi.RiskyKind
import kz.arna.ffi.SiteSwitch
import kz.arna.ffi.Switched

/** Sites, each with its switch. [isFirst]: no row stands above them. */
internal fun Pen.switches(sites: List<SiteSwitch>, isFirst: Boolean = true): List<Late> = sites.mapIndexed { at, site ->
    val isDivided = at > 0 || !isFirst
    Late(site to isDivided, site.title) { site(site, isDivided) }
}

private fun Pen.site(site: SiteSwitch, isDivided: Boolean): View {
    val flip = site.flips?.let { does -> { acts.does(does) } }
    val open = site.goes?.let { goes -> { acts.goes(goes) } }
    return switched(site.title, site.detail, if (site.isOn) Switched.ON else Switched.OFF, site.spoken, isDivided, flip, open)
}

/** Sites with their switches, and below them what brings more. */
private class Sites(private val pen: Pen, sites: List<SiteSwitch>, more: Action?, top: Float) {
    val rows = pen.longRows(pen.switches(sites)).around(top = pen.look.px(top))
    private val link = more?.let { MoreLink(pen, it, rows) }
    private var count = sites.size
    val views: List<View> = listOfNotNull(rows, link?.view?.around(pen.look.margin, 0, pen.look.margin))

    fun adds(sites: List<SiteSwitch>, more: Action?) {
        rows.adds(count, pen.switches(sites, isFirst = count == 0))
        link?.becomes(more, count)
        count += sites.size
    }
}

/** The sites of a group, each with its switch. */
internal fun Pen.group(group: GroupSites): View = GroupPage(this, group).view

/** The same, where more of them may come. */
internal class GroupPage(pen: Pen, group: GroupSites) : Growing<GroupSites> {
    private val sites = Sites(pen, group.rows, group.more, 8f)
    override val rows get() = sites.rows
    override val view = pen.page(group, sites.views)

    override fun adds(rest: GroupSites) = sites.adds(rest.rows, rest.more)
}

private fun Pen.page(group: GroupSites, sites: List<View>): View {
    val side = look.margin
    val body = buildList {
        add(text(Type.DETAIL, group.count, palette.inkSoft).around(side, 0, side))
        group.empty?.let { add(text(Type.BODY, it).around(side, look.px(16f), side)) }
        addAll(sites)
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
internal fun Pen.risky(kind: RiskyKind): View = RiskyPage(this, kind).view

/** The same, where more of its sites may come. */
internal class RiskyPage(pen: Pen, kind: RiskyKind) : Growing<RiskyKind> {
    private val sites = Sites(pen, kind.rows, kind.more, 16f)
    override val rows get() = sites.rows
    override val view = pen.page(kind, sites.views)

    override fun adds(rest: RiskyKind) = sites.adds(rest.rows, rest.more)
}

private fun Pen.page(kind: RiskyKind, sites: List<View>): View {
    val side = look.margin
    val body = kind.sentences.map { text(Type.READING, it).around(side, look.px(12f), side) } + sites
    val choose = kind.choose?.let { button(it, Manner.OUTLINED) }
    val dock = column(choose, button(kind.leave).around(top = if (choose == null) 0 else look.px(10f)))
    return page(Parts(top = backBar(kind.heading), body = body, dock = dock))
}
