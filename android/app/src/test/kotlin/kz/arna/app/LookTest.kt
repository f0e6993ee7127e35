package kz.arna.app

import kotlinx.coroutines.runBlocking
import kz.arna.ending
import kz.arna.ffi.Does
import kz.arna.ffi.MeansChange
import kz.arna.ffi.RunRequest
import org.junit.After
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** "Look again": the button says that it is looked, and a page says why where nobody may look. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class LookTest : Story() {
    @Volatile
    private var isHeld = false

    @After
    fun last() {
        LabApp.radio = null
    }

    @Test
    fun `while it is looked the button says so, and cannot be tapped again`() {
        val gate = Gate { isHeld }
        LabApp.radio = gate
        open()
        hands.untilShown("Test now")
        isHeld = true
        shell.does(Does.Look)
        hands.untilShown("Looking what works")
        assertFalse(isOn("Looking what works"))
        gate.open()
        hands.untilShown("Test now")
        assertTrue(isOn("Test now"))
    }

    @Test
    fun `where the bytes are spent it says so, and the app goes on`() {
        runBlocking {
            app.core.engine().start(RunRequest()).use { it.ending() }
            app.core.engine().changeMeans(MeansChange.CellularMonth(1u))
            app.core.engine().changeMeans(MeansChange.FixedMonth(1u))
        }
        open()
        hands.untilShown("Test again")
        shell.does(Does.Look)
        hands.until("nothing is said") { shell.place is Place.NotDone && hands.texts().any { it.startsWith("The bytes that may be used are spent") } }
        assertTrue("${hands.texts()}", shell.wentBack())
        goesOn()
    }
}
