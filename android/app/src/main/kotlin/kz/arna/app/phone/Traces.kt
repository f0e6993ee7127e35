package kz.arna.app.phone

import android.app.NotificationManager
import android.app.job.JobScheduler
import android.content.Context
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile

/** What the app leaves on the phone beside what the engine keeps: what is due, what is shown, what was sent on. */
object Traces {
    /** Forgets all of it. */
    fun forget(context: Context) {
        (context.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler).cancelAll()
        (context.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager).cancelAll()
        for (folder in listOfNotNull(context.cacheDir, context.codeCacheDir, context.externalCacheDir)) empty(folder)
    }

    /** Erases a file, or a folder that is empty. Overwritten first: a name that is gone leaves its bytes on the disk. */
    fun erase(file: File) {
        if (file.isFile) overwrite(file)
        file.delete()
    }

    private fun empty(folder: File) {
        for (file in folder.walkBottomUp()) if (file != folder) erase(file)
    }

    private fun overwrite(file: File) = try {
        RandomAccessFile(file, "rw").use { it.overwritten() }
    } catch (_: IOException) {
        Unit // it goes all the same
    }

    private fun RandomAccessFile.overwritten() {
        val nothing = ByteArray(PART)
        var left = length()
        while (left > 0) {
            val part = minOf(left, PART.toLong()).toInt()
            write(nothing, 0, part)
            left -= part
        }
        fd.sync()
    }

    private const val PART = 65_536
}
