package kz.arna.app

import android.app.Activity
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import kz.arna.app.look.Look
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.app.part.Pen
import kz.arna.app.part.goesOn
import kz.arna.app.part.leaves
import kz.arna.app.screen.lists
import kz.arna.app.screen.results
import kz.arna.ffi.Code
import kz.arna.ffi.Does
import kz.arna.ffi.Goes
import kz.arna.ffi.Mark
import kz.arna.ffi.Row
import kz.arna.ffi.ShownLists
import kz.arna.ffi.SiteSwitch
import kz.arna.ffi.Verdict
import kz.arna.ffi.VerdictGroup
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Five hundred rows by the keyboard alone: each is reached, in order, though most of them have no view until then. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class KeysTest {
    private val keys = Keyboard { activity }
    private val activity by lazy { Robolectric.buildActivity(Activity::class.java).setup().get() }
    private val acts = Noting()

    @Before
    fun first() = keys.begins()

    /** Of every kind of height. */
    private fun row(at: Int, detail: String = "Nothing comes back once the site's name is seen. ".repeat(at * 7 % 4)) =
        Row(Mark.Code(Code.BLOCKED), "site$at.example.kz", detail.trim().ifEmpty { null }, null, Goes.Site("$at"), "Site $at.")

    private val many = List(MANY) { row(it) }

    private lateinit var page: View
    private val scroll: PageScroll get() = page.findViewById(R.id.scroll)

    private fun shows(manner: Manner = Manner(), make: Pen.() -> View) {
        val old = if (::page.isInitialized) page.leaves() else null
        page = Pen(Look(context(manner)), Fixtures.frame, acts).make()
        old?.let(page::goesOn)
        activity.setContentView(page)
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun results(rows: List<Row>) = Fixtures.results.copy(sections = listOf(VerdictGroup(Verdict(Code.BLOCKED, "Blocked"), "$MANY", rows, false)), folded = null, hidden = null)

    private fun showsResults(rows: List<Row> = many, manner: Manner = Manner()) = shows(manner) { results(results(rows)) }

    private fun site(at: Int, isOn: Boolean) = SiteSwitch("site$at.example.kz", "About $at".takeIf { at % 3 > 0 }, isOn, Does.SwitchPage("own", "$at", !isOn), Goes.Site("$at"), "Site $at.")

    private fun showsLists(manner: Manner = Manner(), isOn: (Int) -> Boolean = { true }) = shows(manner) {
        lists(ShownLists("What is tested", "site", "Look for a site", List(MANY) { site(it, isOn(it)) }, null, null, null, emptyList(), row(0), Fixtures.action("Test now", null, Does.Start)))
    }

    private fun isRow(view: View) = generateSequence(view.parent) { it.parent }.any { it is LongRows }

    /** Goes from the top of the page to its first row. */
    private fun toRows() {
        repeat(30) { if (keys.focus?.let(::isRow) != true) keys.next() }
        assertTrue("no row has the focus, but ${keys.focus}", keys.focus?.let(::isRow) == true)
    }

    private fun there(step: () -> Unit): List<String> {
        toRows()
        return keys.stops(2 * MANY, step) { !isRow(it) }
    }

    private fun held() = scroll.getChildAt(0).let { body -> (0 until (body as ViewGroup).childCount).map(body::getChildAt).filterIsInstance<LongRows>().single().childCount }

    /** Each once and in order. At the end an arrow may scroll to what is below the last one first. */
    private fun assertStops(wanted: List<String>, stops: List<String>) {
        wanted.indices.firstOrNull { wanted[it] != stops.getOrNull(it) }?.let { assertEquals("the stop after ${wanted.getOrNull(it - 1)}", wanted[it], stops.getOrNull(it)) }
        assertTrue("${stops.drop(wanted.size)}", stops.drop(wanted.size).let { it.isEmpty() || it == listOf(wanted.last()) })
    }

    private fun throughResults(manner: Manner, there: () -> Unit, back: () -> Unit) {
        showsResults(manner = manner)
        assertStops(many.map { it.spoken }, there(there))
        assertTrue("what follows the rows is a tab, not ${keys.focus}", keys.said in listOf("Home", "Sites", "History", "Settings"))
        back()
        assertStops(many.map { it.spoken }.reversed(), keys.stops(MANY, back) { !isRow(it) })
        assertTrue("${held()} rows have views", held() < MOST)
    }

    @Test
    fun `the tabulator stops at each row once, and on the way back again`() = throughResults(Manner(), keys::next, keys::before)

    @Test
    fun `so do the arrows`() = throughResults(Manner(), keys::down, keys::up)

    @Test
    fun `so does the tabulator from right to left`() = throughResults(Manner(isMirrored = true), keys::next, keys::before)

    @Test
    fun `so do the arrows from right to left, with the largest letters`() = throughResults(Manner(isMirrored = true, fontScale = 2f), keys::down, keys::up)

    private fun throughLists(manner: Manner) {
        showsLists(manner)
        // Its text leads somewhere, its switch switches.
        assertStops((0 until MANY).flatMap { listOf("Site $it.", "site$it.example.kz") }, there(keys::next))
        keys.before()
        assertEquals("the last switch", "site${MANY - 1}.example.kz", keys.said)
        assertStops((0 until MANY).reversed().map { "site$it.example.kz" }, keys.stops(MANY, keys::up) { !isRow(it) || keys.said?.startsWith("site") != true })
    }

    @Test
    fun `of a list, text and switch are stops by turns, and arrows keep to the switches`() = throughLists(Manner())

    @Test
    fun `the same from right to left`() = throughLists(Manner(isMirrored = true))

    /** To a row far below what has views at first. */
    private fun toRow(at: Int) {
        toRows()
        while (keys.said != "Site $at.") keys.down()
    }

    @Test
    fun `enter opens the row that has the focus, and back leads to it`() {
        showsResults()
        toRow(FAR)
        keys.enter()
        assertEquals(listOf(Goes.Site("$FAR")), acts.heard)
        val (left, from) = page.leaves()!! to scroll.scrollY
        shows { results(results(emptyList())) }
        page = Pen(Look(context(Manner())), Fixtures.frame, acts).results(results(many)).also { it.goesOn(left) }
        activity.setContentView(page)
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals("Site $FAR.", keys.said)
        assertEquals(from, scroll.scrollY)
        keys.down()
        assertEquals("Site ${FAR + 1}.", keys.said)
    }

    @Test
    fun `a row keeps the focus while its page is drawn again, whatever came above it or is said of it now`() {
        showsResults()
        toRow(FAR)
        for (rows in listOf(many, many.map { if (it === many[FAR]) row(FAR, "It opens now.") else it }, listOf(row(MANY), row(MANY + 1)) + many, many - many[3])) {
            showsResults(rows)
            assertEquals("Site $FAR.", keys.said)
            assertTrue(keys.isSeen())
        }
        showsResults(many - many[FAR])
        assertTrue("where it is gone, one beside it has the focus: ${keys.said}", keys.said in listOf("Site ${FAR - 1}.", "Site ${FAR + 1}."))
    }

    @Test
    fun `pages that come faster than they are laid out hand the focus on`() {
        showsResults()
        toRow(FAR)
        repeat(3) {
            val next = Pen(Look(context(Manner())), Fixtures.frame, acts).results(results(many))
            next.goesOn(page.leaves()!!)
            page = next
            activity.setContentView(page)
        }
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals("Site $FAR.", keys.said)
    }

    @Test
    fun `a switch keeps the focus when it is switched`() {
        showsLists()
        toRow(FAR)
        keys.next()
        keys.enter()
        assertEquals(listOf(Does.SwitchPage("own", "$FAR", false)), acts.heard)
        showsLists(isOn = { it != FAR })
        assertEquals("site$FAR.example.kz", keys.said)
        keys.enter()
        assertEquals(Does.SwitchPage("own", "$FAR", true), acts.heard.last())
    }

    private companion object {
        const val MANY = 500
        const val MOST = 80
        const val FAR = 320
    }
}
