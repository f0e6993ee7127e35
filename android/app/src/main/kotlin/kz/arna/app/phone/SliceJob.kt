package kz.arna.app.phone

import android.app.job.JobParameters
import android.app.job.JobService
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kz.arna.app.App
import kz.arna.app.engine.OnMain
import kz.arna.ffi.ArnaException

/** An automatic test, when the system starts it. One at a time. */
class SliceJob : JobService() {
    private val scope = CoroutineScope(SupervisorJob() + OnMain)
    private var slice: Pair<Int, Job>? = null

    override fun onStartJob(job: JobParameters): Boolean {
        if (slice?.second?.isActive == true) return false
        slice = job.jobId to scope.launch {
            try {
                (application as App).slices.begin(job.jobId)
            } catch (_: ArnaException) {
                // A store that cannot be opened, or is locked: the window says so, and the next job tries again.
            }
            // Not reached by what was cut off: of that the system knows.
            jobFinished(job, false)
        }
        return true
    }

    /** Cuts it off at once: what is complete is kept, and the next one goes on with the rest. */
    override fun onStopJob(job: JobParameters): Boolean {
        slice?.takeIf { it.first == job.jobId }?.second?.cancel()
        return false
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }
}
