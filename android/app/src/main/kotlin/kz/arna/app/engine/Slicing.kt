package kz.arna.app.engine

import java.util.TimeZone
import kz.arna.backgroundSlice
import kz.arna.ffi.Conditions
import kz.arna.ffi.Means
import kz.arna.ffi.SliceEnd
import kz.arna.ffi.SliceRequest

/** What the user lets measuring use. */
suspend fun Core.means(): Means = ask { it.means() }

/** A slice under these conditions, as long as a phone's system is sure to give. Whoever is cancelled cuts it off at once. */
suspend fun Core.slice(conditions: Conditions): SliceEnd {
    val engine = engine()
    return engine.backgroundSlice(SliceRequest(conditions, engine.nowMs() + LONGEST, minutesAhead(), MOST))
}

/** Keeps that the system did not let a slice begin that was due so many milliseconds ago; [isDataSaving]: because it saves data. */
suspend fun Core.noteNotStarted(agoMs: Long, isDataSaving: Boolean) = ask { it.noteNotStarted(it.nowMs() - agoMs, minutesAhead(), isDataSaving) }

/** What the journal says of the network, the latest last: names of states, and nothing of hours in which nobody looked. */
suspend fun Core.states(): List<String> = ask { engine -> engine.journal(engine.nowMs() - DAY).mapNotNull { it.state } }

/** Whether the Internet was cut or is back, by what the journal said before and says now. */
internal fun isNews(before: List<String>, now: List<String>): Boolean {
    val (was, isNow) = listOf(before, now).map { states -> states.lastOrNull { it in TOLD } }
    return was != null && isNow != null && was != isNow && ONLINE in setOf(was, isNow)
}

private fun minutesAhead(now: Long = System.currentTimeMillis()) = TimeZone.getDefault().getOffset(now) / 60_000

private const val LONGEST = 3 * 60_000L
private const val MOST: ULong = 2_000_000u
private const val DAY = 24 * 3_600_000L
private const val ONLINE = "online"

/** Neither a page that wants a login nor an empty balance is a cut. */
private val TOLD = setOf(ONLINE, "no_service", "whitelist_shutdown", "international_cut")
