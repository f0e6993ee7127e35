package kz.arna.app

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.os.Build
import android.provider.Settings
import android.telephony.TelephonyManager
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetwork
import org.robolectric.shadows.ShadowNetworkCapabilities
import org.robolectric.shadows.ShadowNetworkInfo

/** The networks and the SIM card of the phone in a test, as Android tells of them. None at first. */
class Air(private val context: Context) {
    private val networks = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private val telephony = context.getSystemService(Context.TELEPHONY_SERVICE) as TelephonyManager

    /** Everybody who listens or asks for a network. */
    val callbacks: Set<ConnectivityManager.NetworkCallback> get() = shadowOf(networks).networkCallbacks

    init {
        shadowOf(networks).clearAllNetworks()
        shadowOf(networks).setActiveNetworkInfo(null)
        shadowOf(telephony).setSimState(TelephonyManager.SIM_STATE_ABSENT)
        shadowOf(telephony).setNetworkOperator("")
    }

    /** The country that the card's network is in. */
    fun country(code: String) = shadowOf(telephony).setNetworkCountryIso(code)

    /** A card that is ready, in an operator's network. */
    fun sim(operator: String = "40101", isRoaming: Boolean = false) {
        shadowOf(telephony).setSimState(TelephonyManager.SIM_STATE_READY)
        shadowOf(telephony).setNetworkOperator(operator)
        shadowOf(telephony).setIsNetworkRoaming(isRoaming)
        shadowOf(telephony).setDataEnabled(true)
    }

    /** The phone in flight mode, or not any more. */
    fun flies(isFlying: Boolean) {
        Settings.Global.putInt(context.contentResolver, Settings.Global.AIRPLANE_MODE_ON, if (isFlying) 1 else 0)
    }

    fun wifi(isUsed: Boolean = true, vararg without: Int) = add(ConnectivityManager.TYPE_WIFI, isUsed, listOf(NetworkCapabilities.TRANSPORT_WIFI), without.toSet())

    fun mobile(isUsed: Boolean = true, vararg without: Int) =
        add(ConnectivityManager.TYPE_MOBILE, isUsed, listOf(NetworkCapabilities.TRANSPORT_CELLULAR), without.toSet() + NetworkCapabilities.NET_CAPABILITY_NOT_METERED)

    fun vpnOverWifi() =
        add(ConnectivityManager.TYPE_VPN, true, listOf(NetworkCapabilities.TRANSPORT_VPN, NetworkCapabilities.TRANSPORT_WIFI), setOf(NetworkCapabilities.NET_CAPABILITY_NOT_VPN))

    /** A network, without what is usual of one; a test names it by its type. */
    private fun add(type: Int, isUsed: Boolean, transports: List<Int>, without: Set<Int>): Network {
        val network = ShadowNetwork.newInstance(type)
        val info = ShadowNetworkInfo.newInstance(android.net.NetworkInfo.DetailedState.CONNECTED, type, 0, true, android.net.NetworkInfo.State.CONNECTED)
        val told = ShadowNetworkCapabilities.newInstance()
        shadowOf(told).clearCapabilities()
        transports.forEach { shadowOf(told).addTransportType(it) }
        usual().minus(without).forEach { shadowOf(told).addCapability(it) }
        shadowOf(networks).addNetwork(network, info)
        tells(network, told)
        if (isUsed) shadowOf(networks).setActiveNetworkInfo(info)
        return network
    }

    /** What is told of a network from now on. */
    fun tells(network: Network, told: NetworkCapabilities) = shadowOf(networks).setNetworkCapabilities(network, told)

    /** What is told of a network's resolvers. */
    fun tells(network: Network, links: LinkProperties) = shadowOf(networks).setLinkProperties(network, links)

    /** A network wants a login. */
    fun portal(network: Network) {
        val told = networks.getNetworkCapabilities(network)!!
        shadowOf(told).addCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL)
        shadowOf(told).removeCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED)
    }

    /** It is gone. */
    fun loses(network: Network) = shadowOf(networks).removeNetwork(network)

    /** What is usual of a network, as far as the system has words for it: roaming since API 28. */
    private fun usual() = listOfNotNull(
        NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_RESTRICTED, NetworkCapabilities.NET_CAPABILITY_NOT_VPN,
        NetworkCapabilities.NET_CAPABILITY_NOT_METERED, NetworkCapabilities.NET_CAPABILITY_VALIDATED, NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING.takeIf { Build.VERSION.SDK_INT >= 28 },
    )
}
