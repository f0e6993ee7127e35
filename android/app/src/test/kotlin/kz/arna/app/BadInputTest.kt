package kz.arna.app

import android.content.Intent
import android.os.Parcel
import android.os.Parcelable
import android.text.SpannableString
import android.widget.EditText
import java.io.File
import kotlinx.coroutines.runBlocking
import kz.arna.app.engine.reader
import kz.arna.app.part.LongRows
import kz.arna.app.part.SwitchView
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.Goes
import kz.arna.ffi.LabConfig
import kz.arna.ffi.frame
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What a phone, its owner and other apps may come with: each gets a sentence, and the app goes on. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class BadInputTest : Story() {
    private fun untilHeld() = hands.until("it stands in a field, or nowhere") { hands.texts().any { it.endsWith(", not shown here") } && field() == null }

    @Test
    fun `results of a newer version are left as they are, and said to be`() {
        runBlocking { Engine.open(EngineConfig(app.noBackupFilesDir.path, "en", "KZ", LabConfig("first-light", "lte", 1u))).use { it.shutdown() } }
        val file = File(app.noBackupFilesDir, "arna.db")
        // The version stands at byte 60 of a database's head.
        val bytes = file.readBytes().also { it[62] = 99 }
        file.writeBytes(bytes)
        open()
        hands.untilShown("Results were written by a newer version of Arna; update Arna.")
        hands.tap("Try again")
        hands.untilShown("Results were written by a newer version of Arna; update Arna.")
        assertArrayEquals(bytes, file.readBytes())
    }

    @Test
    fun `a text without a site says so, and nothing can be added`() {
        open()
        hands.untilShown("Test now")
        for (text in listOf("Good morning, see you at nine", "", "   \n\n", "\u0000\u0007", "www", "😀".repeat(1_000), "javascript:alert(1)", "\u202E\u200F".repeat(500))) {
            comes(shares(text))
            hands.until("not shown: $text") { field()?.text?.toString() == text && hands.texts().any { it == "Add sites" } }
            assertFalse(text, isOn("Add"))
            assertEquals(1, lists().size)
        }
        goesOn()
    }

    @Test
    fun `a megabyte of one word is no page, and is not laid out`() {
        open()
        hands.untilShown("Test now")
        comes(shares("x".repeat(1_000_000)))
        untilHeld()
        assertTrue("${hands.texts()}", "1.0 MB, not shown here" in hands.texts())
        assertFalse(isOn("Add"))
        goesOn()
    }

    @Test
    fun `half a letter in what is shared is none, and the rest is kept`() {
        open()
        hands.untilShown("Test now")
        comes(shares("\uD83D https://example.org/ \uDE00"))
        hands.untilShown("Add 1 site")
        hands.tap("Add 1 site")
        hands.until("not kept") { shell.place is Place.Lists && hands.views().any { it is SwitchView } }
        assertEquals(2, lists().size)
    }

    @Test
    fun `half a letter in what is looked for is none`() {
        open()
        hands.untilShown("Test now")
        shell.goes(Goes.Lists)
        hands.until("no field") { field()?.isLaidOut == true }
        field()!!.setText("wiki\uD83D")
        hands.until("not looked for") { (shell.place as Place.Lists).query == "wiki?" && field()?.text?.toString() == "wiki?" }
        field()!!.setText("wiki")
        hands.until("not found") { hands.texts().any { "wikipedia" in it } }
    }

    @Test
    fun `five thousand lines that are pasted are read whole, and stand in no field`() {
        openAdding()
        val lines = (0 until 5_000).joinToString("\n") { "https://site$it.example.kz/" }
        field()!!.setText("$lines\nhttp//wrong\n")
        untilHeld()
        hands.until("not read") { hands.texts().any { it.startsWith("Add these") } }
        assertTrue("${hands.texts()}", hands.texts().any { "http//wrong" in it })
        hands.tap(hands.texts().first { it.startsWith("Add these") })
        hands.until("not kept") { shell.place is Place.Lists && hands.views().any { it is SwitchView } }
        val list = lists().single { it.pages == 5_000uL }
        hands.tap(list.name)
        hands.until("its sites are not shown") { shell.place is Place.Group && hands.texts().any { it == "site0.example.kz" } }
        assertTrue("${hands.views().count { it is SwitchView }} switches", hands.views().any { it is LongRows } && hands.views().count { it is SwitchView } < 80)
    }

    @Test
    fun `what is too long for a field is read whole with what stood there, and can be taken away`() {
        openAdding()
        field()!!.setText("https://example.org/\n")
        hands.untilShown("Add 1 site")
        field()!!.run { append((0 until 1_000).joinToString("\n") { "https://site$it.example.kz/" }) }
        untilHeld()
        hands.until("not read") { hands.texts().any { Regex("Add these 1.?001 sites").matches(it) } }
        hands.tap("Clear")
        hands.until("no field") { field()?.text?.isEmpty() == true }
        field()!!.setText("https://example.com/")
        hands.untilShown("Add 1 site")
    }

    @Test
    fun `three hundred thousand letters without a space are no page and no name`() {
        val word = "a".repeat(300_000)
        openAdding()
        field()!!.setText(word)
        untilHeld()
        hands.tap("Clear")
        hands.until("no field") { field()?.text?.isEmpty() == true }
        field()!!.setText("https://example.org/")
        hands.untilShown("Add 1 site")
        val name = { hands.views().filterIsInstance<EditText>().first { it.id == R.id.name } }
        name().setText(word)
        val most = frame(reader("en")).mostTyped.toInt()
        hands.until("the name is not cut off") { name().isLaidOut && name().text.length in 81..most }
        hands.tap("Add 1 site")
        hands.until("nothing is said of the name") { hands.texts().any { it.startsWith("A list's name has 1 to 80 characters") } }
        assertEquals(1, lists().size)
        shell.goes(Goes.Lists)
        hands.until("no field") { shell.place is Place.Lists && field()?.isLaidOut == true }
        field()!!.setText(word)
        hands.until("something is found") { hands.texts().none { it == "wikipedia.org" } && field()!!.text.isNotEmpty() }
        goesOn()
    }

    @Test
    fun `what is emptied while somebody types in it is empty`() {
        open()
        hands.untilShown("Test now")
        shell.goes(Goes.Lists)
        hands.until("no field") { field()?.isLaidOut == true }
        field()!!.requestFocus()
        field()!!.setText("wiki")
        hands.until("not found") { hands.texts().any { "wikipedia" in it } && field()?.isLaidOut == true }
        assertTrue(field()!!.hasFocus())
        hands.tap("Clear")
        hands.until("it is not empty") { field()?.text?.isEmpty() == true && hands.texts().size > 10 }
        assertEquals(Place.Lists(""), shell.place)
    }

    @Test
    fun `who types a name goes on typing it`() {
        openAdding()
        field()!!.setText("https://example.org/")
        hands.untilShown("Add 1 site")
        val name = { hands.views().filterIsInstance<EditText>().first { it.id == R.id.name } }
        name().setText("")
        name().requestFocus()
        for (letter in "News") {
            val before = name()
            before.setSelection(before.length())
            before.text.append(letter)
            hands.until("it is not drawn again") { name() !== before && name().isLaidOut }
            assertTrue("after $letter", name().hasFocus() && name().selectionStart == name().length())
        }
        assertEquals("News", (shell.place as Place.Adding).name)
        hands.tap("Add 1 site")
        hands.until("not kept") { lists().any { it.name == "News" } }
    }

    @Test
    fun `styled text is text`() {
        open()
        hands.untilShown("Test now")
        comes(shares(SpannableString("Look: https://example.org/")))
        hands.untilShown("Add 1 site")
    }

    @Test
    fun `rubbish in what another app shares is nothing`() {
        open()
        hands.untilShown("Test now")
        val rubbish = listOf(
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, "no address"),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, null as Parcelable?),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, Intent("what.ever")),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, byteArrayOf(1, 2, 3)),
            Intent("what.ever").putExtra(Intent.EXTRA_TEXT, "https://example.org/"),
            unknown(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_STREAM, Crafted())),
        )
        for (intent in rubbish) {
            comes(intent)
            goesOn()
            assertEquals("$intent", Place.Home, shell.place)
        }
    }

    /** An intent from a process that has other classes: they cannot be unpacked here. */
    private fun unknown(intent: Intent): Intent {
        val parcel = Parcel.obtain()
        intent.writeToParcel(parcel, 0)
        parcel.setDataPosition(0)
        val came = { Intent.CREATOR.createFromParcel(parcel.also { it.setDataPosition(0) }).apply { setExtrasClassLoader(ClassLoader.getPlatformClassLoader()) } }
        @Suppress("DEPRECATION")
        assertTrue(runCatching { came().extras!!.get(Intent.EXTRA_STREAM) }.exceptionOrNull() is RuntimeException)
        return came()
    }

    /** What only another app has. */
    class Crafted : Parcelable {
        override fun describeContents() = 0

        override fun writeToParcel(parcel: Parcel, flags: Int) = parcel.writeInt(7)

        companion object {
            @JvmField
            val CREATOR = object : Parcelable.Creator<Crafted> {
                override fun createFromParcel(parcel: Parcel) = Crafted()

                override fun newArray(size: Int): Array<Crafted?> = arrayOfNulls(size)
            }
        }
    }
}
