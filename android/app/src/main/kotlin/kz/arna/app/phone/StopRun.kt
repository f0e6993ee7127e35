package kz.arna.app.phone

import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import kz.arna.app.App

/** The button of the notice: stops the run that goes on. What is complete is kept. */
class StopRun : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = (context.applicationContext as App).core.stop()

    companion object {
        /** What the button does. */
        fun intent(context: Context): PendingIntent =
            PendingIntent.getBroadcast(context, 0, Intent(context, StopRun::class.java), PendingIntent.FLAG_IMMUTABLE)
    }
}
