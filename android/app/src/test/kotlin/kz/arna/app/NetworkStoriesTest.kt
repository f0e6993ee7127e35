package kz.arna.app

import android.net.Network
import android.net.NetworkCapabilities
import android.view.ViewGroup
import kz.arna.app.engine.Keeper
import kz.arna.app.engine.Supplies
import kz.arna.app.engine.reader
import kz.arna.app.phone.suppliesOf
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.Uplinks
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The app in the simulated country, which every network leads into that a test says the phone has. */
class LabOnAir : LabApp() {
    /** What becomes of the phone's networks in the middle of a run: once they were asked for so often. */
    var later: Pair<Int, () -> Unit>? = null

    override fun supplies(): Supplies {
        val phone = suppliesOf(this) { reader(chosen.language) }
        val keeper = Kept(phone.keeper!!)
        return Supplies(phone.radio, Heard(phone.uplinks!!, keeper), keeper, phone.listen)
    }

    private class Kept(private val keeper: Keeper) : Keeper by keeper {
        var isKept = false

        override suspend fun keep(choice: NetworkChoice?) = keeper.keep(choice).also { isKept = true }
    }

    private inner class Heard(private val uplinks: Uplinks, private val keeper: Kept) : Uplinks by uplinks {
        private var times = 0

        override fun list(): List<NetworkInfo> {
            val what = later
            if (keeper.isKept && what != null && ++times == what.first) what.second()
            return uplinks.list()
        }
    }
}

/** The phone's networks through the views, with the real engine: what hides them, what they want, and how they go. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabOnAir::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class NetworkStoriesTest {
    private val app get() = RuntimeEnvironment.getApplication() as LabOnAir
    private val air = Air(app)
    private lateinit var activity: MainActivity
    private val hands = Hands { activity.findViewById<ViewGroup>(android.R.id.content) }

    private fun open(scenario: String) {
        LabApp.scenario = scenario
        app.chosen.set(Chosen.LANGUAGE, "en")
        app.chosen.isBegun = true
        activity = Robolectric.buildActivity(MainActivity::class.java).setup().get()
    }

    private fun isHost(text: String) = '.' in text && ' ' !in text && text.any { it.isLetter() }

    private fun untilHome(what: String, isSo: (List<String>) -> Boolean) = hands.until(what) { activity.shell.place == Place.Home && isSo(hands.texts()) }

    @Test
    fun `a VPN hides the network, and nobody is accused`() {
        air.wifi(isUsed = false)
        air.vpnOverWifi()
        open("first-light")
        hands.until("nothing is said of it") { hands.texts().any { it.startsWith("A VPN carries this device") } }
        val button = hands.views().first { (it as? android.widget.TextView)?.text?.toString() == "Test now" }
        assertFalse("the button is on", generateSequence(button) { it.parent as? android.view.View }.any { it.isClickable && it.isEnabled })
        air.loses(air.vpnOverWifi())
        val wifi = air.wifi()
        air.callbacks.forEach { it.onLost(wifi) }
        hands.until("it is hidden still, though the VPN is off") { hands.texts().none { it.startsWith("A VPN carries this device") } }
    }

    @Test
    fun `on Wi-Fi the operator's network is tested, and says what keeps it away`() {
        air.sim()
        air.wifi()
        open("first-light")
        // In the simulated country an operator's number has no name; the used network has the country's.
        hands.untilShown("What does 40101 let through?")
        air.flies(true)
        hands.tap("Test now")
        hands.untilShown("The phone is in airplane mode. Turn it off, then test the mobile network.")
        assertTrue("nothing is kept", app.core.going.value == null)
        hands.tap("Back")
        hands.untilShown("What does Beeline let through?")
    }

    @Test
    fun `without a card there is only Wi-Fi`() {
        air.wifi()
        open("first-light")
        untilHome("Wi-Fi is what there is") { texts -> "Test now" in texts }
        assertEquals(null, app.chosen.network)
        hands.tap("Test now")
        untilHome("it is tested") { texts -> texts.any { "blocked" in it } }
        assertTrue("nobody asked for a mobile network", air.callbacks.size == 2)
    }

    @Test
    fun `abroad nothing is sent unasked`() {
        air.sim("22201", isRoaming = true)
        air.mobile(true, NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)
        open("first-light")
        untilHome("home is there") { "Test now" in it }
        hands.tap("Test now")
        hands.until("nobody asks") { hands.texts().any { it.startsWith("The phone is abroad") } }
        hands.tap("Cancel")
        untilHome("it does not go back") { "Test now" in it }
        hands.tap("Test now")
        hands.untilShown("Test all the same?")
        hands.tap("Test this once")
        untilHome("it is not tested though somebody said yes") { texts -> texts.any { "blocked" in it } }
    }

    @Test
    fun `behind a portal nothing is said of sites`() {
        air.sim()
        air.portal(air.mobile())
        open("captive-portal")
        untilHome("home is there") { "Test now" in it }
        hands.tap("Test now")
        untilHome("nothing is said") { "No Internet on this network" in it }
        assertFalse("${hands.texts()}", hands.texts().any { "blocked" in it })
        hands.tap("Sites")
        hands.until("no list") { hands.texts().any { isHost(it) } }
        hands.tap(hands.texts().first { isHost(it) })
        hands.untilShown("The network wants you to log in first")
    }

    @Test
    fun `a network that goes in the middle of a run is gone on with once it is back`() {
        air.sim()
        air.wifi()
        var mobile: Network = air.mobile(isUsed = false)
        open("kz-2024-sni-drop")
        untilHome("home is there") { "Test now" in it }
        app.later = 15 to { air.loses(mobile) }
        hands.tap("Test now")
        untilHome("it does not end") { "Go on" in it }
        assertEquals("nothing is kept", 2, air.callbacks.size)
        mobile = air.mobile(isUsed = false)
        hands.tap("Go on")
        untilHome("it does not go on") { texts -> texts.any { "blocked" in it } && "Go on" !in texts }
        assertEquals("it is let go of", 2, air.callbacks.size)
    }

    @Test
    fun `who chose Wi-Fi tests Wi-Fi`() {
        air.sim()
        val wifi = air.wifi()
        air.mobile(isUsed = false)
        open("first-light")
        untilHome("home is there") { "Test now" in it }
        assertEquals(NetworkChoice.Cellular, app.chosen.network)
        hands.untilShown("What does 40101 let through?")
        activity.shell.goes(kz.arna.ffi.Goes.Network(wifi.networkHandle.toString()))
        hands.untilShown("What does Beeline let through?")
        hands.tap("Test now")
        untilHome("it is tested") { texts -> texts.any { "blocked" in it } }
        assertEquals("the mobile network was asked for", 2, air.callbacks.size)
    }
}
