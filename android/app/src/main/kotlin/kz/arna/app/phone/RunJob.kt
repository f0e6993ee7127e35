package kz.arna.app.phone

import android.app.Notification
import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kz.arna.app.App
import kz.arna.app.Since
import kz.arna.app.engine.OnMain

/** Holds the process while a run goes on that a person began, from API 34 on: a data transfer that a user initiated, as the system calls it. */
@Since(34)
open class RunJob : JobService() {
    private val core get() = (application as App).core
    private val scope = CoroutineScope(SupervisorJob() + OnMain)
    private var waiting: Job? = null

    override fun onStartJob(job: JobParameters): Boolean {
        // The run is over already; or the process was killed in the middle, and whoever comes back goes on with it.
        if (core.going.value == null) return false
        tells(job, Notices(this).working())
        waiting = scope.launch {
            core.going.first { it == null }
            jobFinished(job, false)
        }
        return true
    }

    /** Cuts the run off at once: what is complete is kept. A network that is gone the engine itself waits for, and ends without it. */
    override fun onStopJob(job: JobParameters): Boolean {
        waiting?.cancel()
        if (job.stopReason == JobParameters.STOP_REASON_CONSTRAINT_CONNECTIVITY) return true
        core.stop()
        return false
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    /** Shows the notice for as long as the job lasts. */
    protected open fun tells(job: JobParameters, notice: Notification) {
        given { setNotification(job, Notices.WORKING, notice, JOB_END_NOTIFICATION_POLICY_REMOVE) }
    }

    companion object {
        /** What the system is asked for. */
        @Since(34)
        fun of(context: Context, bytes: Long): JobInfo = JobInfo.Builder(JobId.RUN, ComponentName(context, RunJob::class.java))
            .setUserInitiated(true)
            .setRequiredNetwork(leadingOut().build())
            .setEstimatedNetworkBytes(bytes, JobInfo.NETWORK_BYTES_UNKNOWN.toLong())
            .build()
    }
}
