package kz.arna.app

import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.Supplies
import kz.arna.app.engine.reader
import kz.arna.app.phone.suppliesOf
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.Goes
import kz.arna.ffi.RunRequest
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The app on the phone's own networks, and where it is as the phone says. Nothing is sent, since nothing is tested. */
class AppOnAir : LabApp() {
    override fun config(): EngineConfig = super.config().copy(country = phone.likelyCountry, lab = null)

    override fun supplies(): Supplies = suppliesOf(this) { reader(chosen.language) }

    private val phone get() = kz.arna.app.phone.Sim(this)
}

/** A border, through the views: who is asked at home is asked where the phone is now. */
@RunWith(RobolectricTestRunner::class)
@Config(application = AppOnAir::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class BorderTest : Story() {
    private val air = Air(RuntimeEnvironment.getApplication())

    private fun asksAtHome() = runBlocking { app.core.ask { it.plan(RunRequest()) } }.contacts.everybody.any { AT_HOME in it }

    /** A phone that takes long to say where it is (this machine is busy) was where it said last: who asks again hears it. */
    private fun untilSites(what: String, ofKazakhstan: Boolean) {
        waitUntil({ "$what, and that is not planned" }) { asksAtHome() == ofKazakhstan }
        shell.again()
        hands.until(what) { shell.place == Place.Contacts && hands.texts().size > 4 && ofKazakhstan == hands.texts().any { AT_HOME in it } }
    }

    /** The phone comes into an operator's network. */
    private fun comes(operator: String, country: String) {
        air.sim(operator)
        air.country(country)
        val network = air.mobile()
        air.callbacks.forEach { it.onAvailable(network) }
    }

    @Test
    fun `whom a test contacts is another one behind a border`() {
        open()
        hands.untilShown("Test now")
        shell.goes(Goes.Contacts)
        untilSites("nobody knows yet where the phone is", ofKazakhstan = false)
        comes("40101", "kz")
        untilSites("its card is registered in Kazakhstan", ofKazakhstan = true)
        comes("25001", "ru")
        untilSites("it is in Russia", ofKazakhstan = false)
    }

    private companion object {
        const val AT_HOME = "kaspi.kz"
    }
}
