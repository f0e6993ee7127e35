package kz.arna.app.phone

import android.app.job.JobInfo
import android.content.ComponentName
import android.content.Context
import android.net.NetworkCapabilities
import android.os.Build
import android.os.PersistableBundle
import android.os.SystemClock
import java.security.SecureRandom
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kz.arna.app.App
import kz.arna.app.Since
import kz.arna.app.engine.journal
import kz.arna.app.engine.means
import kz.arna.app.engine.noteNotStarted
import kz.arna.app.engine.noticeOfChange
import kz.arna.app.engine.reader
import kz.arna.app.engine.slice
import kz.arna.ffi.AutomaticWhen
import kz.arna.ffi.Means

/**
 * Automatic tests: a job for the next one, for as long as the user wants them. A job that begins asks for the one after it
 * first, under the other number, so that no kill ends the chain: to ask under its own would cut it off.
 */
class Slices(private val app: App, private val now: () -> Long = System::currentTimeMillis) {
    private val core get() = app.core
    private val kept = app.getSharedPreferences("slices", Context.MODE_PRIVATE)
    private val arranging = Mutex()
    private val chance = SecureRandom()

    /** Puts right what the system is to start, as the user's means are now. */
    suspend fun arrange() = arranging.withLock {
        val means = core.means()
        if (!means.isAutomatic) return@withLock takeBack()
        noteMissed()
        val there = given { app.jobs.allPendingJobs }.orEmpty().filter { it.id in IDS }
        val due = kept.getLong(DUE, 0)
        val waiting = there.find { it.extras.getLong(DUE) == due }
        when {
            waiting == null -> ask(if (there.any { it.id == JobId.SLICE }) JobId.NEXT_SLICE else JobId.SLICE, next(), means)
            waiting.extras.getString(WHEN) != means.`when`.name && due > now() -> ask(waiting.id, due, means)
            else -> Unit
        }
    }

    /** What a job is for: asks for the next one, makes a slice, and says so if the Internet was cut or is back. [id]: the job's. */
    suspend fun begin(id: Int) {
        arranging.withLock {
            val means = core.means()
            if (!means.isAutomatic) return takeBack()
            noteMissed()
            ask(IDS.first { it != id }, next(), means)
        }
        val before = core.journal()
        core.slice(Phone(app).conditions())
        val news = core.noticeOfChange(reader(app.chosen.language), before)
        if (app.chosen.isTold && news != null) Notices(app).news(news)
    }

    private fun next() = SliceTimes.next(now(), chance.nextDouble())

    private fun takeBack() {
        given { IDS.forEach { app.jobs.cancel(it) } }
        kept.edit().clear().apply()
    }

    /** What did not begin when it was due is kept, once; not where a job waited for Wi-Fi or a charger, which nobody has to plug in. */
    private suspend fun noteMissed() {
        val due = kept.getLong(DUE, 0)
        val isAny = kept.getString(WHEN, null) == AutomaticWhen.ANY.name
        if (due == 0L || kept.getBoolean(NOTED, false) || !isAny || !SliceTimes.isMissed(due, now(), SystemClock.elapsedRealtime())) return
        kept.edit().putBoolean(NOTED, true).apply()
        core.noteNotStarted(now() - due, Phone(app).isDataSaving == true)
    }

    private fun ask(id: Int, due: Long, means: Means) {
        kept.edit().putLong(DUE, due).putString(WHEN, means.`when`.name).putBoolean(NOTED, false).apply()
        app.isTaken(job(id, due, means.`when`))
    }

    /** Asks of the phone no more than the user's means do: what else keeps a slice from beginning the engine says, and keeps why. */
    private fun job(id: Int, due: Long, then: AutomaticWhen): JobInfo {
        val job = JobInfo.Builder(id, ComponentName(app, SliceJob::class.java))
            .setMinimumLatency(SliceTimes.wait(due, now()))
            .setPersisted(true)
            .setRequiresCharging(then == AutomaticWhen.CHARGING)
            .setExtras(extras(due, then))
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) overNetwork(job, then) else if (then == AutomaticWhen.WIFI) job.setRequiredNetworkType(JobInfo.NETWORK_TYPE_UNMETERED)
        return job.build()
    }

    private fun extras(due: Long, then: AutomaticWhen) = PersistableBundle().apply {
        putLong(DUE, due)
        putString(WHEN, then.name)
    }

    /** The system opens a sleeping app's network for jobs that ask for one. */
    @Since(28)
    private fun overNetwork(job: JobInfo.Builder, then: AutomaticWhen) {
        val network = leadingOut()
        if (then == AutomaticWhen.WIFI) network.addTransportType(NetworkCapabilities.TRANSPORT_WIFI).addTransportType(NetworkCapabilities.TRANSPORT_ETHERNET)
        job.setRequiredNetwork(network.build())
    }

    private companion object {
        val IDS = listOf(JobId.SLICE, JobId.NEXT_SLICE)
        const val DUE = "due"
        const val WHEN = "when"
        const val NOTED = "noted"
    }
}
