package kz.arna

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import kz.arna.ffi.Event
import kz.arna.ffi.RunRequest

/** Measures and says so, until it is killed. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val engine = open(config(Path.of(arguments[0]), "kz-2024-sni-drop"))
    engine.start(RunRequest()).events().collect { event ->
        if (event is Event.Measured) println(event.measurement.subject)
    }
}
