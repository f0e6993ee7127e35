package kz.arna.app

import java.io.File
import java.nio.file.Files
import kz.arna.app.phone.Traces
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertFalse
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** What is left where something was erased. */
class TracesTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `what is erased is overwritten first, however long it is`() {
        val file = folder.newFile().apply { writeBytes(ByteArray(LONG) { 1 }) }
        val other = File(folder.root, "the same by another name")
        Files.createLink(other.toPath(), file.toPath())
        Traces.erase(file)
        assertFalse(file.exists())
        assertArrayEquals(ByteArray(LONG), other.readBytes())
    }

    private companion object {
        const val LONG = 200_001
    }
}
