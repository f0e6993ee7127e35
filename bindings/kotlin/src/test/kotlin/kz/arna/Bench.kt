package kz.arna

import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import kz.arna.ffi.Engine
import kz.arna.ffi.SiteHistoryQuery

/** What the border costs, as a line of JSON: `scripts/bench packages` runs it on a folder with a large store. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val figures = linkedMapOf<String, Double>()
    val large = config(Path.of(arguments[0]))
    suspend fun best(times: Int, what: suspend () -> Unit): Double = (0 until times).minOf {
        val began = System.nanoTime()
        what()
        (System.nanoTime() - began).toDouble()
    }
    figures["open_large_ms"] = best(5) { open(large).use(Engine::shutdown) } / 1e6
    open(large).use { engine ->
        figures["page_of_runs_large_ms"] = best(5) { engine.runs(null, 100u) } / 1e6
        figures["page_of_history_large_ms"] = best(2) { engine.histories(SiteHistoryQuery(null, 0u, 100u)) } / 1e6
        engine.shutdown()
    }
    open().use { engine ->
        figures["call_us"] = best(20) { repeat(1_000) { engine.current() } } / 1e6
        figures["suspending_call_us"] = best(20) { repeat(100) { engine.runs(null, 1u) } } / 1e5
        engine.start(nothing(5_000)).use { run ->
            while (engine.current() != null) yield()
            var events = 0
            val began = System.nanoTime()
            run.events().collect { events += 1 }
            figures["event_us"] = (System.nanoTime() - began) / 1e3 / events
            figures["rows_5000_ms"] = best(5) { engine.measurements(run.id(), 0u, 5_000u) } / 1e6
        }
        engine.shutdown()
    }
    println(figures.entries.joinToString(", ", "{", "}") { "\"${it.key}\": ${it.value}" })
}
