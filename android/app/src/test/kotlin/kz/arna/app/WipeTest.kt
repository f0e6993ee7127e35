package kz.arna.app

import android.app.Notification
import android.app.NotificationManager
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.content.Context
import android.content.Intent
import android.graphics.Bitmap
import java.io.File
import java.security.ProviderException
import kotlinx.coroutines.runBlocking
import kz.arna.app.phone.KeyVault
import kz.arna.app.phone.Reminder
import kz.arna.ending
import kz.arna.ffi.RunRequest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadow.api.Shadow

/** What a wipe leaves: nothing. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class WipeTest {
    private val keystore = Pocket()
    private lateinit var controller: ActivityController<MainActivity>
    private val hands = Hands { controller.get().findViewById(android.R.id.content) }
    private val app get() = RuntimeEnvironment.getApplication() as App
    private val jobs get() = app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler
    private val notices get() = app.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
    private val key get() = File(app.noBackupFilesDir, "key")

    @Before
    fun first() {
        LabApp.keeps = { KeyVault(File(it.noBackupFilesDir, "key"), keystore) }
        app.chosen.set(Chosen.LANGUAGE, "en")
        app.chosen.isBegun = true
    }

    @After
    fun last() {
        LabApp.keeps = { null }
        LabApp.unlocks = null
    }

    private fun open(intent: Intent? = null) {
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
    }

    /** From where the phone's settings lead, and on to its end. */
    private fun wipe() {
        hands.untilShown("Wipe everything?")
        hands.tap((hands.texts() - "Wipe everything?").first { it.startsWith("Wipe") })
        hands.until("it does not begin anew") { controller.get().shell.place is Place.First && !app.chosen.isBegun }
    }

    @Test
    fun `nothing is left of what was tested, shown, sent on or chosen, and the key is another one`() {
        open()
        runBlocking { app.core.engine().start(RunRequest()).use { it.ending() } }
        Reminder.at(app, System.currentTimeMillis() + 3_600_000)
        Robolectric.buildService(Reminder::class.java).create().get().onStartJob(Shadow.newInstanceOf(JobParameters::class.java))
        Cards.keep(app, Bitmap.createBitmap(8, 8, Bitmap.Config.ARGB_8888))
        File(app.cacheDir, "deeper/still").apply { parentFile!!.mkdirs() }.writeText("example.org")
        assertEquals(1, jobs.allPendingJobs.size)
        assertEquals(1, notices.activeNotifications.size)
        val before = key.readBytes()
        val wrapping = keystore.key()

        controller.newIntent(Intent(Intent.ACTION_MAIN).addCategory(Notification.INTENT_CATEGORY_NOTIFICATION_PREFERENCES))
        wipe()
        assertEquals(0, runBlocking { app.core.engine().runs(null, 10u) }.size)
        assertEquals(emptyList<Any>(), jobs.allPendingJobs)
        assertEquals(0, notices.activeNotifications.size)
        assertEquals(emptyList<File>(), app.cacheDir.walk().filter { it.isFile }.toList())
        assertEquals("a wipe is for good: the next key is wrapped by another", false, wrapping == keystore.key())
        assertNotEquals(before.toList(), key.readBytes().toList())
        val kept = File(app.dataDir, "shared_prefs").walk().filter { it.isFile }.joinToString { it.readText() }
        assertFalse(kept, "begun" in kept || "language" in kept)
    }

    @Test
    fun `it is not shut, and leads back for who thinks better of it`() {
        LabApp.unlocks = object : kz.arna.app.phone.Unlock {
            override fun isThere(context: Context) = true

            override fun ask(activity: android.app.Activity, title: String, opened: () -> Unit) = Unit
        }
        app.chosen.set(Chosen.LOCK, "phone")
        open(Intent(Intent.ACTION_APPLICATION_PREFERENCES))
        hands.untilShown("Wipe everything?")
        hands.tap("Cancel")
        hands.untilShown("Arna is locked.")
        assertTrue(app.chosen.isBegun)
        controller.newIntent(Intent(Intent.ACTION_APPLICATION_PREFERENCES))
        wipe()
        hands.until("the first run is not shown") { hands.texts().any { it == "English" } }
    }

    @Test
    fun `it needs no key`() {
        runBlocking { app.core.engine().start(RunRequest()).use { it.ending() } }
        val database = File(app.noBackupFilesDir, "arna.db")
        val old = database.length()
        // As in a process of its own, while the keystore does not answer.
        val again = kz.arna.app.engine.Core(
            { kz.arna.ffi.EngineConfig(app.noBackupFilesDir.path, "en", "KZ", kz.arna.ffi.LabConfig("first-light", "lte", 1u)) },
            kotlinx.coroutines.CoroutineScope(kotlinx.coroutines.Dispatchers.Default),
            vault = KeyVault(key, keystore),
        )
        runBlocking { app.core.engine() }.shutdown()
        keystore.trouble = ProviderException("the service is away")
        assertTrue(old > 0 && database.exists())
        val told = runBlocking { runCatching { again.wipe() } }.exceptionOrNull()
        assertNotNull("the key may be left, which is told", told)
        assertFalse("and the rest is gone", database.exists() || key.exists())
    }
}
