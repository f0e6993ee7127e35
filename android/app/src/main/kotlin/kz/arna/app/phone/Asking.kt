package kz.arna.app.phone

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.Context
import android.net.NetworkCapabilities
import android.net.NetworkRequest

/** Asks the system for something; nothing: it is refused. Makers' systems do so with exceptions of every kind, and Arna goes on without it. */
internal inline fun <T> given(ask: () -> T): T? = try {
    ask()
} catch (_: RuntimeException) {
    null
}

/** What starts jobs. */
internal val Context.jobs get() = getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler

/** Whether the system took a job. */
internal fun Context.isTaken(job: JobInfo) = given { jobs.schedule(job) } == JobScheduler.RESULT_SUCCESS

/**
 * Any network that leads out, as jobs ask for it. It need not get through, since whether it does is what is looked at; and over a VPN
 * the engine refuses, and says why.
 */
internal fun leadingOut(): NetworkRequest.Builder = NetworkRequest.Builder()
    .addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
    .removeCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN)

/** Numbers of jobs, which a later version knows again: they are kept over updates. */
internal object JobId {
    const val REMINDER = 1
    const val RUN = 2
    const val SLICE = 3
    const val NEXT_SLICE = 4
}
