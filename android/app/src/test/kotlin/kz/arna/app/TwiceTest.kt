package kz.arna.app

import kotlinx.coroutines.runBlocking
import kz.arna.app.part.SwitchView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Who taps twice, since nothing has happened yet, has it done once; and how a list is removed. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class TwiceTest : Story() {
    private fun untilLists() = hands.until("no lists") { shell.place is Place.Lists && hands.views().any { it is SwitchView } }

    /** Adds a list, whose name this is. */
    private fun added(): String {
        openAdding()
        field()!!.setText("https://example.org/")
        hands.untilShown("Add 1 site")
        hands.tapTwice("Add 1 site")
        untilLists()
        return lists().single { it.pages == 1uL }.name
    }

    @Test
    fun `a list is added once`() {
        added()
        assertEquals(2, lists().size)
        goesOn()
    }

    @Test
    fun `one test begins`() {
        open()
        hands.untilShown("Test now")
        hands.tapTwice("Test now")
        hands.until("it does not end") { app.core.going.value == null && shell.place == Place.Home && "Test again" in hands.texts() }
        assertEquals(1, runBlocking { app.core.engine().runs(null, 9u) }.size)
        assertTrue("nothing is left to come back to", !shell.wentBack())
    }

    @Test
    fun `a row leads to one page`() {
        open()
        hands.tap("Settings")
        hands.tapTwice("Whom this contacts")
        hands.until("it does not lead there") { shell.place == Place.Contacts && hands.texts().size > 4 }
        assertTrue(shell.wentBack())
        assertTrue("${shell.place}", shell.place is Place.Settings)
    }

    @Test
    fun `a list is removed once its user says so, and the others are shown`() {
        hands.tap(added())
        hands.tap("Remove this list")
        hands.untilShown("Remove this list?")
        hands.tap("Cancel")
        hands.until("not back at the list") { shell.place is Place.Group && "example.org" in hands.texts() }
        assertEquals(2, lists().size)
        hands.tapTwice("Remove this list")
        hands.untilShown("Remove this list?")
        hands.tapTwice("Remove")
        untilLists()
        assertEquals(1, lists().size)
        assertTrue(shell.wentBack())
        hands.until("not home") { shell.place == Place.Home && "Test now" in hands.texts() }
    }
}
