package kz.arna.app

import android.view.View
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.reader
import kz.arna.app.part.Ask
import kz.arna.app.part.LongRows
import kz.arna.app.part.PageScroll
import kz.arna.ffi.Goes
import kz.arna.ffi.GroupScreen
import kz.arna.ffi.GroupSites
import kz.arna.ffi.ListSource
import kz.arna.ffi.RowsHeld
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotSame
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The next page of rows, from the engine as far as the views. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class RowsComeTest : Story() {
    private val page: View? get() = activity.findViewById(R.id.page)
    private val scroll: PageScroll get() = activity.findViewById(R.id.scroll)

    private fun keeps(sites: Int) = runBlocking {
        app.core.engine().addList("Mine", ListSource.Text((0 until sites).joinToString("\n") { "https://site$it.example.kz/" })).list!!.id
    }

    private fun opens(list: String) {
        shell.goes(Goes.Group(list))
        hands.until("not shown") { (shell.place as? Place.Group)?.id == list && hands.views().any { it is LongRows } }
    }

    private fun pages() = (shell.place as Place.Group).pages

    /** Every site of the page that is shown, from the top down. */
    private fun sites(): List<String> {
        val seen = LinkedHashSet<String>()
        scroll.scrollTo(0, 0)
        do {
            hands.until("no rows") { true }
            seen += hands.views().mapNotNull { it.contentDescription?.toString() }.filter { it.startsWith("site") }.sortedBy { it.removePrefix("site").substringBefore('.').toInt() }
            scroll.scrollBy(0, scroll.height / 2)
        } while (scroll.canScrollVertically(1))
        return seen.map { it.substringBefore('.') }
    }

    private fun asksForMore() {
        val (before, asked) = pages() to hands.views().first { it.contentDescription?.startsWith("Show") == true }.contentDescription
        shell.asks(Ask.More)
        hands.until("no more came") { pages() == before + 1u && hands.views().none { it.contentDescription == asked } }
    }

    @Test
    fun `each page comes without those before it, into the page that stands`() {
        open()
        hands.untilShown("Test now")
        opens(keeps(130))
        val first = page
        repeat(2) { asksForMore() }
        assertSame("a record that came whole is another page", first, page)
        assertEquals((0 until 130).map { "site$it" }, sites())
    }

    @Test
    fun `where something changed meanwhile all of it is drawn anew, and nothing is doubled or left out`() {
        open()
        hands.untilShown("Test now")
        val list = keeps(130)
        opens(list)
        val first = page
        // As a run or another window of the phone does it, while somebody reads.
        runBlocking { app.core.engine().replaceList(list, ListSource.Text((-5 until 130).joinToString("\n") { "https://site${it + 5}.example.kz/" })) }
        asksForMore()
        hands.until("not all of them") { hands.texts().any { "135" in it } }
        assertNotSame(first, page)
        asksForMore()
        assertEquals((0 until 135).map { "site$it" }, sites())
    }

    @Test
    fun `a screen that is read again and is the same stays as it is`() {
        open()
        hands.untilShown("Test now")
        opens(keeps(70))
        val first = page
        controller.pause().resume()
        asksForMore()
        assertSame(first, page)
    }

    @Test
    fun `the engine is asked for what is not there`() {
        open()
        hands.untilShown("Test now")
        val list = keeps(130)
        val asked: suspend (UInt, RowsHeld?) -> GroupSites = { pages, held ->
            (app.core.ask { it.groupScreen(reader("en"), list, pages, held) } as GroupScreen.Ready).screen
        }
        val (first, second, third) = runBlocking {
            val first = asked(1u, null)
            val second = asked(2u, first.held)
            Triple(first, second, asked(3u, second.held))
        }
        assertEquals(listOf(50, 50, 30), listOf(first, second, third).map { it.rows.size })
        assertEquals(130, (first.rows + second.rows + third.rows).map { it.title }.toSet().size)
        assertTrue(second.isRest && third.isRest && third.more == null)
    }
}
