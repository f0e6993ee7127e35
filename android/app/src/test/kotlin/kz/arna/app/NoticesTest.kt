package kz.arna.app

import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.job.JobScheduler
import android.content.Context
import android.content.pm.PackageManager
import android.provider.Settings
import kz.arna.ffi.Does
import kz.arna.ffi.Offer
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Notices that somebody wants, on phones that show none of this app's. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, sdk = [36], qualifiers = "en-w360dp-h800dp-xhdpi")
class NoticesTest : Story() {
    private val system get() = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
    private val reminders get() = (app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler).allPendingJobs.filter { it.isPersisted }

    private fun openHome() {
        open()
        hands.untilShown("Test now")
    }

    private fun wantsReminder() = shell.does(Does.Remind(System.currentTimeMillis() + 3_600_000))

    /** Its user answers what the system asked last. */
    private fun answers(isYes: Boolean) {
        val asked = shadowOf(activity).lastRequestedPermission
        if (isYes) shadowOf(app).grantPermissions(*asked.requestedPermissions)
        shadowOf(system).setNotificationsEnabled(isYes)
        val result = if (isYes) PackageManager.PERMISSION_GRANTED else PackageManager.PERMISSION_DENIED
        activity.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, intArrayOf(result))
    }

    private fun untilSaid(text: String) = hands.until("nothing says “$text”") { shell.place is Place.NotDone && hands.texts().any { it.startsWith(text) } }

    private fun opensSettings() {
        hands.tap("Open the phone’s settings")
        val page = shadowOf(activity).nextStartedActivity
        assertEquals(Settings.ACTION_APP_NOTIFICATION_SETTINGS to app.packageName, page.action to page.getStringExtra(Settings.EXTRA_APP_PACKAGE))
    }

    @Test
    fun `who lets no reminder be shown hears that, and what helps`() {
        openHome()
        wantsReminder()
        assertEquals("while the system asks, nothing is said", Place.Home, shell.place)
        answers(isYes = false)
        untilSaid(NO_REMINDER)
        opensSettings()
        assertTrue(shell.wentBack())
        hands.untilShown("Test now")
    }

    @Test
    fun `who lets it be shown hears nothing, and is not asked again`() {
        openHome()
        wantsReminder()
        answers(isYes = true)
        val asked = shadowOf(activity).lastRequestedPermission
        wantsReminder()
        assertEquals(asked, shadowOf(activity).lastRequestedPermission)
        assertEquals(1, reminders.size)
        goesOn()
    }

    @Test
    fun `who is torn away from the question hears nothing`() {
        openHome()
        wantsReminder()
        activity.onRequestPermissionsResult(shadowOf(activity).lastRequestedPermission.requestCode, emptyArray(), intArrayOf())
        goesOn()
    }

    @Test
    fun `who switched off this kind of notices alone hears it as well`() {
        openHome()
        wantsReminder()
        answers(isYes = true)
        system.createNotificationChannel(NotificationChannel("to_act", "", NotificationManager.IMPORTANCE_NONE))
        wantsReminder()
        untilSaid(NO_REMINDER)
        opensSettings()
    }

    @Test
    fun `news that nobody would see are not promised`() {
        openHome()
        Offer.NOTICES.take(app.chosen, activity)
        answers(isYes = false)
        untilSaid("Notices from Arna are turned off on this phone, so it cannot tell you")
        opensSettings()
    }

    @Test
    @Config(sdk = [24])
    fun `the oldest system asks nothing, and has the app's own page`() {
        openHome()
        wantsReminder()
        assertEquals(Place.Home, shell.place)
        shadowOf(system).setNotificationsEnabled(false)
        wantsReminder()
        untilSaid(NO_REMINDER)
        hands.tap("Open the phone’s settings")
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, shadowOf(activity).nextStartedActivity.action)
    }

    private companion object {
        const val NO_REMINDER = "Notices from Arna are turned off on this phone, so it cannot remind you"
    }
}
