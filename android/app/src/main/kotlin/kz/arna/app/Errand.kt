package kz.arna.app

import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CompletableDeferred

/** How long a file is waited for, in milliseconds: until that is said, and until whoever moves nothing of it is taken not to answer. */
class Patience(val soon: Long = 1_000, val silence: Long = 60_000)

/** A file that is read or written. Whoever lends it may hold the thread that asks for good: its answer can be given up, and that thread is left to it. */
internal class Errand {
    /** What comes of it. */
    val answer = CompletableDeferred<ByteArray?>()
    private val moved = AtomicLong()
    @Volatile
    private var isTheirs = false

    /** Notes that whoever lends the file is asked from now on; what came before was our own work. */
    fun asks() {
        isTheirs = true
        moves()
    }

    /** Notes that something of the file was moved. */
    fun moves() {
        moved.incrementAndGet()
    }

    /** Does it, unless it is given up meanwhile. */
    suspend fun does(what: suspend (Errand) -> ByteArray?) {
        try {
            answer.complete(what(this))
        } catch (error: Throwable) {
            answer.completeExceptionally(error) // thrown again where it is awaited
        }
    }

    /** Returns once whoever lends the file has moved nothing of it over a whole [rest]. */
    suspend fun untilSilent(rest: suspend () -> Unit) {
        do {
            val before = moved.get()
            rest()
        } while (!isTheirs || moved.get() != before)
    }
}
