package kz.arna.app

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.Context
import android.net.ConnectivityManager
import android.provider.Settings
import android.content.Intent
import android.net.NetworkCapabilities
import android.view.ViewGroup
import java.time.Duration
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.journal
import kz.arna.app.engine.means
import kz.arna.app.phone.Again
import kz.arna.app.phone.JobId
import kz.arna.app.phone.Phone
import kz.arna.app.phone.SliceJob
import kz.arna.app.phone.SliceTimes
import kz.arna.app.phone.Slices
import kz.arna.ffi.AutomaticTests
import kz.arna.ffi.AutomaticWhen
import kz.arna.ffi.Goes
import kz.arna.ffi.MeansChange
import kz.arna.ffi.RunRequest
import kz.arna.ffi.SliceEnded
import kz.arna.ffi.WatchRequest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

/** Automatic tests: when they are due, and what the system is asked for. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, sdk = [36])
class SlicesTest {
    private lateinit var app: LabApp

    /** What measures stands still until that is over, if a test closed it. */
    private val gate = Gate { measuring() }.apply { open() }
    private val jobs get() = app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler
    private val waiting get() = jobs.allPendingJobs.filter { it.id == JobId.SLICE || it.id == JobId.NEXT_SLICE }
    private val minute = 60_000L

    @Before
    fun first() {
        LabApp.scenario = "kz-2024-sni-drop"
        LabApp.radio = gate
        app = begunApp()
        app.atHome()
    }

    @After
    fun last() {
        LabApp.radio = null
        gate.open()
        runBlocking { app.core.engine().shutdown() }
    }

    private fun change(vararg changes: MeansChange) = runBlocking { changes.forEach { app.core.engine().changeMeans(it) } }

    private fun willing() {
        change(MeansChange.Automatic(true), MeansChange.Quiet(null))
        waitUntil({ "no job is asked for" }) { waiting.isNotEmpty() }
    }

    private fun tests(): AutomaticTests = runBlocking { app.core.engine().automaticTests(Phone(app).conditions(), 0) }

    private fun measuring() = runBlocking { app.core.engine().current() } != null

    private fun service() = Robolectric.buildService(SliceJob::class.java).create().get()

    @Test
    fun `the next one is due within bounds, and at no beat`() {
        val dues = (0..1000).map { SliceTimes.next(0, it / 1000.0) / minute }
        assertEquals(30L to 60L, dues.min() to dues.max())
        assertEquals(45.0, dues.average(), 1.0)
        assertTrue(dues.toSet().size == 31)
        assertEquals(30 * minute, SliceTimes.next(0, -1.0))
        assertEquals(0L, SliceTimes.wait(dueMs = 5, nowMs = 9))
        assertEquals(4L, SliceTimes.wait(dueMs = 9, nowMs = 5))
        assertEquals("the clock was put back by a year", 60 * minute, SliceTimes.wait(365 * 24 * 60 * minute, 0))
    }

    @Test
    fun `what is a little late, or due while the phone was off, was not kept from beginning`() {
        val hour = 60 * minute
        assertFalse(SliceTimes.isMissed(dueMs = 0, nowMs = hour, upMs = 24 * hour))
        assertTrue(SliceTimes.isMissed(dueMs = 0, nowMs = 3 * hour, upMs = 24 * hour))
        assertFalse("it was off then", SliceTimes.isMissed(dueMs = 0, nowMs = 3 * hour, upMs = 2 * hour))
        assertFalse("the clock was put back", SliceTimes.isMissed(dueMs = 9 * hour, nowMs = hour, upMs = 24 * hour))
    }

    @Test
    fun `switched on there is one job, switched off none`() {
        assertFalse(runBlocking { app.core.means() }.isAutomatic)
        assertEquals(emptyList<JobInfo>(), waiting)
        willing()
        val job = waiting.single()
        assertTrue(job.isPersisted && job.minLatencyMillis in 29 * minute..60 * minute)
        assertFalse("what the means do not ask of the phone", job.isRequireCharging || job.isRequireBatteryNotLow || job.isRequireDeviceIdle)
        assertFalse("a network that does not get through is one to look at", job.requiredNetwork!!.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED))
        assertFalse("over a VPN the engine says why not", job.requiredNetwork!!.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN))
        assertFalse(job.requiredNetwork!!.hasTransport(NetworkCapabilities.TRANSPORT_WIFI))

        change(MeansChange.When(AutomaticWhen.CHARGING))
        waitUntil({ "the charger is not asked for" }) { waiting.single().isRequireCharging }
        change(MeansChange.When(AutomaticWhen.WIFI))
        waitUntil({ "Wi-Fi is not asked for" }) { waiting.single().requiredNetwork!!.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) }
        assertFalse(waiting.single().isRequireCharging)
        assertEquals("another condition is no other time", job.extras.getLong("due"), waiting.single().extras.getLong("due"))

        change(MeansChange.Automatic(false))
        waitUntil({ "the job stays" }) { waiting.isEmpty() }
    }

    @Test
    @Config(sdk = [24])
    fun `on the oldest system the network's kind is asked for by its name`() {
        willing()
        assertEquals(JobInfo.NETWORK_TYPE_NONE, waiting.single().networkType)
        change(MeansChange.When(AutomaticWhen.WIFI))
        waitUntil({ "Wi-Fi is not asked for" }) { waiting.single().networkType == JobInfo.NETWORK_TYPE_UNMETERED }
    }

    @Test
    fun `after an update and a restart they are asked for again`() {
        willing()
        for (action in listOf(Intent.ACTION_MY_PACKAGE_REPLACED, Intent.ACTION_BOOT_COMPLETED)) {
            jobs.cancelAll()
            Again().onReceive(app, Intent("what.ever"))
            assertEquals(emptyList<JobInfo>(), waiting)
            Again().onReceive(app, Intent(action))
            waitUntil({ "$action asks for none" }) { waiting.size == 1 }
        }
    }

    @Test
    fun `a slice runs, asks for the next one, and is shown where its user looks`() {
        willing()
        val service = service()
        assertTrue(service.onStartJob(parameters(JobId.SLICE)))
        waitUntil({ "it does not end" }) { shadowOf(service).isJobFinished }
        val last = tests().last!!
        assertTrue("$last", last.measured > 0u && last.sent + last.received <= 2_000_000u)
        val next = waiting.single { it.id == JobId.NEXT_SLICE }
        assertTrue("under the other number: under its own it would be cut off", next.minLatencyMillis >= 29 * minute)

        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val hands = Hands { activity.findViewById(android.R.id.content) as ViewGroup? }
        hands.until("no home") { hands.texts().any { it == "Test now" || it == "Test again" } }
        activity.shell.goes(Goes.Automatic)
        hands.until("it is not shown") { activity.shell.place == Place.Automatic && hands.texts().any { Regex("\\d+ sites? tested, .*").containsMatchIn(it) } }
    }

    @Test
    fun `who wished it is told that the Internet is back, neutrally`() {
        LabApp.scenario = "kz-2022-shutdown"
        willing()
        // A week of January 2022, until two hours after the end of the shutdown.
        runBlocking { app.core.engine().watch(WatchRequest(everyMs = 86_400_000u, mostMs = 590_400_000u)).use { while (it.nextEvent() != null) Unit } }
        assertEquals("whitelist_shutdown", runBlocking { app.core.journal() }.last().state)
        app.chosen.isTold = true
        val service = service()
        service.onStartJob(parameters(JobId.SLICE))
        waitUntil({ "it does not end" }) { shadowOf(service).isJobFinished }
        assertEquals("online", runBlocking { app.core.journal() }.last().state)
        val notice = (app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager).activeNotifications.single().notification
        assertEquals("The Internet works again", notice.extras.getCharSequence(Notification.EXTRA_TITLE))
        assertEquals("nothing of it is on a locked screen", Notification.VISIBILITY_SECRET, notice.visibility)
    }

    @Test
    fun `what the system cuts off ends at once, and one is in flight`() {
        willing()
        gate.close()
        val service = service()
        assertTrue(service.onStartJob(parameters(JobId.SLICE)))
        waitUntil({ "it does not begin" }) { measuring() }
        assertFalse("one at a time", service.onStartJob(parameters(JobId.NEXT_SLICE)))
        service.onStopJob(parameters(JobId.NEXT_SLICE))
        assertFalse(service.onStopJob(parameters(JobId.SLICE)))
        gate.open()
        waitUntil({ "it goes on" }) { tests().last?.ended != null }
        assertEquals(SliceEnded.STOPPED, tests().last!!.ended)
        assertFalse("of its end the system knows", shadowOf(service).isJobFinished)
        assertEquals("the next one is asked for", 1, waiting.count { it.id == JobId.NEXT_SLICE })
    }

    @Test
    fun `none begins while a person's run goes on, and none where they were switched off`() {
        willing()
        gate.close()
        runBlocking { app.core.start(RunRequest()) }
        val service = service()
        service.onStartJob(parameters(JobId.SLICE))
        waitUntil({ "it does not end" }) { shadowOf(service).isJobFinished }
        assertNotNull("the run goes on", app.core.going.value)
        assertEquals(SliceEnded.NOT_ALLOWED, tests().since.first().ended)
        app.core.stop()
        gate.open()
        waitUntil({ "the run does not end" }) { app.core.going.value == null }

        change(MeansChange.Automatic(false))
        val late = service()
        late.onStartJob(parameters(JobId.SLICE))
        waitUntil({ "it does not end" }) { shadowOf(late).isJobFinished }
        assertEquals("nothing was tried", 1, tests().since.size)
        assertEquals(emptyList<JobInfo>(), waiting)
    }

    @Test
    fun `what did not begin when it was due is kept once`() {
        willing()
        val job = waiting.single()
        ShadowSystemClock.advanceBy(Duration.ofHours(5))
        val later = Slices(app) { System.currentTimeMillis() + 5 * 60 * minute }
        runBlocking { repeat(2) { later.arrange() } }
        val kept = tests().since.single()
        assertEquals(SliceEnded.NOT_ALLOWED, kept.ended)
        val ago = runBlocking { app.core.engine().nowMs() } - kept.atMs
        assertTrue("$ago", ago in 239 * minute..271 * minute)
        assertEquals("it is asked for still", job.extras.getLong("due"), waiting.single().extras.getLong("due"))
    }

    /** Data Saver, with nothing allowed to Arna. */
    private fun savesData() = shadowOf(app.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager).setRestrictBackgroundStatus(ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED)

    @Test
    fun `on a phone that saves data none begins on a network that is counted, and why is shown with a way to change it`() {
        willing()
        savesData()
        val service = service()
        service.onStartJob(parameters(JobId.SLICE))
        waitUntil({ "it does not end" }) { shadowOf(service).isJobFinished }
        assertEquals(SliceEnded.NOT_ALLOWED, tests().since.single().ended)

        val activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        val hands = Hands { activity.findViewById(android.R.id.content) as ViewGroup? }
        hands.until("no home") { hands.texts().any { it == "Test now" } }
        activity.shell.goes(Goes.Automatic)
        hands.untilShown("Data saving is not in the way")
        assertTrue("${hands.texts()}", hands.texts().any { it.endsWith("the phone was saving data and kept Arna from networks that are counted") })
        hands.tap("Open the phone’s settings")
        val page = shadowOf(activity).nextStartedActivity
        assertEquals(Settings.ACTION_IGNORE_BACKGROUND_DATA_RESTRICTIONS_SETTINGS to "package:${app.packageName}", page.action to page.dataString)
    }

    @Test
    fun `what did not begin on a phone that saves data is kept with that`() {
        willing()
        savesData()
        ShadowSystemClock.advanceBy(Duration.ofHours(5))
        runBlocking { Slices(app) { System.currentTimeMillis() + 5 * 60 * minute }.arrange() }
        assertTrue("${tests().sentences}", tests().sentences.any { "saving data" in it })
    }
}
