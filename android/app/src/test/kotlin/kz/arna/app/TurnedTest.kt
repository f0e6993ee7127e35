package kz.arna.app

import kotlinx.coroutines.runBlocking
import kz.arna.app.part.Tab
import kz.arna.ffi.Does
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A phone that is turned while a test begins or ends: another window goes on with it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class TurnedTest : Story() {
    @Volatile
    private var isHeld = false
    private val gate = Gate { isHeld }

    @After
    fun last() {
        isHeld = false
        gate.open()
        LabApp.radio = null
    }

    /** It is let through one gate after the other until it goes on, and is held by the next. */
    private fun untilInTheMiddle() = hands.until("nobody follows it") {
        if (app.core.going.value == null) gate.open().also { gate.close() }
        app.core.going.value != null && shell.place is Place.Run
    }

    private fun untilOver() = hands.until("it does not end") { app.core.going.value == null && shell.place == Place.Home && "Test again" in hands.texts() }

    @Test
    fun `what begins while it is turned is shown, and can be stopped`() {
        LabApp.radio = gate
        open()
        hands.untilShown("Test now")
        isHeld = true
        hands.tap("Test now")
        controller.recreate()
        untilInTheMiddle()
        isHeld = false
        gate.open()
        untilOver()
        assertEquals(1, runBlocking { app.core.engine().runs(null, 9u) }.size)
    }

    @Test
    fun `a page of a test that is over by then leads home`() {
        open()
        hands.untilShown("Test now")
        shell.begin(Place.Run)
        hands.until("it stays there") { shell.place == Place.Home && "Test now" in hands.texts() }
    }

    @Test
    fun `whoever goes on with what goes on already sees it`() {
        LabApp.radio = gate
        open()
        hands.untilShown("Test now")
        isHeld = true
        hands.tap("Test now")
        untilInTheMiddle()
        shell.tab(Tab.HOME)
        hands.until("not home") { shell.place == Place.Home && !shell.isPassing }
        shell.does(Does.GoOn)
        hands.until("it is not shown") { shell.place is Place.Run }
        isHeld = false
        gate.open()
        untilOver()
    }
}
