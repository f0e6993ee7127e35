package kz.arna.app.screen

import android.view.View
import kz.arna.app.draw.ChannelView
import kz.arna.app.look.Picture
import kz.arna.app.look.Type
import kz.arna.app.part.Manner
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.around
import kz.arna.app.part.button
import kz.arna.app.part.link
import kz.arna.app.part.network
import kz.arna.app.part.page
import kz.arna.app.part.rows
import kz.arna.ffi.Goes
import kz.arna.ffi.Home
import kz.arna.ffi.StrandKind

/** Home: what gets through here, how sure that is, since when. */
internal fun Pen.home(home: Home): View {
    val chooser = network(home.network, home.tag)
    val isEmpty = home.picture.kinds.all { it.kind == StrandKind.BED }
    val height = when {
        look.isSideways -> Picture.HEIGHT_RUN
        look.isLarge -> Picture.HEIGHT_FROM_SCALE_1_6
        home.picture.border != null -> Picture.HEIGHT_BORDER
        isEmpty -> Picture.HEIGHT_EMPTY
        else -> Picture.HEIGHT_HOME
    }
    val picture = when {
        look.isSideways -> ChannelView(look, home.picture, height, Picture.HEIGHT_MIN)
        look.isShort -> ChannelView(look, home.picture, minOf(height, Picture.HEIGHT_FROM_SCALE_1_6))
        else -> ChannelView(look, home.picture, height)
    }
    picture.setOnClickListener { acts.goes(Goes.Sites(null)) }
    val side = look.margin
    val answer = answer(home.answer, home.answerSpoken).around(side, look.px(if (look.isSideways) 4f else 16f), side)
    val below = listOfNotNull(home.`when`, home.cost).map { text(Type.DETAIL, it, palette.inkSoft).around(side, 0, side) }
    below.firstOrNull()?.around(top = look.px(6f))
    // All of it is spoken with the answer.
    below.forEach { it.importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO }
    val notices = home.notices.takeIf { it.isNotEmpty() }?.let { rows(it).around(top = look.px(8f)) }
    return page(
        Parts(
            top = chooser.bar,
            picture = picture,
            body = listOf(chooser.choices, answer) + below + listOf(rows(home.rows).around(top = look.px(12f)), notices, home.putOff?.let { link(it).around(side, 0, side) }),
            dock = button(home.main, Manner.MAIN),
            tab = Tab.HOME,
        ),
    )
}
