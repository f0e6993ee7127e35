package kz.arna.app

import android.text.SpannedString
import kz.arna.app.part.Bounded
import kz.arna.app.part.wholeLetters
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** What a field takes. */
@RunWith(RobolectricTestRunner::class)
class BoundedTest {
    private var long: String? = null
    private val hands = Bounded(10) { long = it }
    private val cuts = Bounded(10, null)

    private fun Bounded.pasted(text: String, into: String, from: Int = into.length, until: Int = from) = filter(text, 0, text.length, SpannedString(into), from, until)?.toString()

    @Test
    fun `what there is room for is taken as it is`() {
        assertNull("as it is, with all that a keyboard marks in it", hands.pasted("12345", "12345"))
        assertNull("in the place of what is marked", hands.pasted("1234567890", "abcde", 0, 5))
        assertNull(cuts.pasted("", "1234567890", 3, 7))
        assertNull(long)
    }

    @Test
    fun `what is longer is handed over whole, and the field stays as it was`() {
        assertEquals("", hands.pasted("12345678901", ""))
        assertEquals("12345678901", long)
        assertEquals("cd", hands.pasted("1234567890", "abcde", 2, 4))
        assertEquals("ab1234567890e", long)
    }

    @Test
    fun `or cut off, and never within a letter`() {
        assertEquals("1234", cuts.pasted("123456", "abcdef"))
        assertEquals("", cuts.pasted("1", "1234567890"))
        assertEquals("123", cuts.pasted("123😀", "abcdef"))
    }

    @Test
    fun `half a letter is none`() {
        assertEquals("a?", hands.pasted("a\uD83D", ""))
        assertEquals("?😀", "\uDE00😀".wholeLetters())
        assertNull(hands.pasted("😀", ""))
    }
}
