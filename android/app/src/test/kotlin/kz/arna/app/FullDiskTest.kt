package kz.arna.app

import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** A phone without room: a sentence, what is complete is kept, and once there is room a test works. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class, qualifiers = "en-w360dp-h800dp-xhdpi")
class FullDiskTest : Story() {
    private val disk get() = app.noBackupFilesDir
    private val others get() = File(disk, "photos")

    @Before
    fun mounts() {
        val isMounted = system("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.path)
        if (!isMounted) System.err.println("SKIPPED: FullDiskTest needs a small disk, and only root can mount one")
        assumeTrue(isMounted)
    }

    @After
    fun unmounts() {
        system("umount", "-l", disk.path)
    }

    private fun system(vararg command: String): Boolean = try {
        ProcessBuilder(*command).redirectErrorStream(true).start().waitFor() == 0
    } catch (_: IOException) {
        false // there is no such command
    }

    /** Somebody's photos take all room but this. */
    private fun fills(left: Long) {
        RandomAccessFile(others, "rw").use { file ->
            val part = ByteArray(4_096)
            file.seek(file.length())
            try {
                while (true) file.write(part)
            } catch (_: IOException) {
                file.setLength(file.length() - left)
            }
        }
    }

    private fun runs() = runBlocking { app.core.engine().runs(null, 10u) }

    private fun complete() = runs().sumOf { run -> runBlocking { app.core.engine().measurements(run.id, 0u, 500u) }.count { it.code != null } }

    @Test
    fun `a run that finds no more room says so, keeps what is complete, and is gone on with once there is some`() {
        open()
        hands.untilShown("Test now")
        fills(left = ROOM)
        hands.tap("Test now")
        hands.untilShown(FULL)
        assertEquals(null, app.core.going.value)
        val kept = complete()
        assertTrue("$kept are complete", kept > 0)
        hands.tap("Back")
        hands.untilShown("Go on")
        goesOn()
        assertTrue(others.delete())
        hands.tap("Go on")
        hands.until("it does not end") { app.core.going.value == null && shell.place == Place.Home && "Test again" in hands.texts() }
        assertTrue("${runs()}, ${complete()} after $kept", runs().single().isWhole && complete() > kept)
    }

    @Test
    fun `a run that finds no room at all says so, and nothing of it is left`() {
        open()
        hands.untilShown("Test now")
        fills(left = 0)
        hands.tap("Test now")
        hands.untilShown(FULL)
        assertEquals(0, complete())
        assertTrue(others.delete())
        hands.tap(hands.texts().last { it == "Try again" || it == "Back" })
        hands.untilShown("Test now")
        hands.tap("Test now")
        hands.until("it does not end") { app.core.going.value == null && shell.place == Place.Home && "Test again" in hands.texts() }
    }

    private companion object {
        const val FULL = "No room is left on this device to keep results."

        /** For about half of what a run keeps. */
        const val ROOM = 256L * 1024
    }
}
