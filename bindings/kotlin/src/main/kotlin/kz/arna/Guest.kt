package kz.arna

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kz.arna.ffi.Comparing
import kz.arna.ffi.Engine
import kz.arna.ffi.ListPage
import kz.arna.ffi.OverEvent
import kz.arna.ffi.SliceEnd
import kz.arna.ffi.SliceRequest
import kz.arna.ffi.Watch
import kz.arna.ffi.WatchEvent

/**
 * Begins a slice and gives what became of it, once. If the coroutine is cancelled, the slice is too, at once: for
 * `onStopJob` and the like. What it measured by then is stored, and the next slice goes on with the rest.
 */
suspend fun Engine.backgroundSlice(request: SliceRequest): SliceEnd =
    slice(request).use { slice ->
        try {
            slice.end()
        } catch (cancelled: CancellationException) {
            slice.cancel()
            throw cancelled
        }
    }

/** What this watch says, until it is over. Each event is heard once; whoever stops collecting stops nothing. */
fun Watch.events(): Flow<WatchEvent> = flow {
    while (true) emit(nextEvent() ?: break)
}

/** What both runs say, until both are over. Each event is heard once; whoever stops collecting stops nothing. */
fun Comparing.events(): Flow<OverEvent> = flow {
    while (true) emit(nextEvent() ?: break)
}

/** Every page of a list in its order, read [page] rows at a time. */
fun Engine.allPages(list: String, page: UInt = 200u): Flow<ListPage> = flow {
    var from = 0u
    while (true) {
        val pages = listPages(list, from, page)
        pages.forEach { emit(it) }
        if (pages.size.toUInt() < page) break
        from += page
    }
}
