package kz.arna.app

import android.Manifest
import android.app.job.JobScheduler
import android.content.Context
import android.os.PowerManager
import android.provider.Settings
import android.view.ViewGroup
import kotlinx.coroutines.runBlocking
import kz.arna.ffi.Does
import kz.arna.ffi.MeansChange
import kz.arna.ffi.Offer
import kz.arna.ffi.RunRequest
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** What home offers after the first result: one at a time, each with a "not now", and nothing that is granted already. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, sdk = [36], qualifiers = "en-w360dp-h800dp-xhdpi")
class OffersTest {
    private lateinit var app: LabApp
    private lateinit var activity: MainActivity
    private val hands = Hands { activity.findViewById(android.R.id.content) as ViewGroup? }

    @Before
    fun first() {
        LabApp.scenario = "first-light"
        app = begunApp()
    }

    @After
    fun last() = runBlocking { app.core.engine().shutdown() }

    private fun shown() = OFFERS.filter { it in hands.texts() }

    private fun tested() {
        runBlocking { app.core.start(RunRequest()) }
        waitUntil({ "no end" }) { app.core.going.value == null }
    }

    private fun open() {
        activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
        hands.until("no home") { hands.texts().any { it.startsWith("Test ") } }
    }

    @Test
    fun `what is open still, in its order`() {
        assertEquals(listOf(Offer.AUTOMATIC, Offer.NOTICES, Offer.BATTERY), open(isTold = false, isSpared = false))
        assertEquals(listOf(Offer.AUTOMATIC, Offer.BATTERY), open(isTold = true, isSpared = false))
        assertEquals(listOf(Offer.AUTOMATIC), open(isTold = true, isSpared = true))
    }

    @Test
    fun `none before the first result, and then one after the other is put off`() {
        open()
        assertEquals(emptyList<String>(), shown())
        tested()
        hands.untilShown(AUTOMATIC)
        assertEquals(listOf(AUTOMATIC), shown())
        hands.tap("Not now")
        hands.until("what only automatic tests have a use for is offered") { shown().isEmpty() }
        assertFalse(runBlocking { app.core.engine().means() }.isAutomatic)
        runBlocking { app.core.engine().changeMeans(MeansChange.Automatic(true)) }
        activity.shell.again()
        for (offer in listOf(NOTICES, BATTERY)) {
            hands.untilShown(offer)
            assertEquals(listOf(offer), shown())
            hands.tap("Not now")
        }
        hands.until("it is offered still") { shown().isEmpty() }
        assertFalse(app.chosen.isTold)
        assertNull("nothing was asked of the system", shadowOf(activity).lastRequestedPermission)
    }

    @Test
    fun `each is taken, and none is made twice`() {
        tested()
        open()
        hands.untilShown(AUTOMATIC)
        hands.tap(AUTOMATIC)
        hands.until("what helps is not shown") { activity.shell.place == Place.Automatic && "Switch them on" in hands.texts() }
        hands.tap("Switch them on")
        hands.until("they are off") { runBlocking { app.core.engine().means() }.isAutomatic }
        activity.shell.back()
        hands.untilShown(NOTICES)
        hands.tap(NOTICES)
        assertEquals(listOf(Manifest.permission.POST_NOTIFICATIONS), shadowOf(activity).lastRequestedPermission.requestedPermissions.toList())
        assertTrue(app.chosen.isTold)
        hands.untilShown(BATTERY)
        assertEquals(listOf(BATTERY), shown())
        hands.tap(BATTERY)
        assertEquals(Settings.ACTION_IGNORE_BATTERY_OPTIMIZATION_SETTINGS, shadowOf(activity).nextStartedActivity.action)
        shadowOf(app.getSystemService(Context.POWER_SERVICE) as PowerManager).setIgnoringBatteryOptimizations(app.packageName, true)
        activity.shell.again()
        hands.until("it is offered still") { shown().isEmpty() }
    }

    @Test
    @Config(sdk = [24])
    fun `on the oldest system nothing is asked but what there is to ask`() {
        runBlocking { app.core.engine().changeMeans(MeansChange.Automatic(true)) }
        tested()
        open()
        hands.untilShown(NOTICES)
        hands.tap(NOTICES)
        hands.untilShown(BATTERY)
        assertNull(shadowOf(activity).lastRequestedPermission)
    }

    @Test
    fun `a wipe leaves nothing with the system`() {
        runBlocking { app.core.engine().changeMeans(MeansChange.Automatic(true)) }
        tested()
        app.chosen.isTold = true
        open()
        val jobs = app.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler
        waitUntil({ "no job" }) { jobs.allPendingJobs.any { it.isPersisted } }
        activity.reminds(System.currentTimeMillis() + 3_600_000)
        activity.shell.does(Does.Wipe)
        hands.until("it does not begin anew") { activity.shell.place is Place.First }
        waitUntil({ "jobs stay: ${jobs.allPendingJobs}" }) { jobs.allPendingJobs.isEmpty() }
        assertFalse(app.chosen.isTold)
    }

    private companion object {
        const val AUTOMATIC = "Let Arna test by itself?"
        const val NOTICES = "Be told when the Internet is cut, or back?"
        const val BATTERY = "Let the system wake Arna?"
        val OFFERS = listOf(AUTOMATIC, NOTICES, BATTERY)
    }
}
