package kz.arna.app

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import android.os.Bundle
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import kz.arna.ffi.Does

/** Another app that lends files. What is in them, tests say to the resolver; what is to be deleted is noted. */
class Lender : ContentProvider() {
    /** What was deleted. */
    val deleted = mutableListOf<String>()

    /** Whether it deletes nothing. */
    var keepsAll = false

    override fun onCreate() = true

    override fun call(method: String, argument: String?, extras: Bundle?): Bundle? {
        if (keepsAll) throw UnsupportedOperationException(method)
        deleted += method
        return null
    }

    override fun getType(uri: Uri): String? = null

    override fun query(uri: Uri, columns: Array<String>?, where: String?, values: Array<String>?, order: String?): Cursor? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, where: String?, values: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?): Int = 0
}

/** Breaks off after so many bytes. */
class BreakingInput(private var left: Int, private val error: Exception) : InputStream() {
    override fun read(): Int = if (left-- > 0) 'x'.code else throw error
}

/** Takes so many bytes, and no more. */
class BreakingOutput(private var left: Int, private val error: Exception) : OutputStream() {
    override fun write(byte: Int) {
        if (left-- <= 0) throw error
    }
}

/** Never ends, and counts what was taken of it. */
class Endless : InputStream() {
    var taken = 0L

    override fun read(): Int = 'x'.code.also { taken += 1 }

    override fun read(into: ByteArray, from: Int, count: Int): Int {
        into.fill('x'.code.toByte(), from, from + count)
        taken += count
        return count
    }
}

/** What a disk without room says. */
fun noRoom() = IOException("write failed", android.system.ErrnoException("write", android.system.OsConstants.ENOSPC))

/** Saves all that is kept: somebody asks for it, and agrees to what is said of it. */
internal fun Shell.savesAll() = repeat(2) { does(Does.Export) }
