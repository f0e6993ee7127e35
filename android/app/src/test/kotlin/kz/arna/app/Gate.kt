package kz.arna.app

import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import kz.arna.ffi.Radio
import kz.arna.ffi.RadioReading

/**
 * A radio that does not answer once something [holds], before it is opened: the simulated clock stands still until then, and what goes on is in the
 * middle for as long as a test wants, however slow the machine is.
 */
class Gate(private val holds: () -> Boolean) : Radio {
    private val lock = ReentrantLock()
    private val changed = lock.newCondition()
    private var isOpen = false

    override fun reading(): RadioReading {
        if (holds()) lock.withLock { while (!isOpen) changed.await() }
        return RadioReading()
    }

    fun open() = set(true)

    fun close() = set(false)

    private fun set(open: Boolean) = lock.withLock {
        isOpen = open
        changed.signalAll()
    }
}
