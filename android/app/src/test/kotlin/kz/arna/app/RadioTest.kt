package kz.arna.app

import android.content.Context
import android.telephony.CellSignalStrength
import android.telephony.TelephonyManager
import kotlinx.coroutines.runBlocking
import kz.arna.app.phone.Held
import kz.arna.app.phone.Links
import kz.arna.app.phone.RadioOfPhone
import kz.arna.app.phone.Sim
import kz.arna.ffi.RadioLink
import kz.arna.ffi.RadioReading
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.CellSignalStrengthLteBuilder
import org.robolectric.shadows.CellSignalStrengthNrBuilder
import org.robolectric.shadows.CellSignalStrengthWcdmaBuilder
import org.robolectric.shadows.SignalStrengthBuilder

/** What the phone knows of its radio: what it does not say, and what cannot be, is left out. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, sdk = [36])
class RadioTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val air = Air(context)
    private val sim = Sim(context)
    private val links = Links(context, sim)
    private val held = Held(context, links, sim)
    private val radio = RadioOfPhone(links, sim, held)
    private val telephony = shadowOf(context.getSystemService(Context.TELEPHONY_SERVICE) as TelephonyManager)

    private fun signal(vararg told: CellSignalStrength) = telephony.setSignalStrength(SignalStrengthBuilder.newBuilder().setCellSignalStrengths(told.toList()).build())

    private fun lte(rsrp: Int) = CellSignalStrengthLteBuilder.newBuilder().setRsrp(rsrp).build()

    private fun nr(rsrp: Int) = CellSignalStrengthNrBuilder.newBuilder().setSsRsrp(rsrp).build()

    @Test
    fun `the mobile network says whose it is, what it is, and how strong`() {
        air.sim()
        air.mobile()
        telephony.setDataNetworkType(TelephonyManager.NETWORK_TYPE_LTE)
        signal(lte(-97), nr(-88))
        assertEquals(RadioReading(link = RadioLink.LTE, operator = "40101", signalDbm = -97), radio.reading())
        telephony.setDataNetworkType(TelephonyManager.NETWORK_TYPE_NR)
        assertEquals(RadioReading(link = RadioLink.NR, operator = "40101", signalDbm = -88), radio.reading())
    }

    @Test
    fun `a power that cannot be is none`() {
        for ((link, range) in mapOf(RadioLink.LTE to -140..-44, RadioLink.NR to -140..-44, RadioLink.THREE_G to -120..-24, RadioLink.TWO_G to -113..-51)) {
            for (dbm in listOf(range.first, range.last)) assertEquals(link to dbm, RadioOfPhone.sound(link, dbm))
            for (dbm in listOf(range.first - 1, range.last + 1, 0, 99, Int.MAX_VALUE, Int.MIN_VALUE)) assertNull("$link $dbm", RadioOfPhone.sound(link, dbm))
        }
        air.sim()
        air.mobile()
        telephony.setDataNetworkType(TelephonyManager.NETWORK_TYPE_LTE)
        signal(lte(Int.MAX_VALUE))
        assertEquals(RadioReading(link = RadioLink.LTE, operator = "40101"), radio.reading())
    }

    @Test
    fun `an operator is five or six digits`() {
        air.mobile()
        for (rubbish in listOf("", "4", "4010", "4010199", "4O101", "٤٠١٠١")) {
            air.sim(rubbish)
            assertNull(rubbish, sim.operator())
        }
        air.sim("310260")
        assertEquals("310260", sim.operator())
    }

    @Test
    fun `where a phone does not say what carries data, the cell whose power it says does`() {
        air.sim()
        air.mobile()
        telephony.setDataNetworkType(TelephonyManager.NETWORK_TYPE_UNKNOWN)
        signal(lte(-97), nr(-88))
        assertEquals("5G beside LTE only adds to it", RadioReading(link = RadioLink.LTE, operator = "40101", signalDbm = -97), radio.reading())
        signal(CellSignalStrengthWcdmaBuilder.newBuilder().setRscp(-91).setRssi(-70).build())
        assertEquals(RadioReading(link = RadioLink.THREE_G, operator = "40101", signalDbm = -91), radio.reading())
    }

    @Test
    @Config(sdk = [24])
    fun `an old system says whose it is`() {
        air.sim()
        air.mobile()
        assertEquals(RadioReading(operator = "40101"), radio.reading())
    }

    @Test
    fun `Wi-Fi is no operator's, but the mobile network is told of while a run goes over it`() = runBlocking {
        air.sim()
        air.mobile(isUsed = false)
        air.wifi()
        telephony.setDataNetworkType(TelephonyManager.NETWORK_TYPE_LTE)
        signal(lte(-97))
        assertEquals(RadioReading(link = RadioLink.WIFI), radio.reading())
        assertNull(held.take())
        assertEquals(RadioReading(link = RadioLink.LTE, operator = "40101", signalDbm = -97), radio.reading())
        held.release()
        air.vpnOverWifi()
        assertEquals("where a VPN ends nobody knows", RadioReading(), radio.reading())
    }

    @Test
    fun `the country is the network's, and at first the card's where it is in none`() {
        telephony.setSimCountryIso("kz")
        telephony.setNetworkCountryIso("ru")
        assertEquals("ru" to "ru", sim.country to sim.likelyCountry)
        telephony.setNetworkCountryIso("")
        assertEquals("a card does not know where it was taken", null to "kz", sim.country to sim.likelyCountry)
        telephony.setSimCountryIso("")
        assertNull(sim.likelyCountry)
    }

    @Test
    fun `whatever carries data, the radio says in which country it is`() {
        telephony.setNetworkCountryIso("kz")
        air.vpnOverWifi()
        assertEquals(RadioReading(country = "kz"), radio.reading())
        air.wifi()
        assertEquals(RadioReading(link = RadioLink.WIFI, country = "kz"), radio.reading())
        air.sim()
        air.mobile()
        assertEquals("kz", radio.reading().country)
    }

    @Test
    fun `every technology of a phone has its kind`() {
        val kinds = (0..25).associateWith { RadioOfPhone.link(it) }
        assertEquals(setOf(1, 2, 16), kinds.filterValues { it == RadioLink.TWO_G }.keys)
        assertEquals(setOf(3, 8, 9, 10, 15, 17), kinds.filterValues { it == RadioLink.THREE_G }.keys)
        assertEquals(setOf(13), kinds.filterValues { it == RadioLink.LTE }.keys)
        assertEquals(setOf(20), kinds.filterValues { it == RadioLink.NR }.keys)
        assertNull("calls over Wi-Fi", kinds.getValue(18))
    }
}
