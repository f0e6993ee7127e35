package kz.arna.app.part

import android.view.View
import kz.arna.app.R

/** A page of rows that stands while more of them come: no view of it is made anew. */
internal interface Growing<R> {
    /** The page. */
    val view: View

    /** Its rows. */
    val rows: LongRows

    /** Takes the rows of a record that are not there yet; all else of it is as it was, but for how many there are. */
    fun adds(rest: R)
}

/** Has the end of a page asked for again. */
internal fun View.grows(onEnd: (() -> Unit)?) {
    findViewById<PageScroll>(R.id.scroll)?.grows(onEnd)
}
