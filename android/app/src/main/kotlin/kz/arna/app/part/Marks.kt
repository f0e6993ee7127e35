package kz.arna.app.part

import kz.arna.app.look.Family
import kz.arna.app.look.Glyph
import kz.arna.app.look.family
import kz.arna.app.look.glyph
import kz.arna.ffi.Does
import kz.arna.ffi.Ends
import kz.arna.ffi.Icon
import kz.arna.ffi.Mark
import kz.arna.ffi.NetworkState

/** An icon and the family of its colour; none: the soft ink of what says nothing of a network. */
internal class Shown(val glyph: Glyph, val family: Family?, val side: Float)

private const val VERDICT = 28f
private const val OTHER = 26f

/** What stands before a row; nothing if there is no icon. */
internal fun Mark.shown(): Shown? = when (this) {
    is Mark.Code -> Shown(code.glyph, code.family, VERDICT)
    is Mark.State -> Shown(state.glyph, state.family, VERDICT)
    is Mark.Waiting -> Shown(Glyph.WAITING, Family.INK, VERDICT)
    is Mark.Icon -> Shown(icon.glyph, null, OTHER)
    is Mark.Ends -> Shown(ends.glyph, ends.family, VERDICT)
    is Mark.Check -> if (isMet) Shown(Glyph.CHECK, Family.WATER, OTHER) else Shown(Glyph.CLOSE, Family.AMBER, OTHER)
    is Mark.None -> null
}

private val NetworkState.glyph: Glyph
    get() = when (this) {
        NetworkState.ONLINE -> Glyph.VERDICT_ACCESSIBLE
        NetworkState.NO_SERVICE -> Glyph.VERDICT_NO_INTERNET
        NetworkState.WHITELIST_SHUTDOWN -> Glyph.VERDICT_BLOCKED
        NetworkState.INTERNATIONAL_CUT -> Glyph.VERDICT_UNREACHABLE
        NetworkState.CAPTIVE_PORTAL, NetworkState.OUT_OF_CREDIT -> Glyph.LOCK
        NetworkState.UNKNOWN -> Glyph.VERDICT_INCONCLUSIVE
    }

private val Ends.glyph: Glyph
    get() = when (this) {
        Ends.PHONE -> Glyph.VERDICT_NO_INTERNET
        Ends.GATE -> Glyph.VERDICT_BLOCKED
        Ends.GATE_PROBABLY -> Glyph.VERDICT_LIKELY_BLOCKED
        Ends.NARROW -> Glyph.VERDICT_THROTTLED
        Ends.UNKNOWN -> Glyph.VERDICT_UNREACHABLE
        Ends.AT_SITE -> Glyph.VERDICT_SITE_REFUSES
        Ends.THROUGH -> Glyph.VERDICT_ACCESSIBLE
    }

private val Ends.family: Family
    get() = when (this) {
        Ends.PHONE -> Family.INK
        Ends.GATE -> Family.CLAY
        Ends.GATE_PROBABLY, Ends.NARROW -> Family.AMBER
        Ends.UNKNOWN -> Family.VIOLET
        Ends.AT_SITE, Ends.THROUGH -> Family.WATER
    }

internal val Icon.glyph: Glyph
    get() = when (this) {
        Icon.LIST -> Glyph.NAV_SITES
        Icon.OPEN -> Glyph.VERDICT_ACCESSIBLE
        Icon.EYE -> Glyph.EYE
        Icon.PHONE -> Glyph.PHONE
        Icon.PEOPLE -> Glyph.PEOPLE
        Icon.GLOBE -> Glyph.GLOBE
        Icon.INFO -> Glyph.INFO
        Icon.CLOCK -> Glyph.CLOCK
        Icon.WIFI -> Glyph.WIFI
        Icon.SIM -> Glyph.SIM
        Icon.HISTORY -> Glyph.NAV_HISTORY
        Icon.EVIDENCE -> Glyph.EVIDENCE
        Icon.FILE -> Glyph.FILE
        Icon.AGAIN -> Glyph.AGAIN
        Icon.ADD -> Glyph.PLUS
        Icon.LOCK -> Glyph.LOCK
        Icon.LIGHT -> Glyph.LIGHT
        Icon.DATA -> Glyph.DATA
        Icon.BATTERY -> Glyph.BATTERY
        Icon.NIGHT -> Glyph.MOON
        Icon.PLACE -> Glyph.ROAMING
        Icon.CLOSER -> Glyph.SEARCH
        Icon.BIN -> Glyph.WIPE
    }

/** The icon at the end of a button. */
internal val Does.glyph: Glyph?
    get() = when (this) {
        is Does.Start, is Does.GoOn -> Glyph.VERDICT_ACCESSIBLE
        is Does.Stop -> Glyph.STOP
        is Does.Look, is Does.Again, is Does.Unlock -> Glyph.AGAIN
        is Does.Next, is Does.Show, is Does.ShowSetting, is Does.OpenPhone -> Glyph.NEXT
        is Does.Remind -> Glyph.BELL
        is Does.Share, is Does.Export -> Glyph.SHARE
        is Does.Save, is Does.OpenFile -> Glyph.FILE
        is Does.Send -> Glyph.SHARE
        is Does.AddPage, is Does.AddList -> Glyph.PLUS
        is Does.RemoveList, is Does.Wipe -> Glyph.WIPE
        is Does.Leave, is Does.NotNow, is Does.PutOff, is Does.Set, is Does.SwitchList, is Does.SwitchKinds, is Does.SwitchPage,
        is Does.RenameList, is Does.Cancel,
        -> null
    }
