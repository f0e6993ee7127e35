package kz.arna.app.phone

import android.os.Build
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.dropWhile
import kotlinx.coroutines.flow.map
import kz.arna.app.App
import kz.arna.app.Since

/** Keeps the process for the run that goes on, whether or not somebody looks. Where the system refuses, the run goes on while the process lives. */
class RunsOn(private val app: App, private val windows: Windows) {
    /** Holds each run from its beginning to its end. */
    suspend fun watch() = app.core.going.map { it != null }.distinctUntilChanged().dropWhile { !it }.collect { if (it) holds() else ended() }

    private suspend fun holds() {
        val isHeld = Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE && isHeldByJob()
        if (!isHeld) RunService.begin(app)
    }

    @Since(34)
    private suspend fun isHeldByJob(): Boolean {
        val bytes = app.core.likelyBytes()
        return given { RunJob.of(app, bytes) }?.let { app.isTaken(it) } == true
    }

    /** Says so to whoever wished notices and does not look; nothing of a run that somebody stopped. */
    private fun ended() {
        if (app.chosen.isTold && !windows.isOpen && !app.core.wasStopped) Notices(app).done()
    }
}
