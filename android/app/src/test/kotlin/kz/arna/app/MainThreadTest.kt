package kz.arna.app

import android.os.Looper
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import kz.arna.app.engine.OnMain
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The main thread draws. It neither asks the engine nor takes records out of what comes back. */
@RunWith(RobolectricTestRunner::class)
@Config(application = LabApp::class)
class MainThreadTest {
    private val sources = File(System.getProperty("arna.sources", "."), "app/src/main/kotlin/kz/arna/app")

    @Test
    fun `whoever holds screens asks the engine where the main thread is not`() {
        val held = Regex("\\bengine\\(\\)|\\.run\\??\\.screen\\(")
        val found = sources.walk().filter { it.extension == "kt" && it.parentFile.name != "engine" }.flatMap { file -> file.readLines().map { file.name to it } }
            // What a file is written of is read on Dispatchers.IO.
            .filter { (_, line) -> held.containsMatchIn(line) && "window.writes({" !in line }.toList()
        assertEquals(emptyList<Any>(), found)
    }

    @Test
    fun `what is asked on the main thread is answered on another, and gone on with on the main thread`() {
        val main = Looper.getMainLooper()
        val seen = mutableListOf<Boolean>()
        CoroutineScope(OnMain).launch {
            seen += Looper.myLooper() == main
            val asked = begunApp().core.ask { engine -> (Looper.myLooper() == main) to engine.means() }
            seen += asked.first
            seen += Looper.myLooper() == main
        }
        waitUntil({ "no answer: $seen" }) { seen.size == 3 }
        assertEquals(listOf(true, false, true), seen)
    }

    @Test
    fun `screens are read there, one and all`() {
        val reads = File(sources, "Screens.kt").readText()
        val asked = Regex("core\\.(ask|running) \\{").findAll(reads).count()
        assertEquals("each screen that is waited for", Regex("when \\(val screen = ").findAll(reads).count(), asked)
        assertTrue(asked > 10)
    }
}
