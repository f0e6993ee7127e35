package kz.arna.app

import java.lang.management.ManagementFactory
import java.util.Locale
import java.util.concurrent.locks.LockSupport
import kotlin.concurrent.thread
import kotlin.math.ceil

/** How long one message after the other holds the thread that this is made on, and where in the app's code those are that hold it for long. */
internal class Held {
    private class Message(val ms: Double, val cpuMs: Double, val places: List<String>)

    private val messages = LinkedHashMap<String, MutableList<Message>>()
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

    /** What was held, by screen, as an object of JSON. */
    fun figures(): String = messages.entries.joinToString(", ", "{", "}") { (screen, all) -> "\"$screen\": ${figures(all)}" }

    private fun figures(all: List<Message>): String {
        val longest = all.maxBy { it.cpuMs }
        val ninetyNinth = all.map { it.ms }.sorted()[ceil(all.size * 0.99).toInt() - 1]
        val places = longest.places.groupingBy { it }.eachCount().entries.sortedByDescending { it.value }.take(MOST)
        return """{"messages": ${all.size}, "longest_ms": ${all.maxOf { it.ms }.told()}, "p99_ms": ${ninetyNinth.told()}, "over_16_ms": ${all.count { it.ms > FRAME }}, """ +
            """"cpu_longest_ms": ${longest.cpuMs.told()}, "cpu_over_16_ms": ${all.count { it.cpuMs > FRAME }}, """ +
            """"longest_in": {${places.joinToString(", ") { (place, times) -> "\"$place\": ${(100.0 * times / longest.places.size).told()}" }}}}"""
    }

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

    private fun Double.told() = "%.2f".format(Locale.ROOT, this)

    private companion object {
        const val APP = "kz.arna.app."
        val OURS = listOf("MainThreadBench.kt", "Held.kt", "Hands.kt", "Lab.kt")

        /** Milliseconds: a message that takes longer costs a frame. */
        const val FRAME = 16.0

        /** Nanoseconds: what has lasted for so long is looked at so often. */
        const val SHORT = 4_000_000L
        const val LOOK = 1_000_000L
        const val MOST = 3

        fun cpu(): Long = ManagementFactory.getThreadMXBean().currentThreadCpuTime
    }
}
