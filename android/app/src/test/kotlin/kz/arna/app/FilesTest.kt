package kz.arna.app

import android.app.Activity
import android.content.Intent
import android.net.Uri
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.runBlocking
import kz.arna.app.part.Ask
import kz.arna.ending
import kz.arna.ffi.Code
import kz.arna.ffi.Does
import kz.arna.ffi.Goes
import kz.arna.ffi.RunRequest
import kz.arna.ffi.longestList
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Files that somebody chooses, and files that other apps share: what is the matter with one is said, and the app goes on. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class FilesTest : Story() {
    private lateinit var lender: Lender
    private val files get() = shadowOf(app.contentResolver)
    private val file = Uri.parse("content://lender/file")

    @Before
    fun lends() {
        lender = Robolectric.buildContentProvider(Lender::class.java).create("lender").get()
    }

    private fun holds(stream: InputStream) = files.registerInputStreamSupplier(file) { stream }

    private fun holds(text: String) = holds(ByteArrayInputStream(text.toByteArray()))

    private fun takes(stream: java.io.OutputStream) = files.registerOutputStreamSupplier(file) { stream }

    /** Answers what was asked of the phone's chooser. */
    private fun choose(chosen: Uri? = file, result: Int = Activity.RESULT_OK) {
        val asked = shadowOf(activity).nextStartedActivityForResult
        shadowOf(activity).callOnActivityResult(asked.requestCode, result, Intent().setData(chosen))
    }

    private fun chooseToRead(chosen: Uri? = file) {
        shell.does(Does.OpenFile)
        choose(chosen)
    }

    private fun openMeasured() {
        runBlocking { app.core.engine().start(RunRequest()).use { it.ending() } }
        open()
        hands.untilShown("Test again")
    }

    private fun export(chosen: Uri? = file) {
        shell.savesAll()
        choose(chosen)
    }

    /** The sentence stands there, and a way leads back to where it was asked for. */
    private fun untilSaid(sentence: String, place: Place) {
        hands.untilShown(sentence)
        hands.tap("Back")
        hands.until("no way back") { shell.place == place && hands.texts().none { it == sentence } }
    }

    private fun cannotBeRead(error: Exception) {
        openAdding()
        shell.asks(Ask.Typed("https://example.org/"))
        hands.untilShown("Add 1 site")
        holds(BreakingInput(100, error))
        chooseToRead()
        untilSaid(UNREAD, Place.Adding("https://example.org/"))
        hands.until("what was typed is lost") { field()?.text?.toString() == "https://example.org/" }
        holds("https://example.com/\nhttps://example.kz/\n")
        chooseToRead()
        hands.untilShown("Add these 2 sites")
    }

    @Test
    fun `a file that breaks off says so, and what was typed is there still`() = cannotBeRead(IOException("gone"))

    @Test
    fun `a file of an app that throws whatever it likes says so`() = cannotBeRead(NullPointerException())

    @Test
    fun `a file that may not be read says so`() {
        openAdding()
        files.registerInputStreamSupplier(file) { throw SecurityException("not yours") }
        chooseToRead()
        untilSaid(UNREAD, Place.Adding())
    }

    @Test
    fun `a file that is gone, and none at all, say so`() {
        openAdding()
        chooseToRead(Uri.parse("content://nobody/file"))
        untilSaid(UNREAD, Place.Adding())
        chooseToRead(null)
        untilSaid(UNREAD, Place.Adding())
        shell.does(Does.OpenFile)
        choose(null, Activity.RESULT_CANCELED)
        goesOn()
        assertEquals(Place.Adding(), shell.place)
    }

    @Test
    fun `a photo holds no site, and is not shown as letters`() {
        openAdding()
        holds(ByteArrayInputStream(ByteArray(100_000) { (it * 31 % 251 + 128).toByte() }))
        chooseToRead()
        hands.untilShown("100.0 kB, not shown here")
        assertFalse(isOn("Add"))
    }

    @Test
    fun `of a file without an end no more is read than a list may have`() {
        openAdding()
        val endless = Endless()
        holds(endless)
        chooseToRead()
        hands.untilShown("16.8 MB, not shown here")
        assertEquals(longestList().toLong() + 1, endless.taken)
        assertFalse(isOn("Add"))
    }

    @Test
    fun `a file in another encoding is read in it`() {
        openAdding()
        holds(ByteArrayInputStream("https://пример.рф/\n".toByteArray(charset("windows-1251"))))
        chooseToRead()
        hands.untilShown("Add 1 site")
        hands.tap("Clear")
        hands.until("no field") { field()?.text?.isEmpty() == true }
        holds(ByteArrayInputStream("https://example.org/ # сайт\n".toByteArray(Charsets.UTF_16)))
        chooseToRead()
        hands.untilShown("Add 1 site")
        assertEquals("https://example.org/ # сайт\n", field()!!.text.toString())
    }

    @Test
    fun `a file that is chosen while somebody types stands in the place of what was typed`() {
        openAdding()
        field()!!.requestFocus()
        field()!!.setText("https://example.org/")
        hands.until("not read") { hands.texts().any { it == "Add 1 site" } && field()?.isLaidOut == true }
        assertTrue(field()!!.hasFocus())
        holds("https://example.com/\nhttps://example.kz/\n")
        chooseToRead()
        hands.untilShown("Add these 2 sites")
        assertEquals("https://example.com/\nhttps://example.kz/\n", field()!!.text.toString())
    }

    private fun sharesFile(shared: Uri?) = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_STREAM, shared)

    @Test
    fun `a file that another app shares is read`() {
        open()
        hands.untilShown("Test now")
        holds("https://example.com/\nhttps://example.kz/\n")
        comes(sharesFile(file))
        hands.untilShown("Add these 2 sites")
        hands.tap("Add these 2 sites")
        hands.until("not kept") { shell.place is Place.Lists && lists().size == 2 }
    }

    @Test
    fun `a shared file that cannot be read says so`() {
        open()
        hands.untilShown("Test now")
        comes(sharesFile(Uri.parse("content://nobody/file")))
        untilSaid(UNREAD, Place.Home)
    }

    /** As another app would name what only this one may open. */
    private fun own() = listOf(
        Uri.fromFile(File(app.noBackupFilesDir, "arna.db")),
        Uri.parse("content://${app.packageName}.cards/arna.png"),
        Uri.parse("content://0@${app.packageName}.cards/arna.png"),
    )

    @Test
    fun `the app reads none of its own files for another`() {
        open()
        hands.untilShown("Test now")
        for (uri in own()) {
            files.registerInputStreamSupplier(uri) { throw AssertionError("$uri is opened") }
            comes(sharesFile(uri))
            untilSaid(UNREAD, Place.Home)
        }
    }

    @Test
    fun `and writes into none of them`() {
        openMeasured()
        val database = File(app.noBackupFilesDir, "arna.db").readBytes()
        for (uri in own()) {
            export(uri)
            untilSaid(UNWRITTEN, Place.Home)
        }
        assertArrayEquals(database, File(app.noBackupFilesDir, "arna.db").readBytes())
        assertEquals(emptyList<String>(), lender.deleted)
    }

    @Test
    fun `a file that breaks off while it is written says so and is taken away, and the next one is written`() {
        openMeasured()
        for (error in listOf(IOException("gone"), SecurityException("not yours any more"))) {
            takes(BreakingOutput(100, error))
            export()
            untilSaid(UNWRITTEN, Place.Home)
        }
        assertEquals(List(2) { "android:deleteDocument" }, lender.deleted)
        val written = ByteArrayOutputStream()
        takes(written)
        export()
        hands.until("not written") { written.size() > 1_000 }
        assertTrue(written.toString().lines().first().startsWith("{"))
        // What is kept is locked, and what was written out of it is not.
        hands.until("what was written out stays") { File(app.noBackupFilesDir, "exports").list()?.isEmpty() == true }
    }

    @Test
    fun `what a file with everything holds is said before it is asked for, and whoever goes back has none`() {
        openMeasured()
        shell.does(Does.Export)
        hands.until("nothing is said of it") { hands.texts().any { "not encrypted" in it } }
        hands.tap("Cancel")
        hands.until("no way back") { shell.place == Place.Home }
        assertNull("a file is asked for", shadowOf(activity).nextStartedActivityForResult)
        assertFalse(File(app.noBackupFilesDir, "exports").exists())
    }

    @Test
    fun `a place without room is said to be`() {
        openMeasured()
        takes(BreakingOutput(100, noRoom()))
        export()
        untilSaid("There is no room left for the file where you wanted it. Choose another place.", Place.Home)
        assertEquals(listOf("android:deleteDocument"), lender.deleted)
    }

    @Test
    fun `a part that stays is said to be of no use`() {
        openMeasured()
        lender.keepsAll = true
        takes(BreakingOutput(100, IOException("gone")))
        export()
        untilSaid(LEFT, Place.Home)
    }

    @Test
    fun `a file that may not be opened for writing says so, and what was there stays`() {
        openMeasured()
        for (error in listOf(SecurityException("not yours"), FileNotFoundException(), IllegalArgumentException("wt"))) {
            files.registerOutputStreamSupplier(file) { throw error }
            export()
            untilSaid(UNWRITTEN, Place.Home)
        }
        assertEquals(emptyList<String>(), lender.deleted)
    }

    @Test
    fun `a phone without anything to choose a file with says so`() {
        openMeasured()
        shadowOf(app).checkActivities(true)
        shell.savesAll()
        untilSaid(NO_APP, Place.Home)
        shell.does(Does.OpenFile)
        untilSaid(NO_APP, Place.Home)
        goesOn()
    }

    @Test
    fun `a card that finds no room says so, and the next one is sent`() {
        openMeasured()
        val measurement = runBlocking { app.core.engine().let { it.measurements(it.runs(null, 1u).single().id, 0u, 50u) } }.first { it.code == Code.BLOCKED }.id
        // Whoever asks for the folder makes it anew.
        val folder = app.cacheDir
        assertTrue(folder.deleteRecursively())
        folder.writeText("no folder")
        shell.does(Does.Send(measurement))
        untilSaid(UNWRITTEN, Place.Home)
        assertTrue(folder.delete())
        shell.does(Does.Send(measurement))
        hands.until("not sent") { shadowOf(activity).peekNextStartedActivity()?.action == Intent.ACTION_CHOOSER }
    }

    @Test
    fun `a phone that is turned while a file is chosen writes it, and reads it`() {
        openMeasured()
        shell.savesAll()
        val write = shadowOf(activity).nextStartedActivityForResult.requestCode
        controller.recreate()
        val written = ByteArrayOutputStream()
        takes(written)
        shadowOf(activity).callOnActivityResult(write, Activity.RESULT_OK, Intent().setData(file))
        hands.until("not written") { written.size() > 1_000 }
        shell.goes(Goes.Adding)
        hands.until("no field") { field() != null }
        shell.does(Does.OpenFile)
        val read = shadowOf(activity).nextStartedActivityForResult.requestCode
        controller.recreate()
        holds("https://example.com/\n")
        shadowOf(activity).callOnActivityResult(read, Activity.RESULT_OK, Intent().setData(file))
        hands.untilShown("Add 1 site")
    }

    @Test
    fun `a phone that is turned while a file is read hears of its end`() {
        openAdding()
        val isTurned = CountDownLatch(1)
        holds(object : InputStream() {
            private val text = ByteArrayInputStream("https://example.com/\n".toByteArray())

            override fun read(): Int = text.read().also { isTurned.await() }
        })
        chooseToRead()
        controller.recreate()
        isTurned.countDown()
        hands.untilShown("Add 1 site")
    }

    @Test
    fun `where the process ended while a file was chosen, what was to be written is not, and is said to be`() {
        openMeasured()
        shell.savesAll()
        val write = shadowOf(activity).nextStartedActivityForResult.requestCode
        open()
        hands.untilShown("Test again")
        takes(ByteArrayOutputStream())
        shadowOf(activity).callOnActivityResult(write, Activity.RESULT_OK, Intent().setData(file))
        untilSaid(LEFT, Place.Home)
    }

    private companion object {
        const val UNREAD = "This file cannot be read. Nothing of it was taken."
        const val UNWRITTEN = "The file could not be written."
        const val LEFT = "The file could not be written whole. What there is of it is of no use: delete it."
        const val NO_APP = "This phone has no app to choose a file with, or to send one."
    }
}
