package kz.arna.app.phone

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.graphics.drawable.Icon
import android.os.Build
import kz.arna.app.App
import kz.arna.app.MainActivity
import kz.arna.app.R
import kz.arna.app.Since
import kz.arna.app.engine.reader
import kz.arna.ffi.Notice
import kz.arna.ffi.textsOfNotices

/** What Arna says outside of its window: neutrally, without a site's name or a number, and nothing of it on a locked screen. */
class Notices(context: Context) {
    private val app = context.applicationContext as App
    private val system = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
    private val texts by lazy { textsOfNotices(reader(app.chosen.language)) }

    /** While a run goes on, with a button that stops it. */
    fun working(): Notification {
        val notice = notice(Kind.TESTS, texts.working).setOngoing(true).setShowWhen(false)
        texts.working.action?.let { notice.addAction(Notification.Action.Builder(Icon.createWithResource(app, R.drawable.mark), it.label, StopRun.intent(app)).build()) }
        return notice.build()
    }

    /** Says that a second look is due. */
    fun due() = system.notify(DUE, notice(Kind.TO_ACT, texts.due).setAutoCancel(true).build())

    /** Says that there is something to see. */
    fun done() = system.notify(DONE, notice(Kind.TO_ACT, texts.done).setAutoCancel(true).build())

    /** Says that the Internet was cut, or that it is back: the latest of both. */
    fun news(told: Notice) = system.notify(NEWS, notice(Kind.TO_ACT, told).setAutoCancel(true).build())

    /** Takes back what somebody who looks at the app has seen by that. */
    fun seen() = listOf(DONE, NEWS).forEach { system.cancel(it) }

    /** Whether the phone shows what is said to be acted on. */
    val areShown: Boolean
        get() = system.areNotificationsEnabled() && (Build.VERSION.SDK_INT < Build.VERSION_CODES.O || isKindShown())

    // One that is not there yet will be shown.
    @Since(26)
    private fun isKindShown() = system.getNotificationChannel(Kind.TO_ACT.id)?.importance != NotificationManager.IMPORTANCE_NONE

    /** Calls the kinds that the system lists what they are called in the language of now. */
    fun name() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) nameThere()
    }

    @Since(26)
    private fun nameThere() = Kind.entries.filter { system.getNotificationChannel(it.id) != null }.forEach { make(it) }

    private fun notice(kind: Kind, told: Notice): Notification.Builder {
        val open = PendingIntent.getActivity(app, 0, Intent(app, MainActivity::class.java), PendingIntent.FLAG_IMMUTABLE)
        val builder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) inChannel(kind) else outsideOfChannels(told)
        return builder.setSmallIcon(R.drawable.mark)
            .setContentTitle(told.title)
            .setContentText(told.detail)
            .setContentIntent(open)
            .setLocalOnly(true)
            .setVisibility(Notification.VISIBILITY_SECRET)
    }

    @Since(26)
    private fun inChannel(kind: Kind): Notification.Builder {
        make(kind)
        return Notification.Builder(app, kind.id)
    }

    /** Makes the channel, or gives it another name: the rest of one that is there is its user's. */
    @Since(26)
    private fun make(kind: Kind) {
        val name = if (kind == Kind.TESTS) texts.tests else texts.toAct
        val weight = if (kind == Kind.TESTS) NotificationManager.IMPORTANCE_LOW else NotificationManager.IMPORTANCE_DEFAULT
        val channel = NotificationChannel(kind.id, name, weight)
        channel.lockscreenVisibility = Notification.VISIBILITY_SECRET
        channel.setShowBadge(kind == Kind.TO_ACT)
        system.createNotificationChannel(channel)
    }

    @Suppress("DEPRECATION") // what there is before API 26
    private fun outsideOfChannels(told: Notice) = Notification.Builder(app).setPriority(if (told.isSilent) Notification.PRIORITY_LOW else Notification.PRIORITY_DEFAULT)

    /** The kinds of notices under which the system lists them. */
    private enum class Kind(val id: String) { TESTS("tests"), TO_ACT("to_act") }

    companion object {
        private const val DUE = 1

        /** The number of the notice while a run goes on. */
        const val WORKING = 2
        private const val DONE = 3
        private const val NEWS = 4
    }
}
