import java.nio.file.Files
import kotlinx.coroutines.runBlocking
import kz.arna.events
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.Event
import kz.arna.ffi.LabConfig
import kz.arna.ffi.RunRequest

/** Runs a simulated country and prints what is blocked there, and why. */
fun main(): Unit = runBlocking {
    val config = EngineConfig(
        folder = Files.createTempDirectory("arna").toString(),
        language = "en",
        country = "KZ",
        lab = LabConfig(scenario = "first-light", profile = "lte", seed = 1u), // an app leaves this out
    )
    Engine.open(config).use { engine ->
        engine.start(RunRequest()).use { run ->
            run.events().collect { event ->
                if (event is Event.Measured) {
                    val site = event.measurement
                    println("${site.subject}: ${site.verdict} ${site.detail}")
                    for (part in engine.detail(site.id).why) {
                        println("  ${part.title}")
                        part.sentences.forEach { println("    $it") }
                    }
                }
            }
        }
    }
}
