package kz.arna.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.net.TelephonyNetworkSpecifier
import android.os.Build
import kz.arna.app.Since
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkInfo

/** The networks that the phone is on, as Android tells of them. What it does not say is left out, and never made up. */
class Links(context: Context, private val sim: Sim) {
    private val networks = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager

    /** One of them. */
    class Link(val network: Network, val info: NetworkInfo)

    /** All that lead to the Internet and that an app may choose. */
    fun all(): List<Link> {
        @Suppress("DEPRECATION") // a callback tells later than who asks wants to know
        val all = networks.allNetworks.mapNotNull { of(it) }.filter { it.info.isDefault || isOpen(it.network) }
        // Of two cards of one operator, the second goes by its number.
        val taken = mutableSetOf<String>()
        return all.sortedByDescending { it.info.isDefault }.map { if (taken.add(it.info.id)) it else Link(it.network, it.info.copy(id = number(it.network))) }
    }

    /** The one that is used for whatever names none; nothing: there is none. */
    fun default(): NetworkInfo? = networks.activeNetwork?.let { of(it) }?.info

    /** The one of this id, if it is there. */
    fun find(id: String): Network? = all().firstOrNull { it.info.id == id }?.network

    private fun isOpen(network: Network): Boolean {
        val told = networks.getNetworkCapabilities(network) ?: return false
        return told.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) && told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_RESTRICTED)
    }

    private fun of(network: Network): Link? {
        val told = networks.getNetworkCapabilities(network) ?: return null
        val kind = kind(told)
        val isMobile = kind == LinkKind.CELLULAR
        val subscription = if (isMobile && Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) subscription(told) else null
        val operator = if (isMobile) sim.operator(subscription) else null
        val links = networks.getLinkProperties(network)
        val info = NetworkInfo(
            id = operator?.let { mobile(it) } ?: number(network),
            kind = kind,
            operator = operator,
            isDefault = network == networks.activeNetwork,
            isMetered = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED),
            isRoaming = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) isRoaming(told) else if (isMobile) sim.isRoaming() else null,
            isValidated = told.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED),
            hasCaptivePortal = told.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL),
            isVpn = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN),
            hasPrivateDns = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) links?.let { isPrivate(it) } else null,
            resolvers = links?.dnsServers.orEmpty().mapNotNull { it.hostAddress },
        )
        return Link(network, info)
    }

    // A VPN has the kind of what carries it as well.
    private fun kind(told: NetworkCapabilities): LinkKind? = when {
        told.hasTransport(NetworkCapabilities.TRANSPORT_VPN) -> LinkKind.VPN
        told.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> LinkKind.CELLULAR
        told.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) -> LinkKind.WIFI
        told.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET) -> LinkKind.ETHERNET
        else -> null
    }

    private fun number(network: Network) = network.networkHandle.toString()

    @Since(28)
    private fun isRoaming(told: NetworkCapabilities) = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)

    @Since(28)
    private fun isPrivate(links: LinkProperties) = links.isPrivateDnsActive

    @Since(30)
    private fun subscription(told: NetworkCapabilities): Int? = (told.networkSpecifier as? TelephonyNetworkSpecifier)?.subscriptionId

    companion object {
        /**
         * What an operator's network goes by. Android gives it another number each time that the phone connects, in every
         * lift, and a run goes on over what it began on.
         */
        fun mobile(operator: String) = MOBILE + operator

        /** Whether this is an operator's, there or not. */
        fun isMobile(id: String) = id.startsWith(MOBILE)

        private const val MOBILE = "mobile-"
    }
}
