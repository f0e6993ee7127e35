package kz.arna.app

import java.util.Locale
import kotlin.math.ceil

/** What tours of the app took, one after the other. The first ones load and compile; those that are told are the last ones. */
internal class Tours {
    private val tours = mutableListOf<Map<String, List<Message>>>()

    /** One more. */
    fun add(tour: Map<String, List<Message>>) {
        tours += tour
    }

    /** Whether none of the last ones had a screen's longest message shorter by a tenth than all those before: the JVM has compiled what it will. */
    fun areStill(): Boolean {
        val (before, last) = tours.dropLast(TOLD) to tours.takeLast(TOLD)
        if (before.isEmpty()) return false
        return last.first().keys.all { screen -> last.minOf { it.longest(screen) } > before.minOf { it.longest(screen) } * STILL }
    }

    /** What the last ones held, by screen, as an object of JSON. */
    fun figures(): String {
        val last = tours.takeLast(TOLD)
        val screens = last.last().keys.joinToString(", ", "{", "}") { "\"$it\": ${figures(it, last)}" }
        return """{"tours": ${tours.size}, "told": ${last.size}, "are_still": ${areStill()}, "screens": $screens}"""
    }

    private fun figures(screen: String, last: List<Map<String, List<Message>>>): String {
        val all = last.flatMap { it.getValue(screen) }
        val longest = all.maxBy { it.cpuMs }
        val usual = last.map { it.longest(screen) }.sorted()[last.size / 2]
        val ninetyNinth = all.map { it.ms }.sorted()[ceil(all.size * 0.99).toInt() - 1]
        val places = longest.places.groupingBy { it }.eachCount().entries.sortedByDescending { it.value }.take(MOST)
        return """{"messages": ${all.size}, "longest_ms": ${all.maxOf { it.ms }.told()}, "p99_ms": ${ninetyNinth.told()}, "over_16_ms": ${all.count { it.ms > FRAME }}, """ +
            """"cpu_usual_ms": ${usual.told()}, "cpu_longest_ms": ${longest.cpuMs.told()}, "cpu_over_16_ms": ${all.count { it.cpuMs > FRAME }}, """ +
            """"longest_in": {${places.joinToString(", ") { (place, times) -> "\"$place\": ${(100.0 * times / longest.places.size).told()}" }}}}"""
    }

    private fun Map<String, List<Message>>.longest(screen: String) = getValue(screen).maxOf { it.cpuMs }

    private fun Double.told() = "%.2f".format(Locale.ROOT, this)

    private companion object {
        /** So many tours are told of. */
        const val TOLD = 3
        const val STILL = 0.9

        /** Milliseconds: a message that takes longer costs a frame. */
        const val FRAME = 16.0
        const val MOST = 3
    }
}
