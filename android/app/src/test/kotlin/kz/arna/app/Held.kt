package kz.arna.app

import java.lang.management.ManagementFactory
import java.util.concurrent.locks.LockSupport
import kotlin.concurrent.thread

/** How long one message held the main thread, how long it worked meanwhile, and where in the app's code it was. */
internal class Message(val ms: Double, val cpuMs: Double, val places: List<String>)

/** How long one message after the other holds the thread that this is made on, and where in the app's code those are that hold it for long. */
internal class Held {
    private var messages = LinkedHashMap<String, MutableList<Message>>()
    private val held = Thread.currentThread()
    private val places = mutableListOf<String>()

    /** When the message began that holds it; 0: none does. */
    @Volatile
    private var began = 0L

    init {
        thread(isDaemon = true) {
            while (true) {
                LockSupport.parkNanos(LOOK)
                look()
            }
        }
    }

    /** Does [work] as one message of a screen. */
    fun timed(screen: String, work: () -> Unit) {
        val (from, cpuFrom) = System.nanoTime() to cpu()
        began = from
        work()
        val (ms, cpuMs) = (System.nanoTime() - from) / 1e6 to (cpu() - cpuFrom) / 1e6
        began = 0
        val where = synchronized(places) { places.toList().also { places.clear() } }
        messages.getOrPut(screen) { mutableListOf() } += Message(ms, cpuMs, where)
    }

    /** The messages since this was asked last, by screen. */
    fun taken(): Map<String, List<Message>> = messages.also { messages = LinkedHashMap() }

    /** Notes where a message is that has begun some time ago. */
    private fun look() {
        val at = began
        if (at == 0L || System.nanoTime() - at < SHORT) return
        val stack = held.stackTrace
        synchronized(places) { if (began == at) places += place(stack) }
    }

    /** The app's own method that is called deepest, and whether what it waits for is a class that is loaded. */
    private fun place(stack: Array<StackTraceElement>): String {
        val own = stack.indexOfFirst { it.className.startsWith(APP) && it.fileName !in OURS }
        val above = if (own < 0) stack.toList() else stack.take(own)
        val name = if (own < 0) "Android" else "${stack[own].className.removePrefix(APP).substringBefore('$')}.${stack[own].methodName.substringBefore('$')}"
        return if (above.any { it.className == "java.lang.ClassLoader" || it.methodName == "<clinit>" }) "$name, loading classes" else name
    }

    private companion object {
        const val APP = "kz.arna.app."
        val OURS = listOf("MainThreadBench.kt", "Held.kt", "Hands.kt", "Lab.kt")

        /** Nanoseconds: what has lasted for so long is looked at so often. */
        const val SHORT = 2_000_000L
        const val LOOK = 500_000L

        fun cpu(): Long = ManagementFactory.getThreadMXBean().currentThreadCpuTime
    }
}
