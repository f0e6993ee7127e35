package kz.arna.app

import kz.arna.ffi.AboutApp
import kz.arna.ffi.AboutPart
import kz.arna.ffi.Reader
import kz.arna.ffi.aboutApp

/** What the app says of itself: its version, and what of others is in it. */
internal object About {
    /** As the manifest has it; a test compares. */
    const val VERSION = "0.1.0"

    /** What is packed with the app and is not Arna's, with licences as SPDX writes them. */
    private val PARTS = listOf(
        AboutPart("Kotlin", "Apache-2.0"),
        AboutPart("kotlinx.coroutines", "Apache-2.0"),
        AboutPart("JNA", "Apache-2.0 OR LGPL-2.1-or-later"),
    )

    /** The record. */
    fun read(reader: Reader): AboutApp = aboutApp(reader, VERSION, null, PARTS)
}
