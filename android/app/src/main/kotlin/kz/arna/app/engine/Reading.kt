package kz.arna.app.engine

import android.content.Context
import java.util.Locale
import java.util.TimeZone
import kz.arna.ffi.Reader
import kz.arna.ffi.ZoneShift

/** Who reads: the chosen language, and the phone's clock over five years, which is as many shifts as a reader may have. */
fun reader(language: String, zone: TimeZone = TimeZone.getDefault(), nowMs: Long = System.currentTimeMillis()): Reader =
    Reader(language, shifts(zone, nowMs - 4 * YEAR, nowMs + YEAR))

/** When a zone changes its time, and how far ahead of UTC it then is: looked for in steps of a day, found to the minute. */
private fun shifts(zone: TimeZone, fromMs: Long, untilMs: Long): List<ZoneShift> {
    val shifts = mutableListOf(ZoneShift(fromMs, zone.getOffset(fromMs) / SECOND))
    var at = fromMs
    while (at < untilMs) {
        val next = at + DAY
        if (zone.getOffset(next) != zone.getOffset(at)) {
            var (before, after) = at to next
            while (after - before > MINUTE) {
                val middle = (before + after) / 2
                if (zone.getOffset(middle) == zone.getOffset(at)) before = middle else after = middle
            }
            val exact = after - after % MINUTE
            shifts += ZoneShift(exact, zone.getOffset(after) / SECOND)
        }
        at = next
    }
    return shifts
}

/** The phone's language, if Arna speaks it; else Russian, which most who do not read one of the others read. */
fun usual(context: Context): String {
    val locale: Locale = context.resources.configuration.locales[0]
    return if (locale.language in SPOKEN) locale.language else "ru"
}

private val SPOKEN = setOf("kk", "ru", "en")
private const val SECOND = 1_000
private const val MINUTE = 60_000L
private const val DAY = 24 * 60 * MINUTE
private const val YEAR = 366 * DAY
