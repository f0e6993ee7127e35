package kz.arna.app

import android.app.Activity
import android.os.Looper
import android.text.InputType
import android.view.View
import kz.arna.app.look.Look
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.field
import kz.arna.app.part.page
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** A page with a field finds one that was made while the page before it was shown. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class)
class SpareFieldTest {
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private val pen = Pen(Look(context(Manner())), Fixtures.frame, Noting())

    private fun page(part: View) = pen.page(Parts(body = listOf(part)))

    private fun field() = pen.field("", "", InputType.TYPE_CLASS_TEXT) {}

    private fun shows(part: View) {
        activity.setContentView(page(part))
        assertFalse("it is made in the message that makes the page", pen.spare.isThere)
        shadowOf(Looper.getMainLooper()).idle()
    }

    @Test
    fun `a page that is shown has one made for the next, which takes it`() {
        shows(View(activity))
        assertTrue(pen.spare.isThere)
        val field = field()
        shows(field)
        assertTrue(pen.spare.isThere)
        assertNotSame("two pages would have one field", field, field())
    }

    @Test
    fun `a page that is never shown has none made`() {
        page(View(activity))
        shadowOf(Looper.getMainLooper()).idle()
        assertFalse(pen.spare.isThere)
    }
}
