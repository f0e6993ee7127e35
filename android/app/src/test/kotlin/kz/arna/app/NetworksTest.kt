package kz.arna.app

import android.content.Context
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.os.Build
import android.telephony.TelephonyManager
import java.net.InetAddress
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kz.arna.app.phone.Held
import kz.arna.app.phone.Links
import kz.arna.app.phone.Listening
import kz.arna.app.phone.Networks
import kz.arna.app.phone.Phone
import kz.arna.app.phone.Sim
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.NoMobile
import kz.arna.ffi.PlatformException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers
import org.robolectric.util.ReflectionHelpers.ClassParameter

/** The phone's networks as the engine is told of them, on old and new systems. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, sdk = [24, 34, 36])
class NetworksTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val air = Air(context)
    private val sim = Sim(context)
    private val links = Links(context, sim)
    private val held = Held(context, links, sim, patienceMs = 1)
    private val done = mutableListOf<String>()
    private val networks = Networks(links, sim, held, object : Networks.Doors {
        override fun bind(network: Network, socket: Int) {
            done += "$network takes $socket"
        }

        override fun ask(network: Network, name: String): List<String> {
            done += "$network is asked for $name"
            return when (name) {
                "there.example" -> listOf("192.0.2.1", "2001:db8::1")
                "nothing.example" -> emptyList()
                else -> throw java.net.UnknownHostException("Unable to resolve host \"$name\": No address associated with hostname")
            }
        }
    })

    private fun told(id: String) = networks.list().single { it.id == id }

    @Test
    fun `what Android tells of Wi-Fi and of the mobile network`() {
        air.sim()
        air.mobile(isUsed = false)
        val wifi = air.wifi(true, NetworkCapabilities.NET_CAPABILITY_VALIDATED)
        val properties = LinkProperties()
        ReflectionHelpers.callInstanceMethod<Any>(properties, "setDnsServers", ClassParameter.from(Collection::class.java, listOf(InetAddress.getByName("192.168.1.1"), InetAddress.getByName("2001:db8::53"))))
        if (Build.VERSION.SDK_INT >= 28) ReflectionHelpers.callInstanceMethod<Any>(properties, "setUsePrivateDns", ClassParameter.from(Boolean::class.javaPrimitiveType, true))
        air.tells(wifi, properties)
        val isNew = Build.VERSION.SDK_INT >= 28
        val expected = NetworkInfo(
            id = wifi.networkHandle.toString(), kind = LinkKind.WIFI, isDefault = true, isMetered = false, isRoaming = false.takeIf { isNew }, isValidated = false,
            hasCaptivePortal = false, isVpn = false, hasPrivateDns = true.takeIf { isNew }, resolvers = listOf("192.168.1.1", "2001:db8:0:0:0:0:0:53"),
        )
        assertEquals(expected, networks.list().first())
        assertEquals(expected, Phone(context).conditions().network)
        val mobile = NetworkInfo(
            id = "mobile-40101", kind = LinkKind.CELLULAR, operator = "40101", isMetered = true, isRoaming = false, isValidated = true, hasCaptivePortal = false,
            isVpn = false,
        )
        assertEquals(mobile, told("mobile-40101"))
        assertEquals(2, networks.list().size)
    }

    @Test
    fun `a VPN has the kind of what carries it, and is one all the same`() {
        air.wifi(isUsed = false)
        val vpn = air.vpnOverWifi()
        val info = told(vpn.networkHandle.toString())
        assertTrue(info.kind == LinkKind.VPN && info.isVpn && info.isDefault && info.operator == null)
        assertEquals(listOf(LinkKind.VPN, LinkKind.WIFI), networks.list().map { it.kind })
    }

    @Test
    fun `a portal and roaming are told`() {
        air.sim(isRoaming = true)
        val abroad = air.mobile(false, NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)
        air.portal(air.wifi())
        assertTrue(networks.list().first().hasCaptivePortal == true)
        assertEquals(true, told("mobile-40101").isRoaming)
        air.loses(abroad)
        assertEquals("what can be had is abroad as well", true, told("mobile-40101").isRoaming)
    }

    @Test
    fun `networks for messages, and those of others, are none to test`() {
        air.sim()
        air.wifi()
        air.mobile(false, NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertEquals(listOf(LinkKind.WIFI, LinkKind.CELLULAR), networks.list().map { it.kind })
        assertNull("only what can be had is told", links.find("mobile-40101"))
        air.mobile(false, NetworkCapabilities.NET_CAPABILITY_NOT_RESTRICTED)
        assertNull(links.find("mobile-40101"))
        air.mobile(false)
        assertTrue(links.find("mobile-40101") != null)
    }

    @Test
    fun `on Wi-Fi the mobile network is told of as long as it can be had`() {
        air.wifi()
        assertEquals("no card", 1, networks.list().size)
        air.sim("")
        assertEquals("no service", 1, networks.list().size)
        air.sim()
        assertEquals("mobile-40101", networks.list().last().id)
        air.flies(true)
        assertEquals(NoMobile.FLIGHT_MODE, sim.missing())
        assertEquals("in flight mode", 1, networks.list().size)
        air.flies(false)
        if (Build.VERSION.SDK_INT < 26) return
        shadowOf(context.getSystemService(Context.TELEPHONY_SERVICE) as TelephonyManager).setDataEnabled(false)
        assertEquals(NoMobile.DATA_OFF, sim.missing())
        assertEquals("mobile data is off", 1, networks.list().size)
    }

    @Test
    fun `a socket and a name go to the network that is meant, or nowhere`() {
        val wifi = air.wifi()
        val id = wifi.networkHandle.toString()
        networks.bind(id, 17)
        assertEquals(listOf("192.0.2.1", "2001:db8::1"), networks.resolve(id, "there.example"))
        assertEquals(listOf("$wifi takes 17", "$wifi is asked for there.example"), done)
        val why = assertThrows(PlatformException.Failed::class.java) { networks.resolve(id, "gone.example") }
        assertTrue(why.reason, "UnknownHostException: Unable to resolve host" in why.reason)
        assertThrows("nothing is no answer", PlatformException.Failed::class.java) { networks.resolve(id, "nothing.example") }
        done.clear()
        air.loses(wifi)
        assertThrows(PlatformException.Failed::class.java) { networks.bind(id, 17) }
        assertThrows(PlatformException.Failed::class.java) { networks.resolve(id, "there.example") }
        assertEquals(emptyList<String>(), done)
    }

    @Test
    fun `the mobile network is kept from the moment on at which it is asked for`() = runBlocking {
        air.sim()
        val wifi = air.wifi()
        val patient = Held(context, links, sim, patienceMs = 60_000)
        val taking = async(Dispatchers.Default) { patient.take() }
        waitUntil({ "nobody asks for it" }) { patient.isHeld }
        air.callbacks.single().onAvailable(wifi)
        assertNull(taking.await())
        assertTrue(patient.isHeld)
        patient.release()
        assertTrue(!patient.isHeld && air.callbacks.isEmpty())
    }

    @Test
    fun `where there is none, it says what is in the way, and keeps nothing`() = runBlocking {
        air.wifi()
        assertEquals(NoMobile.NO_SIM, held.take())
        air.sim()
        assertEquals("nobody gives it", NoMobile.NOT_GIVEN, held.take())
        air.flies(true)
        assertEquals(NoMobile.FLIGHT_MODE, held.take())
        air.flies(false)
        assertTrue(!held.isHeld && air.callbacks.isEmpty())
        air.mobile(isUsed = false)
        assertNull("it is there", held.take())
        val before = air.callbacks
        assertNull("and kept once", held.take())
        assertEquals(before, air.callbacks)
    }

    @Test
    fun `while it is kept, one that is away is away`() = runBlocking {
        air.sim()
        air.wifi()
        val mobile = air.mobile(isUsed = false)
        assertNull(held.take())
        air.loses(mobile)
        assertEquals(1, networks.list().size)
        held.release()
        assertEquals(2, networks.list().size)
    }

    @Test
    fun `who shows networks hears of changes, and of nothing else`() {
        var heard = 0
        val wifi = air.wifi()
        Listening(context, networks::list).listen { heard += 1 }
        fun say(what: android.net.ConnectivityManager.NetworkCallback.() -> Unit) = air.callbacks.forEach { it.what() }
        say { onAvailable(wifi) }
        assertEquals("it was there", 0, heard)
        air.portal(wifi)
        say { onLinkPropertiesChanged(wifi, LinkProperties()) }
        assertEquals("two of them hear it, one tells", 1, heard)
        air.loses(wifi)
        say { onLost(wifi) }
        assertEquals(2, heard)
        assertFalse("it is told to nobody twice", networks.list().any { it.kind == LinkKind.WIFI })
    }
}
