package kz.arna.app.phone

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context

/** Says that a second look is due. */
class Reminder : JobService() {
    override fun onStartJob(job: JobParameters): Boolean {
        Notices(this).due()
        return false
    }

    override fun onStopJob(job: JobParameters): Boolean = false

    companion object {
        /** Milliseconds: the system may gather what is due within a quarter of an hour. */
        private const val LATER = 15 * 60_000L

        /** Reminds at a time, also after the phone was restarted. A later wish replaces an earlier one. */
        fun at(context: Context, atMs: Long, nowMs: Long = System.currentTimeMillis()) {
            val wait = (atMs - nowMs).coerceAtLeast(0)
            val job = JobInfo.Builder(JobId.REMINDER, ComponentName(context, Reminder::class.java))
                .setMinimumLatency(wait)
                .setOverrideDeadline(wait + LATER)
                .setPersisted(true)
                .build()
            context.isTaken(job)
        }
    }
}
