package kz.arna.app.phone

import android.app.Service
import android.content.Context
import android.content.Intent
import android.os.Build
import android.os.IBinder
import android.os.PowerManager
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kz.arna.app.App
import kz.arna.app.Since
import kz.arna.app.engine.OnMain

/** Holds the process while a run goes on that a person began, where there is no [RunJob]: in the foreground, and awake. */
class RunService : Service() {
    private val core get() = (application as App).core
    private val scope = CoroutineScope(SupervisorJob() + OnMain)
    private var waiting: Job? = null
    private val awake by lazy { (getSystemService(Context.POWER_SERVICE) as PowerManager).newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, "arna:run") }

    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, id: Int): Int {
        // Whoever is started so must show its notice, though the run were over by now.
        given { startForeground(Notices.WORKING, Notices(this).working()) }
        given { awake.acquire(LONGEST) }
        waiting?.cancel()
        waiting = scope.launch {
            core.going.first { it == null }
            stopSelf()
        }
        // After a kill there is no run to hold: whoever comes back goes on with it.
        return START_NOT_STICKY
    }

    /** The hours that the system gives are over: what is complete is kept. */
    @Since(35)
    override fun onTimeout(id: Int, type: Int) {
        core.stop()
        stopSelf()
    }

    override fun onDestroy() {
        scope.cancel()
        if (awake.isHeld) awake.release()
        super.onDestroy()
    }

    companion object {
        /** Milliseconds: no run takes as long, and a lock that is forgotten ends. */
        private const val LONGEST = 60 * 60_000L

        /** Begins it; whether the system lets it. */
        fun begin(context: Context): Boolean {
            val intent = Intent(context, RunService::class.java)
            return given { if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) inForeground(context, intent) else context.startService(intent) } != null
        }

        @Since(26)
        private fun inForeground(context: Context, intent: Intent) = context.startForegroundService(intent)
    }
}
