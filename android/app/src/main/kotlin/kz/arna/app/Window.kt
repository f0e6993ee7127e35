package kz.arna.app

import android.graphics.Bitmap
import android.view.View
import java.io.InputStream
import kz.arna.ffi.Offer
import kz.arna.ffi.PhonePage

/** What a shell needs of its window. */
interface Window {
    /** Puts a screen into it. */
    fun shows(view: View)

    /** Whether screens are shut, until whoever holds the phone has unlocked it. */
    val isShut: Boolean

    /** Asks for the phone's own lock. */
    fun unlocks(title: String)

    /** Forgets what the app left on the phone beside what the engine keeps. */
    suspend fun forgets()

    /** Closes it. */
    fun leaves()

    /** Draws everything anew: the language or the theme is another one. */
    fun begins()

    /** Sends a picture on, to whom its owner chooses. */
    suspend fun sends(picture: Bitmap)

    /** Writes what is read of a stream into a file that its owner chooses. */
    fun writes(what: suspend () -> InputStream, name: String)

    /** Reads a file that its owner chooses into where sites are added. */
    fun reads()

    /** Gives up the file that is waited for. */
    fun givesUp()

    /** Reminds neutrally at a time. */
    fun reminds(atMs: Long)

    /** Asks the system for what an offer is about. */
    fun asks(offer: Offer)

    /** Opens a page of the phone's own settings, or what is nearest to it. */
    fun opens(page: PhonePage)
}
