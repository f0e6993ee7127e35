package kz.arna.app.part

import android.widget.EditText

/** A field that is made before a page wants one, in a message of its own: to make one takes as long as the rest of a page. */
internal class SpareField(private val make: () -> EditText) {
    private var made: EditText? = null

    /** Whether there is one. */
    val isThere: Boolean get() = made != null

    /** The field that is there; else one is made now. */
    fun take(): EditText = (made ?: make()).also { made = null }

    /** Has one for the next page. */
    fun makes() {
        if (!isThere) made = make()
    }
}
