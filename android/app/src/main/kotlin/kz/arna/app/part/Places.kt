package kz.arna.app.part

/** Where each of [count] rows stands below the others. One that was never laid out is thought to be as tall as is [usual]. */
internal class Places(private var count: Int, private var usual: Int) {
    private var heights = IntArray(count) { UNKNOWN }
    private var tops = IntArray(count + 1)
    private var isUsualKnown = false
    private var isStale = true

    /** What was reckoned to be usual; nothing: no row was laid out yet. */
    val reckoned: Int? get() = usual.takeIf { isUsualKnown }

    /** How tall all of them are. */
    val height: Int get() = top(count)

    /** Where a row begins; what follows the last one is the end. */
    fun top(row: Int): Int {
        if (isStale) stack()
        return tops[row]
    }

    /** The row at this height; the first or the last for what is beyond. */
    fun at(y: Int): Int {
        if (isStale) stack()
        val found = tops.binarySearch(y, 0, count)
        return (if (found >= 0) found else -found - 2).coerceIn(0, maxOf(count - 1, 0))
    }

    /** How tall a row was when it was laid out; nothing: it never was. */
    fun known(row: Int): Int? = heights[row].takeIf { it != UNKNOWN }

    /** Notes how tall a row is; by how much that is more than was thought. */
    fun learn(row: Int, height: Int): Int {
        val more = height - (known(row) ?: usual)
        heights[row] = height
        if (more != 0) isStale = true
        return more
    }

    /** Has room for so many rows more before the one at [row]. */
    fun adds(row: Int, more: Int) {
        heights = heights.copyOfRange(0, row) + IntArray(more) { UNKNOWN } + heights.copyOfRange(row, count)
        count += more
        tops = IntArray(count + 1)
        isStale = true
    }

    /** Takes what the first rows had for usual. Later ones change it no more: it would move what stands below them. */
    fun reckon() {
        if (isUsualKnown) return
        val known = heights.filter { it != UNKNOWN }
        if (known.isEmpty()) return
        isUsualKnown = true
        usual = known.average().toInt()
        isStale = true
    }

    /** Takes what another drawing of them had for usual: what is seen of this one stands where it stood there. */
    fun takes(reckoned: Int?) {
        usual = reckoned ?: return
        isUsualKnown = true
        isStale = true
    }

    /** Forgets how tall each was. */
    fun forget() {
        heights.fill(UNKNOWN)
        isUsualKnown = false
        isStale = true
    }

    private fun stack() {
        for (row in 0 until count) tops[row + 1] = tops[row] + if (heights[row] == UNKNOWN) usual else heights[row]
        isStale = false
    }

    private companion object {
        const val UNKNOWN = -1
    }
}
