package kz.arna.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import android.telephony.TelephonyManager
import kz.arna.app.Since
import kz.arna.ffi.Conditions
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkInfo

/** What the phone says of itself. What it does not say is left out, and never made up. */
class Phone(private val context: Context) {
    private val networks = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private val power = context.getSystemService(Context.POWER_SERVICE) as PowerManager
    private val battery = context.getSystemService(Context.BATTERY_SERVICE) as BatteryManager
    private val telephony = context.getSystemService(Context.TELEPHONY_SERVICE) as? TelephonyManager

    /** Who made it: the steps that let an app start by itself are the maker's. */
    val maker: String = Build.MANUFACTURER.orEmpty()

    /** Whether the system lets the app start by itself though it saves power. */
    val isSpared: Boolean
        get() = power.isIgnoringBatteryOptimizations(context.packageName)

    /** Under which conditions something would run now. */
    fun conditions() = Conditions(
        network = network(),
        batteryPercent = battery.getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY).takeIf { it in 0..100 },
        isCharging = battery.isCharging,
        isPowerSaving = power.isPowerSaveMode,
        isIdle = power.isDeviceIdleMode,
    )

    /** The network that is used now; nothing: there is none. */
    fun network(): NetworkInfo? {
        val network = networks.activeNetwork ?: return null
        val told = networks.getNetworkCapabilities(network) ?: return null
        val isCellular = told.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR)
        return NetworkInfo(
            id = network.networkHandle.toString(),
            isDefault = true,
            kind = when {
                told.hasTransport(NetworkCapabilities.TRANSPORT_VPN) -> LinkKind.VPN
                isCellular -> LinkKind.CELLULAR
                told.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) -> LinkKind.WIFI
                told.hasTransport(NetworkCapabilities.TRANSPORT_ETHERNET) -> LinkKind.ETHERNET
                else -> null
            },
            operator = telephony?.networkOperator?.takeIf { isCellular && it.isNotEmpty() },
            isRoaming = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) isRoaming(told) else telephony?.isNetworkRoaming?.takeIf { isCellular },
            isMetered = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED),
            isValidated = told.hasCapability(NetworkCapabilities.NET_CAPABILITY_VALIDATED),
            hasCaptivePortal = told.hasCapability(NetworkCapabilities.NET_CAPABILITY_CAPTIVE_PORTAL),
            hasPrivateDns = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) networks.getLinkProperties(network)?.let { isPrivate(it) } else null,
            isVpn = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_VPN),
        )
    }

    @Since(28)
    private fun isRoaming(told: NetworkCapabilities) = !told.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_ROAMING)

    @Since(28)
    private fun isPrivate(links: android.net.LinkProperties) = links.isPrivateDnsActive
}
