package kz.arna.app

import java.util.concurrent.CountDownLatch
import kz.arna.ffi.Radio
import kz.arna.ffi.RadioReading

/**
 * A radio that does not answer once something [holds], before it is opened: the simulated clock stands still until then, and what goes on is in the
 * middle for as long as a test wants, however slow the machine is.
 */
class Gate(private val holds: () -> Boolean) : Radio {
    @Volatile
    private var shut = CountDownLatch(1)

    override fun reading(): RadioReading {
        // Whoever came to one that was opened since goes on, though it is closed again by now.
        val mine = shut
        if (holds()) mine.await()
        return RadioReading()
    }

    fun open() = shut.countDown()

    fun close() {
        shut = CountDownLatch(1)
    }
}
