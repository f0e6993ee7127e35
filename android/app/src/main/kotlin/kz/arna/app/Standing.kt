package kz.arna.app

import android.view.View
import kz.arna.app.engine.OnMain
import kz.arna.app.part.Growing
import kz.arna.ffi.RowsHeld

/**
 * A page of rows as long as it is shown: what comes of the same place since goes into it, and is not drawn again. The page, the rows that are
 * seen first and the first frame are messages of their own: together they would hold the main thread for longer than a frame.
 */
internal class Standing<R>(private val made: (R) -> Growing<R>, private val shown: () -> View?) {
    private var page: Growing<R>? = null
    private var of: Place? = null
    private var held: RowsHeld? = null

    /** What is there already of the rows of a place; nothing: another page is shown. */
    fun held(place: Place): RowsHeld? = held.takeIf { of == place.first && page?.view === shown() }

    /** What is to be shown for a record; nothing: it is, with the rest of its rows ([isRest]). */
    suspend fun view(place: Place, record: R, held: RowsHeld?, isRest: Boolean): View? {
        val before = page?.takeIf { of == place.first && it.view === shown() }
        this.held = held
        of = place.first
        val now = page?.takeIf { isRest }?.also { it.adds(record) } ?: made(record)
        page = now
        if (now.view === shown()) return null
        val from = before?.rows?.begins ?: 0
        do OnMain.rests(0) while (now.rows.makesReady(from))
        return now.view
    }
}
