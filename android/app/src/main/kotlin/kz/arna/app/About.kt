package kz.arna.app

import android.content.Context
import kz.arna.app.phone.Signed
import kz.arna.ffi.AboutApp
import kz.arna.ffi.AboutPart
import kz.arna.ffi.Reader
import kz.arna.ffi.aboutApp
import org.json.JSONObject

/** What the app says of itself: its version, and what of others is in it. */
internal object About {
    /** As the manifest has it; a test compares. */
    const val VERSION = "0.1.0"

    /** What is packed with the app beside libarna and is not Arna's, with licences as SPDX writes them. */
    private val PARTS = listOf(
        AboutPart("Kotlin", "Apache-2.0"),
        AboutPart("kotlinx.coroutines", "Apache-2.0"),
        AboutPart("JNA", "Apache-2.0 OR LGPL-2.1-or-later"),
    )

    /** The record. */
    fun read(reader: Reader, context: Context): AboutApp = aboutApp(reader, VERSION, Signed.fingerprint(context), PARTS + partsOfLibarna(context))

    /** What of others is in libarna, as the build wrote it down. */
    private fun partsOfLibarna(context: Context): List<AboutPart> =
        context.resources.openRawResource(R.raw.parts).bufferedReader().useLines { lines ->
            lines.map { JSONObject(it) }.map { AboutPart(it.getString("name"), it.getString("licence")) }.toList()
        }
}
