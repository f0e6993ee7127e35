// Made by scripts/design of design/*.json: change those.

package kz.arna.app.look

import kz.arna.ffi.Code
import kz.arna.ffi.NetworkState

/** What a verdict's colour says. */
val Code.family: Family
    get() = when (this) {
        Code.ACCESSIBLE -> Family.WATER
        Code.BLOCKED -> Family.CLAY
        Code.LIKELY_BLOCKED -> Family.AMBER
        Code.THROTTLED -> Family.AMBER
        Code.UNREACHABLE -> Family.VIOLET
        Code.SITE_REFUSES -> Family.WATER
        Code.SITE_DOWN -> Family.WATER
        Code.WEAK_SIGNAL -> Family.STONE
        Code.NO_INTERNET -> Family.INK
        Code.INCONCLUSIVE -> Family.STONE
        Code.NOT_TESTED -> Family.STONE
        Code.MEASURED -> Family.WATER
    }

/** A verdict's icon. */
val Code.glyph: Glyph
    get() = when (this) {
        Code.ACCESSIBLE -> Glyph.VERDICT_ACCESSIBLE
        Code.BLOCKED -> Glyph.VERDICT_BLOCKED
        Code.LIKELY_BLOCKED -> Glyph.VERDICT_LIKELY_BLOCKED
        Code.THROTTLED -> Glyph.VERDICT_THROTTLED
        Code.UNREACHABLE -> Glyph.VERDICT_UNREACHABLE
        Code.SITE_REFUSES -> Glyph.VERDICT_SITE_REFUSES
        Code.SITE_DOWN -> Glyph.VERDICT_SITE_DOWN
        Code.WEAK_SIGNAL -> Glyph.VERDICT_WEAK_SIGNAL
        Code.NO_INTERNET -> Glyph.VERDICT_NO_INTERNET
        Code.INCONCLUSIVE -> Glyph.VERDICT_INCONCLUSIVE
        Code.NOT_TESTED -> Glyph.VERDICT_NOT_TESTED
        Code.MEASURED -> Glyph.VERDICT_MEASURED
    }

/** What the colour of a network's state says. */
val NetworkState.family: Family
    get() = when (this) {
        NetworkState.ONLINE -> Family.WATER
        NetworkState.INTERNATIONAL_CUT -> Family.VIOLET
        NetworkState.WHITELIST_SHUTDOWN -> Family.CLAY
        NetworkState.NO_SERVICE -> Family.INK
        NetworkState.CAPTIVE_PORTAL -> Family.STONE
        NetworkState.OUT_OF_CREDIT -> Family.STONE
        NetworkState.UNKNOWN -> Family.STONE
    }
