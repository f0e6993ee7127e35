package kz.arna.app

import android.app.Activity
import android.app.KeyguardManager
import android.content.Context
import android.content.res.Configuration
import android.os.SystemClock
import android.view.WindowManager
import java.io.File
import java.security.ProviderException
import java.time.Duration
import kotlinx.coroutines.runBlocking
import kz.arna.app.phone.KeyVault
import kz.arna.app.phone.Lock
import kz.arna.app.phone.Unlock
import kz.arna.ffi.Does
import kz.arna.ffi.Goes
import kz.arna.ffi.ListSource
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

/** The lock of the app, for who chose it: what is shown meanwhile, what opens it, and when it shuts again. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class LockTest {
    /** The phone's own lock, which a test opens or leaves shut. */
    private class Asked(var isThere: Boolean = true) : Unlock {
        val titles = mutableListOf<String>()
        var opens = {}

        override fun isThere(context: Context) = isThere

        override fun ask(activity: Activity, title: String, opened: () -> Unit) {
            titles += title
            opens = opened
        }
    }

    private val asked = Asked()
    private lateinit var controller: ActivityController<MainActivity>
    private val hands = Hands { controller.get().findViewById(android.R.id.content) }
    private val app get() = RuntimeEnvironment.getApplication() as App

    @After
    fun last() {
        LabApp.unlocks = null
        LabApp.keeps = { null }
    }

    private fun open(isLocked: Boolean = true) {
        app.chosen.set(Chosen.LANGUAGE, "en")
        app.chosen.isBegun = true
        if (isLocked) app.chosen.set(Chosen.LOCK, "phone")
        controller = Robolectric.buildActivity(MainActivity::class.java).setup()
    }

    private fun away(time: Duration) {
        controller.pause().stop()
        ShadowSystemClock.advanceBy(time)
        controller.start().resume()
    }

    private fun isShut() = hands.texts() == listOf("Arna is locked.", "Unlock")

    @Test
    fun `it is shut from the start on, and open once the phone's lock was`() {
        LabApp.unlocks = asked
        open()
        assertTrue("${hands.texts()}", isShut())
        hands.tap("Unlock")
        assertEquals(listOf("Arna is locked."), asked.titles)
        assertTrue("nothing opens before the answer", isShut())
        asked.opens()
        hands.untilShown("Test now")
    }

    @Test
    fun `nothing gets past it`() {
        LabApp.unlocks = asked
        open()
        val shell = controller.get().shell
        shell.receives("https://www.example.org/")
        assertTrue(isShut())
        shell.goes(Goes.Lists)
        assertTrue(isShut())
        assertFalse("back leaves the app", shell.wentBack())
        // What was asked for meanwhile stands there afterwards.
        hands.tap("Unlock")
        asked.opens()
        hands.until("the lists are not shown") { shell.place is Place.Lists && hands.texts().size > 4 }
    }

    @Test
    fun `a minute outside is no matter, more is`() {
        LabApp.unlocks = asked
        open()
        hands.tap("Unlock")
        asked.opens()
        hands.untilShown("Test now")
        away(Duration.ofSeconds(59))
        assertFalse(isShut())
        controller.recreate()
        hands.untilShown("Test now")
        away(Duration.ofSeconds(61))
        assertTrue("${hands.texts()}", isShut())
    }

    @Test
    fun `who chooses it is inside already, and a phone without a lock has none to choose`() {
        LabApp.unlocks = asked
        open(isLocked = false)
        hands.untilShown("Test now")
        controller.get().shell.does(Does.Set(Chosen.LOCK, "phone"))
        hands.untilShown("Test now")
        assertTrue(app.chosen.isLocked)
        asked.isThere = false
        assertFalse(app.chosen.isLocked)
        assertEquals("none", app.chosen.own[Chosen.LOCK])
        away(Duration.ofHours(1))
        assertFalse("nobody is shut out of a phone without a lock", isShut())
    }

    @Test
    fun `the phone is asked whether it has a lock only where somebody chose it`() {
        var times = 0
        val chosen = Chosen(RuntimeEnvironment.getApplication()) { true.also { times += 1 } }
        chosen.over(Configuration())
        assertFalse(chosen.isLocked || chosen.isHidden)
        assertEquals(0, times)
        chosen.set(Chosen.LOCK, "phone")
        assertTrue(chosen.isLocked)
        assertEquals(1, times)
    }

    @Test
    fun `a keystore that does not answer shows a button, which opens what is kept once it does`() {
        val keystore = Pocket()
        LabApp.keeps = { KeyVault(File(it.noBackupFilesDir, "key"), keystore) }
        keystore.trouble = ProviderException("the service is away")
        open(isLocked = false)
        hands.untilShown("The key to your results cannot be had now; unlock the phone and try again.")
        hands.tap("Try again")
        hands.untilShown("The key to your results cannot be had now; unlock the phone and try again.")
        keystore.trouble = null
        hands.tap("Try again")
        hands.untilShown("Test now")
        // And what changes from then on is heard of: a wipe from elsewhere empties what is shown.
        controller.get().shell.goes(Goes.Lists)
        hands.until("no lists") { controller.get().shell.place is Place.Lists && hands.texts().size > 4 }
        runBlocking { app.core.engine().addList("Mine", ListSource.Text("https://www.example.org/")) }
        hands.until("the new list is not shown") { hands.texts().any { it == "Mine" } }
    }

    @Test
    fun `pictures of the screen are forbidden by who chose that, from then on`() {
        fun isSecure() = controller.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0
        open(isLocked = false)
        assertFalse(isSecure())
        controller.get().shell.does(Does.Set("app.hidden", "on"))
        hands.until("still not") { isSecure() }
        away(Duration.ofSeconds(1))
        assertTrue(isSecure())
        controller.get().shell.does(Does.Set("app.hidden", "off"))
        hands.until("still secure") { !isSecure() }
    }

    @Test
    @Config(sdk = [24])
    fun `an old phone shows a page of its own for it`() {
        shadowOf(app.getSystemService(Context.KEYGUARD_SERVICE) as KeyguardManager).setIsDeviceSecure(true)
        open()
        assertTrue("${hands.texts()}", isShut())
        hands.tap("Unlock")
        val page = shadowOf(controller.get()).nextStartedActivityForResult
        assertEquals("android.app.action.CONFIRM_DEVICE_CREDENTIAL", page.intent.action)
        shadowOf(controller.get()).receiveResult(page.intent, Activity.RESULT_CANCELED, null)
        assertTrue(isShut())
        hands.tap("Unlock")
        shadowOf(controller.get()).receiveResult(page.intent, Activity.RESULT_OK, null)
        hands.untilShown("Test now")
    }

    @Test
    fun `the clock is that of the phone, asleep or not`() {
        var now = 0L
        val lock = Lock { now }
        assertTrue(lock.isShut(isChosen = true))
        assertFalse(lock.isShut(isChosen = false))
        lock.open()
        lock.left()
        now += 60_000
        lock.came()
        assertFalse(lock.isShut(isChosen = true))
        lock.left()
        now += 1
        lock.left() // twice, as a window that is made anew may
        now += 60_000
        lock.came()
        assertTrue(lock.isShut(isChosen = true))
        assertTrue(SystemClock.elapsedRealtime() > 0)
    }
}
