package kz.arna.app.engine

import android.content.Context
import java.util.Locale
import java.util.TimeZone
import kz.arna.ffi.Reader
import kz.arna.phoneReader

/** Who reads: the chosen language, by the clock of a zone. */
fun reader(language: String, zone: TimeZone = TimeZone.getDefault()): Reader = phoneReader(language, zone)

/** The phone's language, if Arna speaks it; else Russian, which most who do not read one of the others read. */
fun usual(context: Context): String {
    val locale: Locale = context.resources.configuration.locales[0]
    return if (locale.language in SPOKEN) locale.language else "ru"
}

private val SPOKEN = setOf("kk", "ru", "en")
