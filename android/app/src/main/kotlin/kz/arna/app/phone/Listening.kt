package kz.arna.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.LinkProperties
import android.net.Network
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.PlatformException

/** Hears that the phone's networks changed, for the life of the process: what is told of them is another one than before. */
class Listening(context: Context, private val list: () -> List<NetworkInfo>) {
    private val networks = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private var before: List<NetworkInfo>? = null

    /** Tells of every change from now on. */
    fun listen(tell: () -> Unit) {
        isNews()
        try {
            networks.registerNetworkCallback(ALL, Heard(tell))
            networks.registerDefaultNetworkCallback(Heard(tell))
        } catch (_: RuntimeException) {
            return // too many listen: screens are as new as when they were opened
        }
    }

    // A signal that gets weaker is news to Android, and to nobody here.
    private fun isNews(): Boolean = synchronized(this) {
        val now = try {
            list()
        } catch (_: PlatformException) {
            null
        }
        (now != before).also { before = now }
    }

    private inner class Heard(private val tell: () -> Unit) : ConnectivityManager.NetworkCallback() {
        override fun onAvailable(network: Network) = hear()

        override fun onLost(network: Network) = hear()

        override fun onCapabilitiesChanged(network: Network, told: NetworkCapabilities) = hear()

        override fun onLinkPropertiesChanged(network: Network, told: LinkProperties) = hear()

        private fun hear() {
            if (isNews()) tell()
        }
    }

    private companion object {
        val ALL: NetworkRequest = NetworkRequest.Builder().addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET).removeCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN).build()
    }
}
