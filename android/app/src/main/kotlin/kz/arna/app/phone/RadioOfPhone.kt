package kz.arna.app.phone

import android.os.Build
import android.telephony.CellSignalStrengthGsm
import android.telephony.CellSignalStrengthLte
import android.telephony.CellSignalStrengthNr
import android.telephony.CellSignalStrengthTdscdma
import android.telephony.CellSignalStrengthWcdma
import android.telephony.SignalStrength
import android.telephony.TelephonyManager
import kz.arna.app.Since
import kz.arna.ffi.LinkKind
import kz.arna.ffi.Radio
import kz.arna.ffi.RadioLink
import kz.arna.ffi.RadioReading

/** What the phone knows of its radio. Which cell it is in is not asked: that would tell where somebody is. */
class RadioOfPhone(private val links: Links, private val sim: Sim, private val held: Held) : Radio {
    override fun reading(): RadioReading {
        val used = links.default()?.kind
        return when {
            held.isHeld || used == LinkKind.CELLULAR -> mobile()
            used == LinkKind.WIFI -> RadioReading(link = RadioLink.WIFI)
            used == LinkKind.ETHERNET -> RadioReading(link = RadioLink.WIRED)
            else -> RadioReading()
        }.copy(country = sim.country)
    }

    private fun mobile(): RadioReading {
        val powers = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) sim.signal()?.let { powers(it) }.orEmpty() else emptyMap()
        val link = sim.technology()?.let { link(it) } ?: measured(powers)
        return RadioReading(link = link, operator = sim.operator(), signalDbm = link?.let { powers[it] })
    }

    // LTE goes first: beside it 5G only adds to it. Where a phone says what carries data, this is not asked.
    private fun measured(powers: Map<RadioLink, Int>): RadioLink? = listOf(RadioLink.LTE, RadioLink.NR, RadioLink.THREE_G, RadioLink.TWO_G).firstOrNull { it in powers }

    @Since(29)
    private fun powers(told: SignalStrength): Map<RadioLink, Int> = told.cellSignalStrengths.mapNotNull { one ->
        when (one) {
            is CellSignalStrengthLte -> sound(RadioLink.LTE, one.rsrp)
            is CellSignalStrengthNr -> sound(RadioLink.NR, one.ssRsrp)
            is CellSignalStrengthWcdma -> sound(RadioLink.THREE_G, one.dbm)
            is CellSignalStrengthTdscdma -> sound(RadioLink.THREE_G, one.rscp)
            is CellSignalStrengthGsm -> sound(RadioLink.TWO_G, one.dbm)
            else -> null
        }
    }.toMap()

    companion object {
        /** What carries data, by Android's number. */
        fun link(technology: Int): RadioLink? = when (technology) {
            TelephonyManager.NETWORK_TYPE_GPRS, TelephonyManager.NETWORK_TYPE_EDGE, TelephonyManager.NETWORK_TYPE_GSM -> RadioLink.TWO_G
            TelephonyManager.NETWORK_TYPE_UMTS, TelephonyManager.NETWORK_TYPE_HSDPA, TelephonyManager.NETWORK_TYPE_HSUPA, TelephonyManager.NETWORK_TYPE_HSPA,
            TelephonyManager.NETWORK_TYPE_HSPAP, TelephonyManager.NETWORK_TYPE_TD_SCDMA,
            -> RadioLink.THREE_G
            TelephonyManager.NETWORK_TYPE_LTE -> RadioLink.LTE
            NETWORK_TYPE_NR -> RadioLink.NR
            else -> null
        }

        /** A signal's power if it can be one: `Integer.MAX_VALUE` is Android's word for none, and makers have others. */
        fun sound(link: RadioLink, dbm: Int): Pair<RadioLink, Int>? = (link to dbm).takeIf { dbm in RANGES.getValue(link) }

        /** Since API 29. */
        private const val NETWORK_TYPE_NR = 20

        /** RSRP, RSRP of the synchronisation signal, RSCP, RSSI (3GPP TS 36.133, 38.133, 25.133, 45.008). */
        private val RANGES = mapOf(RadioLink.LTE to -140..-44, RadioLink.NR to -140..-44, RadioLink.THREE_G to -120..-24, RadioLink.TWO_G to -113..-51)
    }
}
