package kz.arna

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kz.arna.ffi.Ending
import kz.arna.ffi.Engine
import kz.arna.ffi.Event
import kz.arna.ffi.SiteHistory
import kz.arna.ffi.SiteHistoryQuery
import kz.arna.ffi.MeasurementRow
import kz.arna.ffi.Run
import kz.arna.ffi.RunInfo
import kz.arna.ffi.RunRequest

/**
 * What this run says, until it is over.
 *
 * Each event is heard once: collect it in one place. Whoever stops collecting stops nothing: the run goes on, and
 * what it measures is read from the engine. [Run.cancel] stops it.
 */
fun Run.events(): Flow<Event> = flow {
    while (true) emit(nextEvent() ?: break)
}

/** Waits for the end of this run; `null` if somebody else has heard it. */
suspend fun Run.ending(): Ending? {
    while (true) {
        val event = nextEvent() ?: return null
        if (event is Event.Finished) return event.ending
    }
}

/** Starts a run, tells [listen] what it says, and gives how it ended. If the coroutine is cancelled, the run is too. */
suspend fun Engine.measure(request: RunRequest = RunRequest(), listen: suspend (Event) -> Unit = {}): Ending {
    start(request).use { run ->
        var isOver = false
        try {
            while (true) {
                val event = run.nextEvent() ?: error("a run ends with an event")
                isOver = event is Event.Finished
                listen(event)
                if (event is Event.Finished) return event.ending
            }
        } finally {
            if (!isOver) run.cancel()
        }
    }
}

/** Every run, newest first, read [page] rows at a time. */
fun Engine.allRuns(page: UInt = PAGE): Flow<RunInfo> = flow {
    var last: String? = null
    while (true) {
        val runs = runs(last, page)
        runs.forEach { emit(it) }
        last = runs.lastOrNull()?.id ?: break
    }
}

/** Every measurement of a run in the order of its plan, read [page] rows at a time. */
fun Engine.allMeasurements(run: String, page: UInt = PAGE): Flow<MeasurementRow> = flow {
    var from = 0u
    while (true) {
        val measurements = measurements(run, from, page)
        measurements.forEach { emit(it) }
        if (measurements.size.toUInt() < page) break
        from += page
    }
}

/** Every history, of one [site] or of all, what changed last first. */
fun Engine.allHistories(site: String? = null, page: UInt = PAGE): Flow<SiteHistory> = flow {
    var skip = 0u
    while (true) {
        val histories = histories(SiteHistoryQuery(site, skip, page))
        histories.forEach { emit(it) }
        if (histories.size.toUInt() < page) break
        skip += page
    }
}

private const val PAGE = 200u
