package kz.arna.app

import java.nio.file.Files
import kotlinx.coroutines.runBlocking
import kz.arna.ffi.Engine
import kz.arna.ffi.EngineConfig
import kz.arna.ffi.HomeQuery
import kz.arna.ffi.HomeScreen
import kz.arna.ffi.LabConfig
import kz.arna.ffi.Reader
import kz.arna.measure

/** What scripts/android run-shrunk runs through R8: a test in the simulated country, and home after it, in Kazakh. */
fun main(): Unit = runBlocking {
    val config = EngineConfig(Files.createTempDirectory("arna").toString(), "kk", "KZ", LabConfig("first-light", "lte", 1u))
    Engine.open(config).use { engine ->
        engine.measure()
        val home = engine.home(Reader("kk"), HomeQuery()) as HomeScreen.Ready
        println(home.screen.answer)
        println(home.screen.picture.kinds.joinToString { "${it.kind} ${it.count}" })
    }
}
