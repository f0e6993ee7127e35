package kz.arna.app.draw

import kz.arna.ffi.NetworkState

/** A stretch of a day's hours in one state; no state: nobody watched. */
class Reach(val from: Int, val until: Int, val state: NetworkState?)

/** The hours of a day as stretches: a pure function of the record. */
fun reaches(hours: List<NetworkState?>): List<Reach> {
    val reaches = mutableListOf<Reach>()
    hours.forEachIndexed { hour, state ->
        val last = reaches.lastOrNull()
        if (last != null && last.state == state) {
            reaches[reaches.lastIndex] = Reach(last.from, hour + 1, state)
        } else {
            reaches += Reach(hour, hour + 1, state)
        }
    }
    return reaches
}

/** Where the hours of a day are, in dp: [label] is the width that names of days take. */
class Axis(width: Float, label: Float) {
    val start = label + BESIDE_LABEL
    val hour = (width - start - END) / HOURS

    /** Where an hour begins. */
    fun at(hour: Int): Float = start + this.hour * hour

    companion object {
        /** Hours that have a line. */
        val LINES = listOf(0, 6, 12, 18, 24)

        /** Height of a day. */
        const val DAY = 18f
        private const val HOURS = 24
        private const val BESIDE_LABEL = 8f
        private const val END = 5f
    }
}
