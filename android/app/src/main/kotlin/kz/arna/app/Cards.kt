package kz.arna.app

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.graphics.Bitmap
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException

/** Lends the one card that is sent on to whom its owner chose. Nobody else may open it, and the next card replaces it. */
class Cards : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun getType(uri: Uri): String = "image/png"

    override fun query(uri: Uri, columns: Array<String>?, where: String?, values: Array<String>?, order: String?): Cursor {
        val names = columns ?: arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)
        val row = names.map { name ->
            when (name) {
                OpenableColumns.DISPLAY_NAME -> NAME
                OpenableColumns.SIZE -> file(context!!).length()
                else -> null
            }
        }
        return MatrixCursor(names).apply { addRow(row) }
    }

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        if (uri.lastPathSegment != NAME || mode != "r") throw FileNotFoundException()
        return ParcelFileDescriptor.open(file(context!!), ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, where: String?, values: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, where: String?, arguments: Array<String>?): Int = 0

    companion object {
        /** Says nothing of what is on it. */
        private const val NAME = "arna.png"

        private fun file(context: Context) = File(context.cacheDir, NAME)

        /** Where the picture is lent. */
        fun authority(context: Context) = "${context.packageName}.cards"

        /** Keeps a card as a picture without any data about itself, and gives the address under which it is lent. */
        fun keep(context: Context, picture: Bitmap): Uri {
            // What goes wrong while it is written is not thrown.
            val isWhole = file(context).outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
            if (!isWhole) throw IOException().also { file(context).delete() }
            return Uri.parse("content://${authority(context)}/$NAME")
        }
    }
}
