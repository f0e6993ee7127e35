package kz.arna.app.engine

import java.util.TimeZone
import kz.arna.backgroundSlice
import kz.arna.ffi.Conditions
import kz.arna.ffi.Interval
import kz.arna.ffi.Means
import kz.arna.ffi.Notice
import kz.arna.ffi.Reader
import kz.arna.ffi.SliceEnd
import kz.arna.ffi.SliceRequest
import kz.arna.ffi.noticeOfChange

/** What the user lets measuring use. */
suspend fun Core.means(): Means = ask { it.means() }

/** A slice under these conditions, as long as a phone's system is sure to give. Whoever is cancelled cuts it off at once. */
suspend fun Core.slice(conditions: Conditions): SliceEnd {
    val engine = engine()
    return engine.backgroundSlice(SliceRequest(conditions, engine.nowMs() + LONGEST, minutesAhead(), MOST))
}

/** Keeps that the system did not let a slice begin that was due so many milliseconds ago; [isDataSaving]: because it saves data. */
suspend fun Core.noteNotStarted(agoMs: Long, isDataSaving: Boolean) = ask { it.noteNotStarted(it.nowMs() - agoMs, minutesAhead(), isDataSaving) }

/** What the journal says of the last day. */
suspend fun Core.journal(): List<Interval> = ask { engine -> engine.journal(engine.nowMs() - DAY) }

/** The notice of what the journal says now and did not say [before]; nothing: there is nothing to tell. */
suspend fun Core.noticeOfChange(reader: Reader, before: List<Interval>): Notice? = noticeOfChange(reader, before, journal())

private fun minutesAhead(now: Long = System.currentTimeMillis()) = TimeZone.getDefault().getOffset(now) / 60_000

private const val LONGEST = 3 * 60_000L
private const val MOST: ULong = 2_000_000u
private const val DAY = 24 * 3_600_000L
