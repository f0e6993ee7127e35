package kz.arna.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.widget.FrameLayout
import java.time.Duration
import kz.arna.app.look.Look
import kz.arna.app.part.Folded
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.folded
import kz.arna.app.part.goesOn
import kz.arna.app.part.leaves
import kz.arna.app.part.page
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowChoreographer
import org.robolectric.shadows.ShadowInstrumentation
import org.robolectric.shadows.ShadowSystemClock

/** What nobody has unfolded costs its page nothing, and what somebody unfolds comes a few parts with each frame. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class FoldedTest {
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private val pen = Pen(Look(context(Manner())), Fixtures.frame, Noting())
    private lateinit var folded: Folded
    private var made = 0

    /** Else one call of a test runs all frames there are to come. */
    @Before
    fun framesComeOneByOne() {
        ShadowChoreographer.setFrameDelay(FRAME)
        ShadowChoreographer.setPaused(true)
    }

    private fun part(says: String) = FrameLayout(activity).apply {
        minimumHeight = HIGH
        isFocusable = true
        isFocusableInTouchMode = true
        contentDescription = says
    }

    /** A page with what unfolds, and what is folded, below it. */
    private fun drawn(): View {
        folded = pen.folded(List(MANY) { it }) { at, one -> part("$at of $one").also { made += 1 } }
        return pen.page(Parts(body = listOf(part(HEAD), folded)))
    }

    private fun shows() = drawn().also(activity::setContentView).also { frame() }

    private fun frame() {
        ShadowSystemClock.advanceBy(FRAME)
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** How many parts are there after each frame, until no more come. */
    private fun frames() = generateSequence { folded.childCount.also { frame() } }.takeWhile { it < MANY }.toList()

    @Test
    fun `nothing is made before somebody unfolds it, and a few parts with each frame then`() {
        shows()
        repeat(FRAMES) { frame() }
        assertEquals(0, made)
        folded.turns()
        assertEquals(listOf(FEW, 2 * FEW), frames())
        assertEquals(MANY, folded.childCount)
        assertEquals(MANY * HIGH, folded.height)
    }

    @Test
    fun `folded again in the middle of the frames it comes whole, and nothing twice`() {
        shows()
        folded.turns()
        folded.turns()
        assertEquals(View.GONE, folded.visibility)
        frame()
        folded.turns()
        frames()
        assertEquals((0 until MANY).map { "$it of $it" }, (0 until folded.childCount).map { folded.getChildAt(it).contentDescription })
        assertEquals(MANY, made)
    }

    @Test
    fun `what is in no window is made at once`() {
        drawn()
        folded.turns()
        assertEquals(MANY, folded.childCount)
    }

    @Test
    fun `who was at a part of it goes on at what unfolds it`() {
        ShadowInstrumentation.getInstrumentation().setInTouchMode(false)
        shows()
        folded.turns()
        frames()
        assertTrue(folded.getChildAt(MANY - 1).requestFocus())
        val left = activity.window.decorView.leaves()!!
        drawn().also { it.goesOn(left) }.also(activity::setContentView)
        frame()
        assertEquals(HEAD, activity.window.decorView.findFocus()?.contentDescription)
        assertEquals(View.GONE, folded.visibility)
    }

    private companion object {
        const val MANY = 10
        const val FEW = 4
        const val HIGH = 100
        const val FRAMES = 5
        const val HEAD = "what unfolds it"
        val FRAME: Duration = Duration.ofMillis(16)
    }
}
