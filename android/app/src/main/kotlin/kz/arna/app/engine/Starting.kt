package kz.arna.app.engine

import java.util.TimeZone
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Confirm
import kz.arna.ffi.Does
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Reader
import kz.arna.ffi.RunRequest
import kz.arna.ffi.beyondMeans

/** A run as a button begins it, over this network. Limits of a day are those of the reader's day. */
fun request(network: NetworkChoice?, isBeyondMeans: Boolean): RunRequest {
    val ahead = TimeZone.getDefault().getOffset(System.currentTimeMillis()) / 60_000
    return RunRequest(network = network, isBeyondMeans = isBeyondMeans, minutesAhead = ahead)
}

/** Begins what a button says. What the user's means forbid is a question first; nothing: it began. */
suspend fun questionBefore(does: Does, reader: Reader, start: suspend () -> Unit): Confirm? = try {
    start()
    null
} catch (error: ArnaException.NotAllowed) {
    beyondMeans(reader, error, does) ?: throw error
}
