package kz.arna.app

import android.app.Activity
import android.content.Context
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.accessibility.AccessibilityManager
import android.view.accessibility.AccessibilityNodeInfo
import java.time.Duration
import kz.arna.app.look.Look
import kz.arna.app.part.Ask
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Pen
import kz.arna.app.screen.GroupPage
import kz.arna.app.screen.ResultsPage
import kz.arna.ffi.Action
import kz.arna.ffi.Code
import kz.arna.ffi.Does
import kz.arna.ffi.Goes
import kz.arna.ffi.GroupSites
import kz.arna.ffi.Mark
import kz.arna.ffi.Results
import kz.arna.ffi.Row
import kz.arna.ffi.SiteSwitch
import kz.arna.ffi.Verdict
import kz.arna.ffi.VerdictGroup
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowInstrumentation
import org.robolectric.shadows.ShadowSystemClock

/** More rows come into the page that stands: whoever reads it, flings it or is at a row of it hears nothing of that. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class MoreRowsTest {
    private val activity by lazy { Robolectric.buildActivity(Activity::class.java).setup().get() }
    private val acts = Noting()
    private val scroll: PageScroll get() = activity.findViewById(R.id.scroll)
    private val long: LongRows get() = (scroll.getChildAt(0) as ViewGroup).let { body -> (0 until body.childCount).map(body::getChildAt).filterIsInstance<LongRows>().single() }

    /** The first third is blocked, the next one perhaps; the last one opens, and is unfolded. */
    private val many = (0 until MANY).map { at ->
        Row(Mark.Code(Code.BLOCKED), "site$at.example.kz", "Nothing comes back. ".repeat(at * 7 % 4).trim().ifEmpty { null }, null, Goes.Site("$at"), "Site $at.")
    }

    /** The rows between two places of the whole, as the engine has them: every group is there, be it without rows. */
    private fun page(rows: IntRange): Results {
        val third = MANY / 3
        fun of(group: IntRange) = many.filterIndexed { at, _ -> at in group && at in rows }
        val (worst, middle, open) = listOf(0 until third, third until 2 * third, 2 * third until MANY)
        val sections = listOf(Code.BLOCKED to worst, Code.LIKELY_BLOCKED to middle).map { (code, group) ->
            VerdictGroup(Verdict(code, "$code"), "${group.count()}", of(group), hasMore = rows.last < group.last)
        }
        val folded = Fixtures.results.folded!!.copy(rows = of(open), hasMore = rows.last < open.last)
        return Fixtures.results.copy(sections = sections, folded = folded)
    }

    private fun pen() = Pen(Look(context(Manner())), Fixtures.frame, acts)

    private fun shows(results: Results = page(0 until PAGE)) = ResultsPage(pen(), results).also {
        activity.setContentView(it.view)
        settle()
    }

    private fun settle() = shadowOf(Looper.getMainLooper()).idle()

    private fun held(): List<View> = (0 until long.childCount).map(long::getChildAt)

    private fun named(view: View) = view.contentDescription?.toString().orEmpty()

    private fun frame() {
        ShadowSystemClock.advanceBy(Duration.ofMillis(FRAME))
        scroll.computeScroll()
        settle()
    }

    @Test
    fun `all of them come in their order, none twice, with views for a few, and none of those is another one`() {
        val page = shows()
        val scrolled = scroll
        val order = LinkedHashSet<String>()
        var next = PAGE
        val before = mutableMapOf<String, View>()
        do {
            scroll.scrollBy(0, scroll.height / 2)
            settle()
            val now = held().filter { "Site" in named(it) }.associateBy(::named)
            for (name in now.keys intersect before.keys) assertSame(name, before[name], now[name])
            before.apply { clear() }.putAll(now)
            order += now.values.sortedBy { it.top }.map(::named)
            assertTrue("${held().size} rows", held().size < MOST)
            if (acts.heard.isNotEmpty()) {
                assertEquals("asked once for each page", listOf(Ask.More), acts.heard)
                acts.heard.clear()
                val (at, views) = scroll.scrollY to held().filter { it.bottom + long.top > scroll.scrollY && it.top + long.top < scroll.scrollY + scroll.height }
                page.adds(page(next until minOf(next + PAGE, MANY)))
                next += PAGE
                settle()
                assertEquals(at, scroll.scrollY)
                assertTrue("what is seen stays", held().containsAll(views.filter { "Site" in named(it) }))
                assertSame(scrolled, scroll)
            }
        } while (scroll.canScrollVertically(1))
        assertEquals(many.map { it.spoken }, order.toList())
        assertTrue("$next", next >= MANY)
    }

    @Test
    fun `a fling goes on past where the page ended, as far as if the rows had been there`() {
        /** From where a page of two pages' rows begins to end, with so many rows at first and so many that come. */
        fun flung(first: Int, more: Int?): Int {
            val page = shows(page(0 until first))
            // Past every row once: how tall they are is known then.
            while (scroll.canScrollVertically(1)) {
                scroll.scrollBy(0, scroll.height / 2)
                settle()
            }
            scroll.scrollTo(0, FROM)
            settle()
            scroll.fling(FAST)
            repeat(FRAMES) {
                if (it == 3 && more != null) page.adds(page(first until more))
                frame()
            }
            return scroll.scrollY
        }
        val cut = flung(2 * PAGE, more = null)
        assertFalse("without more rows it ends where they do", scroll.canScrollVertically(1))
        val gone = flung(2 * PAGE, more = 6 * PAGE)
        val free = flung(6 * PAGE, more = null)
        assertTrue("$cut, $gone, $free", gone > cut + scroll.height && scroll.canScrollVertically(1))
        assertEquals("pixels", free.toDouble(), gone.toDouble(), (free - FROM) * SLACK)
    }

    @Test
    fun `a page that does not move is not moved`() {
        val page = shows(page(0 until 2 * PAGE))
        scroll.fling(FAST)
        repeat(3) { frame() }
        // Somebody puts a finger on it.
        val now = android.os.SystemClock.uptimeMillis()
        scroll.dispatchTouchEvent(android.view.MotionEvent.obtain(now, now, android.view.MotionEvent.ACTION_DOWN, 100f, 100f, 0))
        val at = scroll.scrollY
        page.adds(page(2 * PAGE until 3 * PAGE))
        repeat(10) { frame() }
        assertEquals(at, scroll.scrollY)
    }

    @Test
    fun `the row that has the focus, and the one that is listened to, are the same views`() {
        ShadowInstrumentation.getInstrumentation().setInTouchMode(false)
        val manager = activity.getSystemService(Context.ACCESSIBILITY_SERVICE) as AccessibilityManager
        shadowOf(manager).setEnabled(true)
        shadowOf(manager).setTouchExplorationEnabled(true)
        val page = shows()
        val focused = held().first { named(it) == "Site 5." }
        val heard = held().first { named(it) == "Site 7." }
        assertTrue(focused.requestFocus())
        heard.performAccessibilityAction(AccessibilityNodeInfo.ACTION_ACCESSIBILITY_FOCUS, null)
        page.adds(page(PAGE until 3 * PAGE))
        settle()
        assertTrue(focused.hasFocus() && heard.isAccessibilityFocused && focused.parent === long && heard.parent === long)
    }

    private fun group(rows: IntRange, more: Int?) = GroupSites(
        "Mine", "$MANY of $MANY", rows.map { SiteSwitch("site$it", null, true, Does.SwitchPage("2", "$it", false), null, "Site $it.") },
        more?.let { Action("Show $it more", null, Does.Show("2"), true, "Show $it more.") }, null, emptyList(),
    )

    @Test
    fun `what brings more says how many are left, and leads to what came`() {
        ShadowInstrumentation.getInstrumentation().setInTouchMode(false)
        val page = GroupPage(pen(), group(0 until PAGE, more = 2 * PAGE))
        activity.setContentView(page.view)
        settle()
        val hands = Hands { activity.findViewById(android.R.id.content) }
        val link = hands.views().first { named(it) == "Show 100 more." }
        fun goesToLink() {
            while (scroll.canScrollVertically(1)) {
                scroll.scrollBy(0, scroll.height / 2)
                settle()
            }
            assertTrue(link.requestFocus())
        }
        goesToLink()
        link.performClick()
        assertEquals(listOf(Ask.More), acts.heard)
        page.adds(group(PAGE until 2 * PAGE, more = PAGE))
        settle()
        assertEquals("Show 50 more.", named(link))
        assertEquals("Site $PAGE.", named(activity.window.decorView.findFocus()))
        goesToLink()
        page.adds(group(2 * PAGE until 3 * PAGE, more = null))
        settle()
        assertEquals(View.GONE, link.visibility)
        assertEquals("Site ${2 * PAGE}.", named(activity.window.decorView.findFocus()))
    }

    private companion object {
        const val MANY = 5_000
        const val PAGE = 50
        const val MOST = 80
        const val FRAME = 16L
        const val FRAMES = 120
        const val FAST = 12_000

        /** A fling that goes on is reckoned anew from how fast it is. */
        const val SLACK = 0.15
        const val FROM = 9_000
    }
}
