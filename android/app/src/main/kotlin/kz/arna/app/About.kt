package kz.arna.app

import android.content.Context
import kz.arna.app.phone.Signed
import kz.arna.ffi.AboutApp
import kz.arna.ffi.AboutPart
import kz.arna.ffi.LicenceText
import kz.arna.ffi.PartLicence
import kz.arna.ffi.Reader
import kz.arna.ffi.ShownLicence
import kz.arna.ffi.aboutApp
import kz.arna.ffi.licenceOfPart
import org.json.JSONArray
import org.json.JSONObject

/** What the app says of itself: its version, what of others is in it, and their licences. The build wrote it down (`scripts/parts`). */
internal object About {
    /** As the manifest has it; a test compares. */
    const val VERSION = "0.1.0"

    /** The record. */
    fun read(reader: Reader, context: Context): AboutApp {
        val others = lines(context, R.raw.parts) { parts -> parts.drop(1).map { JSONObject(it) }.map { AboutPart(it.getString("name"), it.getString("licence")) }.toList() }
        return aboutApp(reader, VERSION, Signed.fingerprint(context), others)
    }

    /** The licence of a part, or of the app itself, which stands first; nothing: there is no such part. */
    fun licence(reader: Reader, context: Context, part: String?): ShownLicence? {
        val told = lines(context, R.raw.parts) { parts -> parts.map { JSONObject(it) }.firstOrNull { part == null || it.getString("name") == part } } ?: return null
        val texts = lines(context, R.raw.licences) { texts -> texts.toList() }
        val its = told.getJSONArray("texts").each { JSONObject(texts[getInt(it)]) }.map { LicenceText(it.getString("name"), it.getString("text")) }
        val source = if (told.has("source")) told.getString("source") else null
        return licenceOfPart(reader, PartLicence(told.getString("name"), told.getString("licence"), told.getJSONArray("copyright").each { getString(it) }, source, its))
    }

    private fun <T> lines(context: Context, file: Int, read: (Sequence<String>) -> T): T = context.resources.openRawResource(file).bufferedReader().useLines(read)

    private fun <T> JSONArray.each(read: JSONArray.(Int) -> T): List<T> = (0 until length()).map { read(it) }
}
