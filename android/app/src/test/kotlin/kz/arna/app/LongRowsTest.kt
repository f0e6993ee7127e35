package kz.arna.app

import android.app.Activity
import android.content.Context
import android.os.Looper
import android.view.View
import android.view.View.MeasureSpec
import android.view.ViewGroup
import android.view.accessibility.AccessibilityManager
import android.view.accessibility.AccessibilityNodeInfo
import android.widget.LinearLayout
import kz.arna.app.look.Look
import kz.arna.app.part.Ask
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Pen
import kz.arna.app.part.rows
import kz.arna.app.screen.results
import kz.arna.ffi.Code
import kz.arna.ffi.Goes
import kz.arna.ffi.Mark
import kz.arna.ffi.Results
import kz.arna.ffi.Row
import kz.arna.ffi.Verdict
import kz.arna.ffi.VerdictGroup
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowInstrumentation

/** Results of thousands of sites: views are there for what is seen, and nothing else tells that the others are not. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class LongRowsTest {
    private val activity by lazy { Robolectric.buildActivity(Activity::class.java).setup().get() }
    private val acts = Noting()

    /** Of every kind of height: one line, and as many as a long detail takes. */
    private val many = (0 until MANY).map { at ->
        Row(Mark.Code(Code.BLOCKED), "site$at.example.kz", "Nothing comes back once the site's name is seen. ".repeat(at * 7 % 4).trim().ifEmpty { null }, null, Goes.Site("$at"), "Site $at.")
    }

    private fun of(rows: List<Row>, hasMore: Boolean = false): Results =
        Fixtures.results.copy(sections = listOf(VerdictGroup(Verdict(Code.BLOCKED, "Blocked"), "$MANY", rows, hasMore)), folded = null)

    private lateinit var page: View
    private val scroll: PageScroll get() = page.findViewById(R.id.scroll)
    private val long: LongRows get() = (scroll.getChildAt(0) as ViewGroup).let { body -> (0 until body.childCount).map(body::getChildAt).filterIsInstance<LongRows>().single() }

    private fun pen(manner: Manner) = Pen(Look(context(manner)), Fixtures.frame, acts)

    private fun shows(results: Results, manner: Manner = Manner(), after: PageScroll? = null) {
        page = pen(manner).results(results)
        after?.let { scroll.goesOn(it.leaves()) }
        activity.setContentView(page)
        settle()
    }

    private fun settle() = shadowOf(Looper.getMainLooper()).idle()

    private fun held(): List<View> = (0 until long.childCount).map(long::getChildAt)

    private fun named(view: View) = view.contentDescription.toString()

    /** Rows that are seen, and where from the top of what is seen. */
    private fun seen(): Map<String, Int> {
        val from = scroll.scrollY - long.top
        return held().filter { it.bottom > from && it.top < from + scroll.height }.associate { named(it) to it.top - from }
    }

    /** Nothing is left out between the rows that are seen, nor above and below them. */
    private fun coversAll(): Boolean {
        val from = maxOf(scroll.scrollY - long.top, 0)
        val until = minOf(scroll.scrollY - long.top + scroll.height, long.height)
        val rows = held().filter { it.bottom > from && it.top < until }.sortedBy { it.top }
        // The first is the heading, which has room around it.
        val gaps = rows.zipWithNext().filter { (above, below) -> above.bottom != below.top && ": " !in named(above) }
        return gaps.isEmpty() && (until <= from || rows.isNotEmpty() && rows.first().top <= from + HEAD && rows.last().bottom >= until)
    }

    private fun scrolls(by: Int, told: (Map<String, Int>) -> Unit) {
        told(seen())
        while (scroll.canScrollVertically(by)) {
            scroll.scrollBy(0, by)
            settle()
            assertTrue("${held().size} rows at ${scroll.scrollY}", held().size < MOST)
            assertTrue("a gap at ${scroll.scrollY}: ${seen()}", coversAll())
            told(seen())
        }
    }

    private fun column(rows: List<Row>, manner: Manner): LinearLayout {
        val column = pen(manner).rows(rows) as LinearLayout
        column.layoutDirection = page.layoutDirection
        column.measure(MeasureSpec.makeMeasureSpec(long.width, MeasureSpec.EXACTLY), MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED))
        column.layout(0, 0, column.measuredWidth, column.measuredHeight)
        return column
    }

    private fun throughAll(rows: List<Row>, manner: Manner) {
        shows(of(rows), manner)
        val all = sortedSetOf<String>()
        val tops = mutableMapOf<String, Int>()
        val lefts = mutableSetOf<List<Int>>()
        scrolls(scroll.height * 3 / 4) { seen ->
            all += seen.keys
            held().forEach { tops[named(it)] = it.top }
            held().filter { "Site" in named(it) }.forEach { row -> lefts += (row as ViewGroup).let { line -> (0 until line.childCount).map { line.getChildAt(it).left } } }
        }
        assertEquals(emptyList<String>(), rows.map { it.spoken } - all)
        // They stand where they would in a column of all of them.
        val column = column(rows, manner)
        val first = tops.getValue("Site 0.")
        for ((at, row) in rows.withIndex()) assertEquals(row.title, first + column.getChildAt(at).top, tops.getValue(row.spoken))
        assertEquals(first + column.height, long.height)
        val line = column.getChildAt(0) as ViewGroup
        assertEquals(setOf((0 until line.childCount).map { line.getChildAt(it).left }), lefts)
        // And the way back leads past each of them again, to the first.
        val back = sortedSetOf<String>()
        scrolls(-scroll.height * 3 / 4) { back += it.keys }
        assertEquals(emptyList<String>(), rows.map { it.spoken } - back)
        assertEquals(0, scroll.scrollY)
    }

    @Test
    fun `five thousand rows from the first to the last and back, with views for a few`() = throughAll(many, Manner())

    @Test
    fun `with the largest letters`() = throughAll(many.take(300), Manner(fontScale = 2f))

    @Test
    fun `from right to left`() = throughAll(many.take(300), Manner(isMirrored = true))

    @Test
    fun `a jump to the end lands there, and what is seen on the way up never jumps`() {
        shows(of(many))
        while (scroll.canScrollVertically(1)) {
            scroll.fullScroll(View.FOCUS_DOWN)
            scroll.scrollTo(0, Int.MAX_VALUE / 2)
            settle()
        }
        assertTrue("${seen()}", "Site ${MANY - 1}." in seen() && held().size < MOST && coversAll())
        repeat(100) {
            val before = seen()
            scroll.scrollBy(0, -STEP)
            settle()
            val now = seen()
            val both = now.keys intersect before.keys
            assertTrue(both.isNotEmpty() && coversAll())
            for (row in both) assertEquals("step $it, $row", before.getValue(row) + STEP, now.getValue(row))
        }
    }

    @Test
    fun `a page that is drawn again stays where it was, with what came since`() {
        shows(of(many.take(2_000)))
        repeat(40) {
            scroll.scrollBy(0, scroll.height * 3 / 4)
            settle()
        }
        val before = seen()
        shows(of(many), after = scroll)
        assertEquals(before, seen())
        // One that is not laid out yet hands on what it was given.
        val unlaid = pen(Manner()).results(of(many)).findViewById<PageScroll>(R.id.scroll).also { it.goesOn(scroll.leaves()) }
        shows(of(many), after = unlaid)
        assertEquals(before, seen())
    }

    @Test
    fun `the end asks for more once`() {
        shows(of(many.take(60), hasMore = true))
        assertEquals(emptyList<Any>(), acts.heard)
        scrolls(scroll.height / 8) {}
        assertEquals(listOf(Ask.More), acts.heard)
    }

    /** A phone that somebody holds by a keyboard, not by its glass. */
    private fun byKeys() = ShadowInstrumentation.getInstrumentation().setInTouchMode(false)

    @Test
    fun `a row that has the focus is kept, and those beside it`() {
        byKeys()
        shows(of(many))
        val row = held().first { named(it) == "Site 5." }
        assertTrue(row.requestFocus())
        repeat(20) {
            scroll.scrollBy(0, scroll.height)
            settle()
        }
        assertTrue(row.parent === long && row.hasFocus())
        assertTrue(held().map { named(it) }.containsAll(listOf("Site 4.", "Site 6.")) && "Site 3." !in held().map { named(it) })
    }

    @Test
    fun `who listens to a row is not thrown out of it`() {
        val manager = activity.getSystemService(Context.ACCESSIBILITY_SERVICE) as AccessibilityManager
        shadowOf(manager).setEnabled(true)
        shadowOf(manager).setTouchExplorationEnabled(true)
        shows(of(many))
        val row = held().first { named(it) == "Site 5." }
        row.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null)
        assertTrue(row.isAccessibilityFocused)
        repeat(20) {
            scroll.scrollBy(0, scroll.height)
            settle()
        }
        assertTrue(row.parent === long && row.isAccessibilityFocused && held().size < MOST)
        shows(of(many), after = scroll)
        assertTrue("far from it nobody is taken back", held().none { it.isAccessibilityFocused })
        scroll.scrollTo(0, 0)
        settle()
        held().first { named(it) == "Site 5." }.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null)
        shows(of(many), after = scroll)
        assertTrue(held().single { it.isAccessibilityFocused }.let { named(it) == "Site 5." })
    }

    private companion object {
        const val MANY = 5_000
        const val MOST = 80
        const val STEP = 150

        /** The room above the first row's word. */
        const val HEAD = 60
    }
}
