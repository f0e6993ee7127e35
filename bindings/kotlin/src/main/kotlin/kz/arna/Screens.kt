package kz.arna

import java.util.Locale
import java.util.TimeZone
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kz.arna.ffi.Changed
import kz.arna.ffi.Engine
import kz.arna.ffi.Reader
import kz.arna.ffi.ZoneShift

/**
 * Which screens to read again, from this call on, until the engine is shut down. Ask for it before the screens are read for
 * the first time.
 *
 * Who collects slowly is told once, whatever changed meanwhile. Collect it in one place; others ask for one of their own.
 */
fun Engine.changed(): Flow<Changed> {
    val changes = changes()
    return flow { while (true) emit(changes.next() ?: break) }
}

/**
 * Who reads on this phone: in its [language], with times by the clock of its [zone]. Make a new one when either changes.
 *
 * Shifts of the zone are told from five years before [nowMs] to a year after it; what is older has the first one's distance.
 */
fun phoneReader(
    language: String = Locale.getDefault().toLanguageTag(),
    zone: TimeZone = TimeZone.getDefault(),
    nowMs: Long = System.currentTimeMillis(),
): Reader {
    fun shift(at: Long) = ZoneShift(at, zone.getOffset(at) / 1000)
    var before = nowMs - 5 * YEAR_MS
    val shifts = mutableListOf(shift(before))
    while (before < nowMs + YEAR_MS) {
        val after = before + WEEK_MS
        if (zone.getOffset(after) != zone.getOffset(before)) {
            shifts += shift(firstOf(before, after) { zone.getOffset(it) != zone.getOffset(before) })
        }
        before = after
    }
    return Reader(language, shifts)
}

/** The first moment behind [before] at which it [isSo]: it is not at [before], and is at [after]. */
private fun firstOf(before: Long, after: Long, isSo: (Long) -> Boolean): Long {
    var (no, yes) = before to after
    while (yes - no > 1) {
        val middle = no + (yes - no) / 2
        if (isSo(middle)) yes = middle else no = middle
    }
    return yes
}

private const val WEEK_MS = 7L * 24 * 3_600_000
private const val YEAR_MS = 366L * 24 * 3_600_000
