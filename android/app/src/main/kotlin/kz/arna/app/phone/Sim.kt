package kz.arna.app.phone

import android.content.Context
import android.os.Build
import android.provider.Settings
import android.telephony.SignalStrength
import android.telephony.SubscriptionManager
import android.telephony.TelephonyManager
import kz.arna.app.Since
import kz.arna.ffi.NoMobile

/** The SIM card that carries data, as far as the phone tells of it without asking its user. */
class Sim(private val context: Context) {
    private val telephony = context.getSystemService(Context.TELEPHONY_SERVICE) as? TelephonyManager

    /** Country of the network that it is in, ISO 3166; nothing: it is in none. */
    val country: String?
        get() = of()?.networkCountryIso?.takeIf { it.length == 2 }

    /** The same, and while it is in none, that of the card; nothing: there is no card. */
    val likelyCountry: String?
        get() = country ?: of()?.simCountryIso?.takeIf { it.length == 2 }

    /** What is in the way of a mobile network; nothing: nothing that the phone tells of. */
    fun missing(): NoMobile? = when {
        Settings.Global.getInt(context.contentResolver, Settings.Global.AIRPLANE_MODE_ON, 0) != 0 -> NoMobile.FLIGHT_MODE
        of()?.simState != TelephonyManager.SIM_STATE_READY -> NoMobile.NO_SIM
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.O && isDataOff() -> NoMobile.DATA_OFF
        else -> null
    }

    /** MCC and MNC of the network that a subscription is in, five or six digits. */
    fun operator(subscription: Int? = null): String? = of(subscription)?.networkOperator?.takeIf { it.length in 5..6 && it.all { one -> one in '0'..'9' } }

    /** Whether it is abroad. */
    fun isRoaming(subscription: Int? = null): Boolean? = of(subscription)?.isNetworkRoaming

    /** What carries data, as Android numbers it; nothing: it does not say, as before API 33 to who has no permission of its user's. */
    fun technology(): Int? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) technologyNow() else null

    /** How strong its signal is, in every kind of network that it measures. */
    fun signal(): SignalStrength? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) signalNow() else null

    // Makers ask for permissions that Android does not: whoever refuses says nothing.

    private fun technologyNow(): Int? = try {
        of()?.dataNetworkType
    } catch (_: SecurityException) {
        null
    }

    @Since(28)
    private fun signalNow(): SignalStrength? = try {
        of()?.signalStrength
    } catch (_: SecurityException) {
        null
    }

    @Since(26)
    private fun isDataOff(): Boolean = try {
        of()?.isDataEnabled == false
    } catch (_: SecurityException) {
        false
    }

    /** What a phone says of a subscription: of the one that carries data, where none is named. */
    private fun of(subscription: Int? = null): TelephonyManager? {
        val id = subscription ?: SubscriptionManager.getDefaultDataSubscriptionId()
        return if (id == SubscriptionManager.INVALID_SUBSCRIPTION_ID) telephony else telephony?.createForSubscriptionId(id)
    }
}
