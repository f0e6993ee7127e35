package kz.arna.app.phone

/** When automatic tests are due, in milliseconds: functions of the time and of chance alone. */
internal object SliceTimes {
    private const val MINUTE = 60_000L

    /** From one to the next, on average: a phone's system gives no more, and the user's means less. */
    const val PERIOD = 45 * MINUTE

    /** Earlier or later by so much at most, so that no two phones, and no two tests of one, keep a beat that could be seen from outside. */
    const val JITTER = 15 * MINUTE

    /** When the next one is due. [chance]: from 0 to 1. */
    fun next(nowMs: Long, chance: Double): Long = nowMs + PERIOD - JITTER + (2 * JITTER * chance.coerceIn(0.0, 1.0)).toLong()

    /** How long to wait for what is due: not at all where it is due by now, and no longer than any wait where the clock was put back. */
    fun wait(dueMs: Long, nowMs: Long): Long = (dueMs - nowMs).coerceIn(0, PERIOD + JITTER)

    /**
     * Whether the system kept one from beginning: two more could have begun since it was due, and the phone, which has been on
     * for [upMs], was on by then.
     */
    fun isMissed(dueMs: Long, nowMs: Long, upMs: Long): Boolean = nowMs - dueMs in 2 * PERIOD..upMs
}
