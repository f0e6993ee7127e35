package kz.arna.app

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import java.io.InputStream
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kz.arna.app.engine.OnMain
import kz.arna.ffi.FileTrouble

/**
 * Files that are asked for, and read or written once they are chosen. That is the work of the process, not of one window: a
 * phone that is turned meanwhile makes another window, which hears of the end.
 */
internal class Errands(private val window: Activity, private val work: CoroutineScope, private val shell: Shell, private val patience: Patience) {
    private val files = Files(window.applicationContext)
    private var writing: (suspend () -> InputStream)? = null
    private var errand: Errand? = null

    /** What the next window goes on with. */
    class Kept(val writing: (suspend () -> InputStream)?, val errand: Errand?)

    val kept get() = Kept(writing, errand)

    fun goesOn(with: Kept) {
        writing = with.writing
        with.errand?.let { follows(it) }
    }

    /** Sends a picture on. */
    suspend fun sends(picture: Bitmap) {
        val uri = files.tries(FileTrouble.UNWRITTEN) { Cards.keep(window, picture) }
        val send = Intent(Intent.ACTION_SEND).setType("image/png").putExtra(Intent.EXTRA_STREAM, uri).addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        begins { window.startActivity(Intent.createChooser(send, null)) }
    }

    /** Asks for a file to write into. */
    fun writes(what: suspend () -> InputStream, name: String) {
        writing = what
        asks(Intent(Intent.ACTION_CREATE_DOCUMENT).setType("application/json").putExtra(Intent.EXTRA_TITLE, name), WRITE)
    }

    /** Asks for a file with sites. */
    fun reads() = asks(Intent(Intent.ACTION_OPEN_DOCUMENT).setType("*/*"), READ)

    /** Reads a file with sites. */
    fun reads(file: Uri) = runs { files.read(file, it) }

    /** Hears which file was chosen. Where the process ended meanwhile, nobody knows any more what was to be written into it. */
    fun came(request: Int, result: Int, file: Uri?) {
        if (request != READ && request != WRITE) return
        val what = writing.also { writing = null }
        when {
            result != Activity.RESULT_OK -> Unit
            file == null -> shell.tries { throw FileFault(if (request == READ) FileTrouble.UNREAD else FileTrouble.UNWRITTEN) }
            request == READ -> reads(file)
            what == null -> shell.tries { throw FileFault(FileTrouble.LEFT) }
            else -> runs { files.write(file, what, it).let { null } }
        }
    }

    /** Gives up the file that is waited for: what comes of it still is nobody's. */
    fun givesUp() {
        errand?.answer?.cancel()
    }

    private fun runs(what: suspend (Errand) -> ByteArray?) = follows(Errand().also { errand -> work.launch { errand.does(what) } })

    private fun follows(doing: Errand) {
        errand = doing
        shell.tries {
            try {
                answerOf(doing)?.let { shell.reads(it) }
            } finally {
                if (doing.answer.isCompleted) errand = null
            }
        }
    }

    /** What comes of it. Whoever lends the file may take long, or never answer. */
    private suspend fun answerOf(doing: Errand): ByteArray? = coroutineScope {
        val waits = launch(OnMain) {
            OnMain.rests(patience.soon)
            shell.waits()
            doing.untilSilent { OnMain.rests(patience.silence) }
            doing.answer.completeExceptionally(FileFault(FileTrouble.UNANSWERED))
        }
        try {
            doing.answer.await()
        } finally {
            waits.cancel()
            shell.waited()
        }
    }

    @Suppress("DEPRECATION") // the newer way is AndroidX's
    private fun asks(ask: Intent, request: Int) {
        shell.tries { begins { window.startActivityForResult(ask.addCategory(Intent.CATEGORY_OPENABLE), request) } }
    }

    private fun begins(start: () -> Unit) = try {
        start()
    } catch (_: ActivityNotFoundException) {
        throw FileFault(FileTrouble.NO_APP)
    } catch (_: SecurityException) {
        throw FileFault(FileTrouble.NO_APP) // the phone has one, and does not let us
    }

    private companion object {
        const val WRITE = 1
        const val READ = 2
    }
}
