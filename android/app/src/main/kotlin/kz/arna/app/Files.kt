package kz.arna.app

import android.content.ContentResolver
import android.content.Context
import android.net.Uri
import android.provider.DocumentsContract
import android.system.ErrnoException
import android.system.OsConstants
import java.io.ByteArrayOutputStream
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kz.arna.ffi.FileTrouble
import kz.arna.ffi.longestList

/** What is the matter with a file that was chosen: the engine has a sentence for it. */
internal class FileFault(val what: FileTrouble) : Exception()

/** Files that somebody chose on the phone. What goes wrong with one is a [FileFault], whatever whoever lends it may throw. */
internal class Files(private val context: Context) {
    private val resolver = context.contentResolver

    /** What a file holds, and no more of it than tells that it is too long for a list. */
    suspend fun read(file: Uri, errand: Errand): ByteArray = tries(FileTrouble.UNREAD) {
        errand.asks()
        opened(resolver.openInputStream(ofOthers(file))).use { it.readAtMost(longestList().toLong() + 1, errand::moves) }
    }

    /** Puts all of [from] into a file. What could not be put there whole is taken away again. */
    suspend fun write(file: Uri, from: suspend () -> InputStream, errand: Errand): Unit = tries(FileTrouble.UNWRITTEN) {
        from().use { all ->
            errand.asks()
            val into = opened(resolver.openOutputStream(ofOthers(file), "wt"))
            try {
                into.use { all.copyTo(it, errand::moves) }
            } catch (error: IOException) {
                throw leftOver(file, error)
            } catch (error: RuntimeException) {
                throw leftOver(file, error)
            }
        }
    }

    /** Does what may find no room, no right, or no such file. */
    suspend fun <T> tries(what: FileTrouble, work: suspend () -> T): T = withContext(Dispatchers.IO) {
        try {
            work()
        } catch (error: CancellationException) {
            throw error
        } catch (error: IOException) {
            throw FileFault(if (error.isForRoom()) FileTrouble.NO_ROOM else what)
        } catch (_: RuntimeException) {
            throw FileFault(what) // whoever lends the file may answer with any of them
        }
    }

    /** Whoever stands in for the phone's chooser could name a file of our own, which we may open and they may not. */
    private fun ofOthers(file: Uri): Uri {
        val isOurs = file.authority?.substringAfterLast('@') == Cards.authority(context)
        return file.takeIf { it.scheme == ContentResolver.SCHEME_CONTENT && !isOurs } ?: throw FileNotFoundException()
    }

    private fun <T> opened(stream: T?): T = stream ?: throw FileNotFoundException()

    /** A part of a file, which nobody could tell from the whole. */
    private fun leftOver(file: Uri, error: Exception): Exception = if (isGone(file)) error else FileFault(FileTrouble.LEFT)

    private fun isGone(file: Uri): Boolean = try {
        DocumentsContract.deleteDocument(resolver, file)
    } catch (_: IOException) {
        false
    } catch (_: RuntimeException) {
        false
    }

    private fun IOException.isForRoom() = generateSequence<Throwable>(this) { it.cause }.any { it is ErrnoException && (it.errno == OsConstants.ENOSPC || it.errno == OsConstants.EDQUOT) }

    private fun InputStream.copyTo(into: OutputStream, moves: () -> Unit) {
        val part = ByteArray(PART)
        while (true) {
            val count = read(part)
            if (count < 0) return
            into.write(part, 0, count)
            moves()
        }
    }

    private fun InputStream.readAtMost(most: Long, moves: () -> Unit): ByteArray {
        val bytes = ByteArrayOutputStream()
        val part = ByteArray(PART)
        while (bytes.size() < most) {
            val count = read(part, 0, minOf(PART.toLong(), most - bytes.size()).toInt())
            if (count < 0) break
            bytes.write(part, 0, count)
            moves()
        }
        return bytes.toByteArray()
    }

    private companion object {
        const val PART = 65_536
    }
}
