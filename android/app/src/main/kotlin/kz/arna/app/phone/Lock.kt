package kz.arna.app.phone

/**
 * Whether the app's screens are shut, for who chose that: from the start of the process on, and again once the app was out of
 * the front for more than a minute. [now]: milliseconds since the phone was started, sleep included.
 */
class Lock(private val now: () -> Long) {
    private var isOpen = false
    private var leftAt: Long? = null

    /** The app is not in front any more. */
    fun left() {
        if (leftAt == null) leftAt = now()
    }

    /** The app is in front again. */
    fun came() {
        leftAt?.let { if (now() - it > LONGEST) isOpen = false }
        leftAt = null
    }

    /** Whoever holds the phone could unlock it, or is inside already. */
    fun open() {
        isOpen = true
    }

    /** Whether screens are shut, if that is chosen. */
    fun isShut(isChosen: Boolean): Boolean = isChosen && !isOpen

    private companion object {
        /** Long enough to look at a message and to come back (ours). */
        const val LONGEST = 60_000L
    }
}
