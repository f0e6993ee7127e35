package kz.arna.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.FrameLayout
import java.time.Duration
import kz.arna.app.look.Look
import kz.arna.app.part.Late
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Parts
import kz.arna.app.part.Pen
import kz.arna.app.part.longRows
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
import org.robolectric.shadows.ShadowSystemClock

/** What is seen is made at once, and nothing else in that frame; of what is near it a few rows come with each frame. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class RowsAheadTest {
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private lateinit var long: LongRows
    private val scroll: PageScroll get() = activity.findViewById(R.id.scroll)

    /** The rows that were made since the last frame began. */
    private val made = mutableListOf<View>()

    /** Else one call of a test runs all frames there are to come. */
    @Before
    fun framesComeOneByOne() {
        ShadowChoreographer.setFrameDelay(FRAME)
        ShadowChoreographer.setPaused(true)
    }

    private fun shows(rows: Int = MANY) {
        val before = activity.findViewById<PageScroll>(R.id.scroll)
        val pen = Pen(Look(context(Manner())), Fixtures.frame, Noting())
        long = pen.longRows(List(rows) { Late(it) { block(HEIGHTS[it % HEIGHTS.size]).also(made::add) } })
        val dock = FrameLayout(activity).apply { addView(View(activity), MATCH_PARENT, BESIDE) }
        val page = pen.page(Parts(body = listOf(block(BESIDE), long), dock = dock))
        before?.let { page.findViewById<PageScroll>(R.id.scroll).goesOn(it.leaves()) }
        activity.setContentView(page)
    }

    private fun block(height: Int) = View(activity).apply { minimumHeight = height }

    private class Made(val seen: Int, val ahead: Int)

    /** What the next frame makes. Nothing that is seen lacks then. */
    private fun frame(): Made {
        made.clear()
        ShadowSystemClock.advanceBy(FRAME)
        shadowOf(Looper.getMainLooper()).idle()
        val from = scroll.scrollY - long.top
        val until = from + scroll.height
        val seen = (0 until long.childCount).map(long::getChildAt).filter { it.bottom > from && it.top < until }.sortedBy { it.top }
        assertTrue("a hole between rows", seen.zipWithNext().all { (above, below) -> above.bottom == below.top })
        assertTrue("a hole at an end", seen.first().top <= maxOf(from, 0) && seen.last().bottom >= minOf(until, long.height))
        return made.count { it in seen }.let { Made(it, made.size - it) }
    }

    /** What the frames make until one makes nothing. */
    private fun frames(): List<Made> = generateSequence { frame().takeIf { it.seen + it.ahead > 0 } }.toList()

    @Test
    fun `the first layout makes what is seen, and the frames behind it a few rows each`() {
        shows()
        val all = frames()
        assertTrue("${all[0].seen}", all[0].seen > 5)
        assertEquals(0, all[0].ahead)
        assertEquals(0, all.drop(1).sumOf { it.seen })
        assertTrue("${all.map { it.ahead }}", all.drop(1).dropLast(1).all { it.ahead == FEW } && all.last().ahead in 1..FEW)
        // A screen below what is seen is there in the end.
        assertTrue((0 until long.childCount).maxOf { long.getChildAt(it).bottom } + long.top >= 2 * scroll.height)
    }

    @Test
    fun `rows that were made ready are laid out by the first layout, and not made again`() {
        shows()
        do {
            val before = made.size
            val isMore = long.makesReady(0)
            assertTrue("${made.size - before} at once", made.size - before in 1..FEW)
        } while (isMore)
        val ready = made.toList()
        assertEquals(0, frame().seen)
        assertTrue((0 until long.childCount).all { long.getChildAt(it) in ready })
    }

    @Test
    fun `a page that is drawn again makes what is seen of it where it was`() {
        shows()
        frames()
        scroll.scrollTo(0, FAR)
        frames()
        val place = scroll.scrollY
        shows()
        val all = frames()
        assertEquals(place, scroll.scrollY)
        assertEquals(0, all[0].ahead)
        assertTrue("${all.map { it.ahead }}", all.drop(1).all { it.seen == 0 && it.ahead <= FEW })
    }

    @Test
    fun `a jump and a fling show no hole, and make no more than a few rows that nobody sees`() {
        shows()
        frames()
        scroll.scrollTo(0, FAR)
        assertEquals("made before the next frame", 0, frame().seen)
        frames()
        scroll.fling(FAST)
        val flung = List(FRAMES) {
            scroll.computeScroll()
            frame()
        }
        assertTrue("${scroll.scrollY}", scroll.scrollY > FAR + 3 * scroll.height)
        assertTrue("${flung.map { it.ahead }}", flung.all { it.ahead <= FEW } && flung.any { it.ahead > 0 })
    }

    @Test
    fun `a page that is gone makes no more`() {
        shows()
        frame()
        val gone = long
        activity.setContentView(View(activity))
        val there = gone.childCount
        ShadowSystemClock.advanceBy(FRAME)
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(there, gone.childCount)
    }

    private companion object {
        const val MANY = 1_000
        const val FEW = 3
        const val BESIDE = 300
        val HEIGHTS = listOf(112, 150, 190)
        val FRAME: Duration = Duration.ofMillis(16)
        const val FAR = 20_000
        const val FAST = 12_000
        const val FRAMES = 120
    }
}
