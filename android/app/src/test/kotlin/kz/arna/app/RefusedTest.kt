package kz.arna.app

import kz.arna.app.engine.Supplies
import kz.arna.app.engine.reader
import kz.arna.app.phone.suppliesOf
import kz.arna.ffi.Does
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.Uplinks
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The app on a phone that takes its time to say which networks it has, where a test wants that: pages wait for it. */
class LabThatWaits : LabApp() {
    @Volatile
    var isWaiting = false
    val gate = Gate { isWaiting }

    override fun supplies(): Supplies {
        val phone = suppliesOf(this) { reader(chosen.language) }
        return Supplies(phone.radio, Waits(phone.uplinks!!), phone.keeper, phone.listen)
    }

    private inner class Waits(private val uplinks: Uplinks) : Uplinks by uplinks {
        override fun list(): List<NetworkInfo> = uplinks.list().also { gate.reading() }
    }
}

/** What could not be done is told, whatever is read meanwhile. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabThatWaits::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class RefusedTest : Story() {
    private val waiting get() = app as LabThatWaits

    @Test
    fun `why a list was not kept stays, though its page is being read again`() {
        Air(RuntimeEnvironment.getApplication()).wifi()
        openAdding()
        field()!!.setText("https://example.org/")
        hands.untilShown("Add 1 site")
        waiting.isWaiting = true
        shell.again()
        shell.does(Does.AddList("a".repeat(81)))
        hands.until("the page is all that is asked for") { shell.place is Place.NotDone }
        waiting.gate.open()
        hands.until("nothing is said of the name") { hands.texts().any { it.startsWith("A list's name has 1 to 80 characters") } }
        assertEquals(1, lists().size)
        assertTrue(shell.wentBack())
        hands.untilShown("Add 1 site")
        assertEquals("https://example.org/", field()!!.text.toString())
    }
}
