package kz.arna.app.screen

import android.view.View
import kz.arna.app.look.Glyph
import kz.arna.app.part.HoldRow
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.Tab
import kz.arna.app.part.around
import kz.arna.app.part.backBar
import kz.arna.app.part.choices
import kz.arna.app.part.inside
import kz.arna.app.part.page
import kz.arna.app.part.row
import kz.arna.app.part.titleBar
import kz.arna.ffi.Does
import kz.arna.ffi.Mark
import kz.arna.ffi.Row
import kz.arna.ffi.SettingRow
import kz.arna.ffi.ShownSettings

/** What is set, each row with its value; choices unfold below their row. A part of the settings leads back. */
internal fun Pen.settings(settings: ShownSettings, isPart: Boolean): View {
    val body = buildList {
        settings.blocks.forEachIndexed { at, block ->
            if (at > 0) add(rule(APART, palette.sunken).around(top = look.px(8f), bottom = look.px(8f)))
            block.rows.forEachIndexed { place, row -> addAll(setting(row, isDivided = place > 0)) }
        }
        settings.wipe?.let { wipe ->
            add(HoldRow(this@settings, wipe))
        }
    }
    val top = if (isPart) backBar(settings.heading) else titleBar(settings.heading)
    return page(Parts(top = top, body = body, tab = Tab.SETTINGS.takeUnless { isPart }))
}

private fun Pen.setting(setting: SettingRow, isDivided: Boolean): List<View> {
    val row = Row(Mark.Icon(setting.icon), setting.title, setting.value, null, setting.goes, setting.spoken)
    if (setting.choices.isEmpty()) return listOf(row(row, isDivided))
    val choices = choices(setting.choices) { acts.does(Does.Set(setting.key, it.id)) }.inside(start = look.px(INSET))
    return listOf(row(row, isDivided, end = Glyph.DOWN) { choices.turns() }, choices)
}

private const val APART = 6f
private const val INSET = 42f
