package kz.arna

import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.runBlocking
import kz.arna.ffi.Engine
import kz.arna.ffi.Event
import kz.arna.ffi.RadioReading
import kz.arna.ffi.RunRequest

/** Measures and says so, until it is killed: a run, or a slice that stops in its middle. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val config = config(Path.of(arguments[0]), "kz-2024-sni-drop")
    if (arguments.size > 1) return@runBlocking sliceToTheMiddle(config)
    open(config).start(RunRequest()).events().collect { event ->
        if (event is Event.Measured) println(event.measurement.subject)
    }
}

/** A slice whose radio never answers in the third second of measuring: the simulated clock stands still. */
private suspend fun sliceToTheMiddle(config: kz.arna.ffi.EngineConfig) {
    val (slicing, seconds) = AtomicReference<Engine?>() to AtomicInteger()
    val radio = Says {
        if (slicing.get()?.current() != null && seconds.incrementAndGet() == 3) {
            println("in the middle")
            CountDownLatch(1).await()
        }
        RadioReading()
    }
    val engine = open(config, radio)
    slicing.set(engine)
    engine.backgroundSlice(asked(engine))
}
