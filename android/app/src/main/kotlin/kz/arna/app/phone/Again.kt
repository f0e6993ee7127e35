package kz.arna.app.phone

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import kz.arna.app.App

/** After the phone was restarted, or the app updated: sees to it that automatic tests are still asked for. */
class Again : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action !in setOf(Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED)) return
        val app = context.applicationContext as App
        if (!app.chosen.isBegun) return
        val result = goAsync()
        app.background.again { result?.finish() }
    }
}
