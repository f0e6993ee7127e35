package kz.arna.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import kz.arna.ffi.Conditions
import kz.arna.ffi.NetworkInfo

/** What the phone says of itself. What it does not say is left out, and never made up. */
class Phone(private val context: Context) {
    private val links = Links(context, Sim(context))
    private val power = context.getSystemService(Context.POWER_SERVICE) as PowerManager
    private val connectivity = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private val battery = context.getSystemService(Context.BATTERY_SERVICE) as BatteryManager

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
        isDataSaving = isDataSaving,
    )

    /** Whether the system keeps the app from networks that are counted while nobody looks; nothing: it does not say. */
    val isDataSaving: Boolean?
        get() = when (connectivity.restrictBackgroundStatus) {
            ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED -> true
            ConnectivityManager.RESTRICT_BACKGROUND_STATUS_DISABLED, ConnectivityManager.RESTRICT_BACKGROUND_STATUS_WHITELISTED -> false
            else -> null
        }

    /** The network that is used now; nothing: there is none. */
    fun network(): NetworkInfo? = links.default()
}
