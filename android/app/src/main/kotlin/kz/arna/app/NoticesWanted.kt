package kz.arna.app

import android.Manifest
import android.app.Activity
import android.content.pm.PackageManager
import android.os.Build
import kz.arna.app.phone.Notices
import kz.arna.ffi.Reader
import kz.arna.ffi.Trouble
import kz.arna.ffi.noNews
import kz.arna.ffi.noReminder

/** Asks whether notices may be shown, here and nowhere before somebody wants one. Where nobody would see them, [says] why. */
internal class NoticesWanted(private val activity: Activity, private val says: (what: (Reader) -> Trouble) -> Unit) {
    /** A reminder is wanted. */
    fun reminder() = wants(REMINDER)

    /** News of the Internet are wanted. */
    fun news() = wants(NEWS)

    private fun wants(what: Int) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || !isAsked(what)) told(what)
    }

    /** Whether its user is asked now: the answer comes later. */
    @Since(33)
    private fun isAsked(what: Int): Boolean {
        val name = Manifest.permission.POST_NOTIFICATIONS
        return (activity.checkSelfPermission(name) != PackageManager.PERMISSION_GRANTED).also { if (it) activity.requestPermissions(arrayOf(name), what) }
    }

    /** The answer came, or none if its user was torn away from the question. */
    fun answered(what: Int, isAnswer: Boolean) {
        if (isAnswer) told(what)
    }

    private fun told(what: Int) {
        if (!Notices(activity).areShown) says(if (what == REMINDER) ::noReminder else ::noNews)
    }

    private companion object {
        const val REMINDER = 3
        const val NEWS = 4
    }
}
