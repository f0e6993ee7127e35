package kz.arna

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kz.arna.ffi.Allowed
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Code
import kz.arna.ffi.Contrast
import kz.arna.ffi.Ending
import kz.arna.ffi.Engine
import kz.arna.ffi.Event
import kz.arna.ffi.ListSource
import kz.arna.ffi.MeansChange
import kz.arna.ffi.MeasurementRow
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.Occasion
import kz.arna.ffi.RunRequest
import kz.arna.ffi.SliceEnded
import kz.arna.ffi.WatchEvent
import kz.arna.ffi.WatchRequest
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.FixMethodOrder
import org.junit.Test
import org.junit.runners.MethodSorters

/** An app as a guest on its phone. The same tests, with the same names and in the same order, are in bindings/swift. */
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
class GuestTest {
    private fun patiently(test: suspend CoroutineScope.() -> Unit) = runBlocking { withTimeout(120_000, test) }

    @Test
    fun t21_a_slice_is_killed_in_the_middle_and_the_next_goes_on() = patiently {
        val folder = folder()
        open(config(folder, "kz-2024-sni-drop")).use { it.willing().shutdown() }
        val java = ProcessHandle.current().info().command().get()
        val child = ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"),
            "-Djna.library.path=" + System.getProperty("jna.library.path"),
            "kz.arna.ChildKt", folder.toString(), "slice",
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        assertEquals("in the middle", child.inputStream.bufferedReader().readLine())
        child.destroyForcibly().waitFor()
        open(config(folder, "kz-2024-sni-drop")).use { engine ->
            assertNull("the store is whole", engine.setAside())
            val cut = engine.runs(null, 9u)
            assertTrue("it was killed in the middle", cut.any { !it.isWhole })
            val kept = engine.everything().filter { it.code != null }
            val killed = engine.automaticTests(fine(), 300).last
            assertNotNull(killed)
            assertNull("nobody knows how it ended", killed!!.ended)
            val end = engine.backgroundSlice(asked(engine))
            assertTrue("$end", end.ended != SliceEnded.NOT_ALLOWED && end.measured > 0u && end.sentences.isNotEmpty())
            val all = engine.everything()
            val now = all.filter { it.code != null }.groupBy { it.id }
            assertTrue("nothing is lost", kept.all { now[it.id]?.size == 1 })
            assertTrue("nothing is there twice", now.values.all { it.size == 1 })
            assertEquals("no site is twice in a run", all.size, all.map { Triple(it.run, it.nettest, it.input) }.toSet().size)
            val gone = engine.totals(cut.first { !it.isWhole }.id)
            assertTrue("$gone", gone.counts.sumOf { it.times } >= kept.size.toULong())
        }
    }

    @Test
    fun t22_a_slice_ends_at_once_when_its_task_does() = patiently {
        val gate = Gate()
        open(config(scenario = "kz-2024-sni-drop"), gate).use { engine ->
            engine.willing()
            val slice = engine.slice(asked(engine))
            slice.cancel()
            gate.open()
            val end = slice.end()
            assertEquals(SliceEnded.STOPPED, end.ended)
            assertEquals("who asks again hears the same", end, slice.end())
            slice.close()
            val late = engine.backgroundSlice(asked(engine, seconds = -1))
            assertEquals(SliceEnded.NOT_ALLOWED to 0uL, late.ended to late.sent)
            assertEquals(listOf(late), engine.automaticTests(fine(), 0).since)
            val next = engine.backgroundSlice(asked(engine))
            assertNotEquals(SliceEnded.STOPPED, next.ended)
            assertTrue("$next", next.measured > 0u)
        }
    }

    @Test
    fun t23_means_lists_and_what_they_forbid() = patiently {
        open().use { engine ->
            val source = ListSource.Text("https://a.example/\nme@b.example\n")
            val kept = engine.addList("Mine", source)
            val list = kept.list!!
            assertEquals(listOf("https://b.example/"), kept.read.mistakes.map { it.meant })
            val pages = engine.allPages(list.id, page = 1u).toList()
            assertEquals(listOf("https://a.example/" to true), pages.map { it.url to it.isOn })
            val ending = engine.measure(RunRequest(listOf("nothing"), list = list.id)) as Ending.Whole
            assertEquals(1uL, ending.totals.counts.sumOf { it.times })
            engine.measure()
            assertTrue(engine.awaiting()!!.sites > 0u)
            val means = engine.changeMeans(MeansChange.CellularMonth(1u))
            assertTrue("$means", means.cellular.month == 1uL && !means.isAutomatic)
            val may = engine.mayRun(Occasion.Hand(false), fine(), 300)
            assertTrue("$may", may.allowed == Allowed.NOTHING && may.nextMs != null)
            val refused = runCatching { engine.start(RunRequest()) }.exceptionOrNull()
            assertTrue("$refused", refused is ArnaException.NotAllowed && refused.reason.startsWith(may.why[0]))
            assertTrue(engine.measure(RunRequest(isBeyondMeans = true)) is Ending.Whole)
        }
    }

    @Test
    fun t24_two_networks_are_compared_and_the_network_is_watched() = patiently {
        open(config(scenario = "wifi-open-cellular-censored")).use { engine ->
            val comparing = engine.compare(RunRequest(), NetworkChoice.Cellular, NetworkChoice.Wifi)
            val events = comparing.events().toList()
            val ended = events.filter { it.event is Event.Finished }.map { it.network.toInt() }
            assertEquals(listOf(0, 1), ended.sorted())
            val compared = engine.compared(comparing.runs()[0])
            assertTrue("$compared", compared.sites.any { it.contrast == Contrast.DIFFERS && it.other == Code.ACCESSIBLE })
            comparing.close()
            assertNull("nothing is left of it", engine.resumeComparison(RunRequest()))
            val said = engine.watch(WatchRequest(mostMs = 3_600_000u)).use { it.events().toList() }
            assertEquals(WatchEvent.Finished(null), said.last())
            assertTrue("$said", said.size >= 5)
            assertEquals(1, engine.journal(null).size)
        }
    }

    /** The same engine, whose user wants automatic tests at any hour. */
    private suspend fun Engine.willing(): Engine {
        changeMeans(MeansChange.Automatic(true))
        changeMeans(MeansChange.Quiet(null))
        return this
    }

    private suspend fun Engine.everything(): List<MeasurementRow> =
        allRuns().toList().flatMap { allMeasurements(it.id).toList() }
}
