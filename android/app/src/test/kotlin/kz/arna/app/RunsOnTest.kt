package kz.arna.app

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.Core
import kz.arna.app.phone.JobId
import kz.arna.app.phone.Notices
import kz.arna.app.phone.RunJob
import kz.arna.app.phone.RunService
import kz.arna.ffi.Does
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.LabConfig
import kz.arna.ffi.RunRequest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowPowerManager

/** A job that keeps the notice that it shows. */
class SeenRunJob : RunJob() {
    var notice: Notification? = null

    override fun tells(job: JobParameters, notice: Notification) {
        this.notice = notice
    }
}

/** The app on a phone that lets nothing run on. */
class RefusingApp : LabApp() {
    override fun startForegroundService(service: Intent): ComponentName? = throw IllegalStateException("not allowed")
}

/** A run goes on while nobody looks, and what the system cuts off is gone on with. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class)
class RunsOnTest {
    private lateinit var app: LabApp

    /** The run before: of its end something may still be asked while the next one begins. */
    private var before: String? = null
    private var latest: String? = null

    /** The run stands still once something of it is complete. */
    private val gate = Gate { runBlocking { app.core.engine().current() }?.takeIf { it != before }?.let { complete(it).isNotEmpty() } ?: false }
    private val jobs get() = app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler

    @Before
    fun first() {
        LabApp.scenario = "first-light"
        LabApp.radio = gate
        app = begunApp()
    }

    @After
    fun last() {
        LabApp.radio = null
        gate.open()
        runBlocking { app.core.engine().shutdown() }
    }

    /** Starts a run, and waits until something is complete: it goes on once the gate is open. */
    private fun begin(): String {
        before = latest
        gate.close()
        runBlocking { app.core.start(RunRequest()) }
        val run = app.core.going.value!!.run.id()
        latest = run
        waitUntil({ "nothing is measured" }) { complete(run).isNotEmpty() }
        return run
    }

    private fun complete(run: String, core: Core = app.core) = runBlocking { core.engine().measurements(run, 0u, 500u).filter { it.code != null }.map { it.id } }

    private fun untilOver() = waitUntil({ "the run goes on" }) { app.core.going.value == null }

    private fun said(notice: Notification) = listOf(Notification.EXTRA_TITLE, Notification.EXTRA_TEXT).mapNotNull { notice.extras.getCharSequence(it) }.joinToString(" ")

    @Test
    @Config(sdk = [34, 36])
    fun `a job holds a run that a person began, and ends with it`() {
        begin()
        waitUntil({ "no job" }) { jobs.getPendingJob(JobId.RUN) != null }
        val asked = jobs.getPendingJob(JobId.RUN)!!
        assertTrue(asked.isUserInitiated && asked.estimatedNetworkDownloadBytes > 0)
        assertNotNull(asked.requiredNetwork)
        assertNull("one of both", shadowOf(app).nextStartedService)
        val job = Robolectric.buildService(SeenRunJob::class.java).create().get()
        assertTrue(job.onStartJob(parameters(JobId.RUN)))
        assertEquals("Arna is working", said(job.notice!!))
        gate.open()
        untilOver()
        waitUntil({ "the job does not end" }) { shadowOf(job).isJobFinished }
        assertFalse("there is nothing to hold", job.onStartJob(parameters(JobId.RUN)))
        assertEquals(Does.Start, app.home().main.does)
    }

    @Test
    @Config(sdk = [34, 36])
    fun `what the system cuts off is kept, and a fresh process goes on with it`() {
        val run = begin()
        val job = Robolectric.buildService(SeenRunJob::class.java).create().get()
        job.onStartJob(parameters(JobId.RUN))
        assertFalse("nothing begins again by itself", job.onStopJob(parameters(JobId.RUN, JobParameters.STOP_REASON_TIMEOUT)))
        gate.open()
        untilOver()
        assertFalse("of its end the system knows", shadowOf(job).isJobFinished)
        val kept = complete(run)
        assertTrue(kept.isNotEmpty())
        assertEquals("Go on", app.home().main.label)
        runBlocking { app.core.engine().shutdown() }

        val fresh = Core({ EngineConfig(app.noBackupFilesDir.path, "en", "KZ", LabConfig("first-light", "lte", 1u)) }, CoroutineScope(Dispatchers.Default))
        runBlocking {
            fresh.goOn(RunRequest())
            assertEquals("the same run", run, fresh.going.value!!.run.id())
        }
        waitUntil({ "it does not end" }) { fresh.going.value == null }
        val all = complete(run, fresh)
        assertTrue("nothing is lost, and nothing is there twice", all.containsAll(kept) && all.size == all.toSet().size)
        assertTrue("it is whole", runBlocking { fresh.engine().runs(null, 9u) }.single().isWhole)
        runBlocking { fresh.engine().shutdown() }
    }

    @Test
    @Config(sdk = [34])
    fun `a network that is gone is the engine's to wait for`() {
        begin()
        val job = Robolectric.buildService(SeenRunJob::class.java).create().get()
        job.onStartJob(parameters(JobId.RUN))
        assertTrue(job.onStopJob(parameters(JobId.RUN, JobParameters.STOP_REASON_CONSTRAINT_CONNECTIVITY)))
        assertFalse(app.core.wasStopped)
        gate.open()
        untilOver()
        assertEquals(Does.Start, app.home().main.does)
    }

    @Test
    @Config(sdk = [24])
    fun `below that a service holds it, and its notice has a button that stops`() {
        val run = begin()
        waitUntil({ "no service" }) { shadowOf(app).peekNextStartedService() != null }
        assertEquals(RunService::class.java.name, shadowOf(app).nextStartedService.component!!.className)
        val controller = Robolectric.buildService(RunService::class.java).create().startCommand(0, 1)
        val service = controller.get()
        val awake = ShadowPowerManager.getLatestWakeLock()
        assertTrue("the phone does not sleep", awake.isHeld)
        val notice = shadowOf(service).lastForegroundNotification
        assertEquals("Arna is working", said(notice))
        assertEquals(Notification.VISIBILITY_SECRET, notice.visibility)
        val button = notice.actions.single()
        assertEquals("Stop", button.title.toString())
        button.actionIntent.send()
        gate.open()
        untilOver()
        waitUntil({ "the service stays" }) { shadowOf(service).isStoppedBySelf }
        assertTrue(complete(run).isNotEmpty())
        controller.destroy()
        assertFalse("the phone may sleep again", awake.isHeld)
        assertEquals("Go on", app.home().main.label)
    }

    @Test
    @Config(sdk = [34])
    fun `without a job the service holds it`() {
        shadowOf(jobs).failOnJob(JobId.RUN)
        begin()
        waitUntil({ "no service" }) { shadowOf(app).peekNextStartedService() != null }
        assertEquals(RunService::class.java.name, shadowOf(app).nextStartedService.component!!.className)
        gate.open()
        untilOver()
    }

    @Test
    @Config(sdk = [34], application = RefusingApp::class)
    fun `where the system refuses everything, the run goes on all the same`() {
        shadowOf(jobs).failOnJob(JobId.RUN)
        begin()
        gate.open()
        untilOver()
        assertEquals(Does.Start, app.home().main.does)
    }

    @Test
    @Config(sdk = [34])
    fun `who wished it is told of the end, unless they look or stopped it`() {
        val notices = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
        begin()
        gate.open()
        untilOver()
        app.chosen.isTold = true
        begin()
        app.core.stop()
        gate.open()
        untilOver()
        begin()
        gate.open()
        untilOver()
        waitUntil({ "nothing is said" }) { notices.activeNotifications.isNotEmpty() }
        val notice = notices.activeNotifications.single().notification
        assertEquals("Arna is done Open it to see more", said(notice))
        assertEquals(Notification.VISIBILITY_SECRET, notice.visibility)
        Robolectric.buildActivity(MainActivity::class.java).setup()
        assertEquals("who looks has seen it", 0, notices.activeNotifications.size)
    }

    @Test
    @Config(sdk = [34])
    fun `notices are in their reader's language, and so are their kinds`() {
        val system = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
        val texts = mapOf(
            "en" to listOf("Arna is working", "Stop", "While a test goes on"),
            "ru" to listOf("Arna работает", "Остановить", "Пока идёт проверка"),
            "kk" to listOf("Arna жұмыс істеп жатыр", "Тоқтату", "Тексеру жүріп жатқанда"),
        )
        for ((language, told) in texts) {
            app.chosen.set(Chosen.LANGUAGE, language)
            Notices(app).name()
            val channel = system.notificationChannels.singleOrNull()
            if (channel != null) assertEquals("a kind that is there is called anew", told[2], channel.name.toString())
            val notice = Notices(app).working()
            assertEquals(told, listOf(said(notice), notice.actions.single().title.toString(), system.getNotificationChannel(notice.channelId).name.toString()))
            assertFalse(told.any { Regex("[0-9]|\\.(org|kz|com)").containsMatchIn(it) })
        }
    }
}
