package kz.arna.app.phone

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.os.Build
import kz.arna.app.App
import kz.arna.app.MainActivity
import kz.arna.app.R
import kz.arna.app.Since
import kz.arna.app.engine.reader
import kz.arna.ffi.textsOfNotices

/** Says that a second look is due: neutrally, without a site's name, and nothing of it on a locked screen. */
class Reminder : JobService() {
    override fun onStartJob(job: JobParameters): Boolean {
        val texts = textsOfNotices(reader((application as App).chosen.language))
        val notices = getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
        val builder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) inChannel(notices, texts.toAct) else outsideOfChannels()
        val open = PendingIntent.getActivity(this, 0, Intent(this, MainActivity::class.java), PendingIntent.FLAG_IMMUTABLE)
        builder.setSmallIcon(R.drawable.mark)
            .setContentTitle(texts.due.title)
            .setContentText(texts.due.detail)
            .setContentIntent(open)
            .setAutoCancel(true)
            .setVisibility(Notification.VISIBILITY_SECRET)
        notices.notify(DUE, builder.build())
        return false
    }

    override fun onStopJob(job: JobParameters): Boolean = false

    @Since(26)
    private fun inChannel(notices: NotificationManager, name: String): Notification.Builder {
        notices.createNotificationChannel(NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_DEFAULT))
        return Notification.Builder(this, CHANNEL)
    }

    @Suppress("DEPRECATION") // what there is before API 26
    private fun outsideOfChannels() = Notification.Builder(this)

    companion object {
        private const val DUE = 1
        private const val CHANNEL = "to_act"

        /** Milliseconds: the system may gather what is due within a quarter of an hour. */
        private const val LATER = 15 * 60_000L

        /** Reminds at a time, also after the phone was restarted. A later wish replaces an earlier one. */
        fun at(context: Context, atMs: Long, nowMs: Long = System.currentTimeMillis()) {
            val wait = (atMs - nowMs).coerceAtLeast(0)
            val job = JobInfo.Builder(DUE, ComponentName(context, Reminder::class.java))
                .setMinimumLatency(wait)
                .setOverrideDeadline(wait + LATER)
                .setPersisted(true)
                .build()
            (context.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler).schedule(job)
        }
    }
}
