package kz.arna.app

import android.app.Notification
import android.content.Intent
import android.net.Uri
import android.os.Build

/** Whether the phone's own settings lead here. */
internal val Intent.isFromSettings: Boolean
    get() = action == Intent.ACTION_APPLICATION_PREFERENCES || hasCategory(Notification.INTENT_CATEGORY_NOTIFICATION_PREFERENCES)

/** The text that another app shares. Nothing else of an intent is looked at but a file, whatever somebody packed into it. */
internal fun Intent.sharedText(): String? = unpacked { getCharSequenceExtra(Intent.EXTRA_TEXT) }?.toString()

/** The file that another app shares. */
internal fun Intent.sharedFile(): Uri? = unpacked { if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) stream() else streamOld() }

@Since(33)
private fun Intent.stream(): Uri? = getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java)

@Suppress("DEPRECATION") // what there is before API 33
private fun Intent.streamOld(): Uri? = extras?.get(Intent.EXTRA_STREAM) as? Uri

/** What cannot even be unpacked is nothing. */
private fun <T> Intent.unpacked(take: Intent.() -> T?): T? = if (action != Intent.ACTION_SEND) null else try {
    take()
} catch (_: RuntimeException) {
    null
}
