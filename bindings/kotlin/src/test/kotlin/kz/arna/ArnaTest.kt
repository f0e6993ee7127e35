package kz.arna

import java.nio.file.Files
import java.util.Collections
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kz.arna.ffi.ArnaException
import kz.arna.ffi.Code
import kz.arna.ffi.Ending
import kz.arna.ffi.Event
import kz.arna.ffi.SiteHistoryQuery
import kz.arna.ffi.RadioLink
import kz.arna.ffi.LinkKind
import kz.arna.ffi.NetworkChoice
import kz.arna.ffi.NetworkInfo
import kz.arna.ffi.PlatformException
import kz.arna.ffi.RadioReading
import kz.arna.ffi.RunRequest
import kz.arna.ffi.Uplinks
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.FixMethodOrder
import org.junit.Test
import org.junit.runners.MethodSorters

/** The engine from Kotlin. The same tests, with the same names and in the same order, are in bindings/swift. */
@FixMethodOrder(MethodSorters.NAME_ASCENDING)
class ArnaTest {
    private fun patiently(test: suspend kotlinx.coroutines.CoroutineScope.() -> Unit) =
        runBlocking { withTimeout(120_000, test) }

    @Test
    fun t01_opens_and_plans() = patiently {
        open().use { engine ->
            assertNull(engine.setAside())
            assertNull(engine.current())
            assertEquals(listOf("latency", "web_connectivity"), engine.nettests().map { it.name })
            val plan = engine.plan(RunRequest())
            assertTrue("$plan", plan.steps >= 5u && plan.bytes > 50_000u && plan.timeMs > 5_000u)
            assertTrue("$plan", plan.bytesASuspect in 30_000u..60_000u && plan.contacts.everybody.any { "name server" in it })
            assertTrue("nothing was begun", engine.runs(null, 10u).isEmpty())
        }
    }

    @Test
    fun t02_a_scenario_runs_to_its_end_and_says_so_in_order() = patiently {
        open().use { engine ->
            val events = engine.start(RunRequest()).use { it.events().toList() }
            assertTrue(events.first() is Event.Started)
            val ending = (events.last() as Event.Finished).ending as Ending.Whole
            val measured = events.filterIsInstance<Event.Measured>().map { it.measurement }
            val started = events.first() as Event.Started
            assertEquals(started.steps, measured.size.toUInt())
            assertEquals(1, events.count { it is Event.Finished })
            val done = events.filterIsInstance<Event.Progress>().map { it.done }
            assertEquals(done.sorted(), done)
            assertEquals(measured.size - 1, ending.totals.counts.sumOf { it.times.toInt() } - 1)
            val codes = measured.associate { it.subject to it.code }
            assertTrue("$codes", codes.values.any { it == Code.LIKELY_BLOCKED || it == Code.BLOCKED })
            assertTrue("$codes", codes.values.any { it == Code.ACCESSIBLE })
            val run = engine.runs(null, 10u).single()
            assertTrue(run.isWhole && run.network.isLab && run.network.country == "KZ")
            assertEquals(ending.totals.sent + ending.totals.received, run.bytes)
            assertEquals(ending.totals, engine.totals(run.id))
        }
    }

    @Test
    fun t03_the_evidence_and_the_why_are_in_words_of_every_language() = patiently {
        val folder = folder()
        for ((language, word) in listOf("en" to "Probably blocked", "ru" to "Вероятно", "kk" to "")) {
            open(config(folder, language = language)).use { engine ->
                if (language == "en") engine.measure()
                val run = engine.runs(null, 1u).single().id
                val all = engine.allMeasurements(run).toList()
                val blocked = all.first { it.code == Code.LIKELY_BLOCKED }
                assertTrue(blocked.verdict, blocked.verdict.startsWith(word))
                val detail = engine.detail(blocked.id)
                assertTrue(detail.about.size >= 3 && detail.evidence.size >= 3)
                assertTrue(detail.evidence.any { it.isBasis } || detail.why.isNotEmpty())
                assertTrue("${detail.why}", detail.why.first().sentences.size >= 3)
                assertTrue(detail.json.contains("\"verdict\""))
                assertEquals(blocked.id, detail.measurement.id)
                if (language != "en") assertFalse("${detail.why}", "$detail".contains("double check"))
            }
        }
    }

    @Test
    fun t04_a_run_is_stopped_and_goes_on() = patiently {
        val gate = Gate()
        open(config(scenario = "kz-2024-sni-drop"), gate).use { engine ->
            val run = engine.start(RunRequest())
            run.cancel()
            gate.open()
            val stopped = run.ending()
            assertTrue("$stopped", stopped is Ending.Stopped)
            assertNull(engine.current())
            val resumed = engine.resume(RunRequest())
            assertTrue(resumed.isContinued)
            assertEquals(run.id(), resumed.id)
            val whole = resumed.run!!.ending()
            assertTrue("$whole", whole is Ending.Whole)
            assertEquals(1, engine.runs(null, 10u).size)
            run.close()
        }
    }

    @Test
    fun t05_whoever_stops_listening_stops_nothing_and_measure_stops_with_its_task() = patiently {
        open(config(scenario = "kz-2024-sni-drop")).use { engine ->
            val run = engine.start(RunRequest())
            val listener = launch(Dispatchers.Default) { run.events().collect {} }
            listener.cancelAndJoin()
            assertNotNull("it goes on, or is over", run.ending() ?: engine.runs(null, 1u).single().bytes)
            run.close()
            val heard = AtomicInteger()
            val measuring = async(Dispatchers.Default) {
                engine.measure { if (heard.incrementAndGet() == 3) throw CancellationException("enough") }
            }
            assertThrows(CancellationException::class.java) { runBlocking { measuring.await() } }
            while (engine.current() != null) kotlinx.coroutines.yield()
            assertEquals(2, engine.runs(null, 10u).size)
        }
    }

    @Test
    fun t06_a_radio_that_throws_blocks_or_talks_nonsense_spoils_nothing() = patiently {
        val asked = AtomicInteger()
        val never = CountDownLatch(1)
        val radios = listOf(
            Says { asked.incrementAndGet(); throw IllegalStateException("a mistake of the app") },
            Says { asked.incrementAndGet(); RadioReading(RadioLink.LTE, "", "\u0000".repeat(99), 2_000_000_000) },
            Says { asked.incrementAndGet(); RadioReading(RadioLink.LTE, "40101", "1", -90) },
        )
        for (radio in radios) {
            asked.set(0)
            open(radio = radio).use { assertTrue(it.measure() is Ending.Whole) }
            assertTrue("it was asked", asked.get() > 0)
        }
        // In virtual time: nothing goes on until the answer is there.
        val waited = AtomicInteger()
        val blocks = Says { if (waited.incrementAndGet() == 1) never.await(3, java.util.concurrent.TimeUnit.SECONDS); RadioReading() }
        open(radio = blocks).use { assertTrue(it.measure() is Ending.Whole) }
    }

    @Test
    fun t07_nothing_is_sent_without_the_uplink_that_was_chosen() = patiently {
        val (bound, asked) = AtomicInteger() to AtomicInteger()
        val networks = listOf(
            NetworkInfo("12", LinkKind.VPN, isDefault = true),
            NetworkInfo("37", LinkKind.CELLULAR, operator = "40101"),
        )
        val gone = object : Uplinks {
            override fun list(): List<NetworkInfo> = networks

            override fun bind(network: String, socket: Int) {
                if (network == "37") bound.incrementAndGet()
                throw PlatformException.Failed("airplane mode")
            }

            override fun resolve(network: String, name: String): List<String> {
                if (network == "37") asked.incrementAndGet()
                throw IllegalStateException("a mistake of the app")
            }
        }
        java.net.ServerSocket(0, 9, java.net.InetAddress.getLoopbackAddress()).use { server ->
            open(config().copy(lab = null), uplinks = gone).use { engine ->
                val sites = listOf("http://127.0.0.1:${server.localPort}/", "https://a.example/")
                val over = RunRequest(listOf("web_connectivity"), sites, network = NetworkChoice.Cellular)
                val codes = (engine.measure(over) as Ending.Whole).totals.counts.map { it.code }
                assertTrue("$codes", codes.all { it == Code.NO_INTERNET || it == Code.NOT_TESTED })
                assertTrue("${bound.get()} ${asked.get()}", bound.get() > 0 && asked.get() > 0)
                // A VPN carries the default one: nothing is sent there either.
                val totals = (engine.measure(over.copy(network = null)) as Ending.Whole).totals
                assertEquals(listOf(Code.NOT_TESTED), totals.counts.map { it.code })
                assertEquals(0uL, totals.sent)
                val none = over.copy(network = NetworkChoice.Named("99"))
                assertTrue(runCatching { engine.start(none) }.exceptionOrNull() is ArnaException.Refused)
            }
            server.soTimeout = 1
            assertThrows("nobody called", java.net.SocketTimeoutException::class.java) { server.accept() }
        }
    }

    @Test
    fun t08_a_panic_in_a_nettest_is_one_skipped_step() = patiently {
        open().use { engine ->
            val sites = listOf("https://one.example/", "https://two.example/")
            val ending = engine.measure(RunRequest(listOf("panics", "nothing"), sites, false))
            assertTrue("$ending", ending is Ending.Whole)
            val all = engine.allMeasurements(engine.runs(null, 1u).single().id).toList()
            assertEquals(4, all.size)
            assertEquals(2, all.count { it.nettest == "panics" && it.code == Code.NOT_TESTED })
            assertTrue(engine.measure() is Ending.Whole)
        }
    }

    @Test
    fun t09_five_thousand_rows_come_page_by_page() = patiently {
        open().use { engine ->
            assertTrue(engine.measure(nothing(5_000)) is Ending.Whole)
            val run = engine.runs(null, 1u).single().id
            val inOne = engine.measurements(run, 0u, 5_000u)
            val inMany = engine.allMeasurements(run, page = 999u).toList()
            assertEquals(5_000, inOne.size)
            assertEquals(inOne, inMany.take(5_000))
            val sites = inMany.count { !it.isDecoy }
            assertEquals("$sites of ${inMany.size}", 5_000, sites)
            assertTrue(engine.measurements(run, 1_000_000u, 10u).isEmpty())
        }
    }

    @Test
    fun t10_two_engines_work_at_once() = patiently {
        val codes = listOf(1uL, 1uL).map { seed ->
            async(Dispatchers.Default) {
                open(config(seed = seed)).use { engine ->
                    engine.measure()
                    engine.allMeasurements(engine.runs(null, 1u).single().id).toList()
                }
            }
        }.awaitAll()
        assertEquals("one seed, one history", codes[0], codes[1])
    }

    @Test
    fun t11_killed_in_mid_run_and_opened_again() = patiently {
        val folder = folder()
        val java = ProcessHandle.current().info().command().get()
        val child = ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"),
            "-Djna.library.path=" + System.getProperty("jna.library.path"),
            "kz.arna.ChildKt", folder.toString(),
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        val lines = child.inputStream.bufferedReader()
        repeat(3) { assertNotNull("it measures", lines.readLine()) }
        child.destroyForcibly().waitFor()
        open(config(folder, "kz-2024-sni-drop")).use { engine ->
            assertNull("the store is whole", engine.setAside())
            val before = engine.runs(null, 10u).single()
            assertFalse("it was killed in the middle", before.isWhole)
            val kept = engine.allMeasurements(before.id).toList().count { it.code != null }
            assertTrue("what was announced is kept: $kept", kept >= 3)
            val resumed = engine.resume(RunRequest())
            assertEquals(before.id, resumed.id)
            assertTrue(resumed.run!!.ending() is Ending.Whole)
            val all = engine.allMeasurements(before.id).toList()
            assertEquals(all.size, all.map { it.id }.toSet().size)
            assertTrue(all.all { it.code != null })
        }
    }

    @Test
    fun t12_a_thousand_runs_leave_no_memory_behind() = patiently {
        open().use { engine ->
            suspend fun runs(many: Int) = repeat(many) { assertTrue(engine.measure(nothing(1)) is Ending.Whole) }
            runs(200)
            val before = resident()
            runs(1_000)
            val grown = resident() - before
            assertTrue("grown by $grown kB", grown < 16_000)
        }
    }

    @Test
    fun t13_a_vault_locks_what_is_kept_and_a_lost_key_is_a_fresh_start() = patiently {
        val (folder, drawer, marker) = Triple(folder(), Drawer(), "https://marker-site.example/")
        val request = RunRequest(listOf("nothing"), listOf(marker), false)
        open(config(folder), vault = drawer).use { it.measure(request); it.shutdown() }
        assertTrue(bytesIn(folder).none { it.holds("marker-site") })
        open(config(folder), vault = drawer).use { assertEquals(1, it.runs(null, 9u).size); it.shutdown() }
        drawer.isShut = true
        assertThrows(ArnaException.Locked::class.java) { open(config(folder), vault = drawer) }
        assertThrows(ArnaException.Storage::class.java) { open(config(folder)) }
        drawer.isShut = false
        drawer.kept.set(null)
        open(config(folder), vault = drawer).use { engine ->
            assertTrue(engine.setAside()!!.contains("lost"))
            assertTrue(engine.runs(null, 9u).isEmpty())
            assertTrue(engine.measure() is Ending.Whole)
            engine.shutdown()
        }
        drawer.kept.set(byteArrayOf(1, 2, 3))
        assertThrows(ArnaException.Locked::class.java) { open(config(folder), vault = drawer) }
    }

    @Test
    fun t14_a_wipe_leaves_nothing_to_be_found() = patiently {
        val folder = folder()
        open(config(folder)).use { engine ->
            val sites = listOf("https://marker-site.example/")
            engine.measure(RunRequest(listOf("nothing"), sites, false))
            val export = engine.export()
            assertTrue(Files.readString(java.nio.file.Path.of(export)).lines().all { it.isEmpty() || it.startsWith("{\"kind\":") })
            assertTrue(bytesIn(folder).any { it.holds("marker-site") })
            engine.wipe()
            assertTrue(bytesIn(folder).none { it.holds("marker-site") })
            assertTrue(engine.runs(null, 9u).isEmpty())
            assertTrue(engine.measure() is Ending.Whole)
            assertEquals(1, engine.runs(null, 9u).size)
        }
    }

    @Test
    fun t15_history_journal_usage_and_settings_are_read() = patiently {
        open().use { engine ->
            val ending = engine.measure() as Ending.Whole
            val used = engine.usage(0, 300)
            assertEquals(ending.totals.sent to ending.totals.received, used.sumOf { it.sent } to used.sumOf { it.received })
            assertTrue(used.first().day.matches(Regex("\\d{4}-\\d{2}-\\d{2}")))
            val histories = engine.allHistories(page = 2u).toList()
            assertEquals(histories.size, histories.map { it.input }.toSet().size)
            assertTrue(histories.size >= 5 && histories.all { it.verdicts == 1uL })
            assertTrue(engine.journal(null).isEmpty())
            assertTrue(engine.judgeAgain(ending.totals.run).isEmpty())
            engine.set("max_bytes", "1")
            engine.set("app.theme", "dark")
            val settings = engine.settings().associate { it.key to it.value }
            assertEquals("1" to "dark", settings["max_bytes"] to settings["app.theme"])
            assertEquals(1uL, engine.plan(RunRequest()).bytes)
        }
    }

    @Test
    fun t16_what_makes_no_sense_is_refused_in_a_sentence() = patiently {
        val folder = folder()
        val bad = listOf(
            config().copy(folder = "relative"),
            config().copy(folder = ""),
            config().copy(country = "Kazakhstan"),
            config(scenario = "no-such-country"),
            config(scenario = "name = 1\n"),
        )
        for (config in bad) {
            val refused = assertThrows("$config", ArnaException.Refused::class.java) { open(config) }
            assertTrue(refused.reason.length > 10)
        }
        assertThrows(ArnaException.Storage::class.java) { open(config().copy(folder = "/proc/arna")) }
        Files.writeString(folder.resolve("file"), "no folder")
        assertThrows(ArnaException.Storage::class.java) { open(config().copy(folder = "$folder/file")) }
        open(config(folder)).use { engine ->
            suspend fun refused(what: suspend () -> Any?) {
                val error = runCatching { what() }.exceptionOrNull()
                assertTrue("$error", error is ArnaException.Refused && error.reason.length > 10)
            }
            refused { engine.runs(null, 0u) }
            refused { engine.runs(null, 5_001u) }
            refused { engine.histories(SiteHistoryQuery(null, 0u, UInt.MAX_VALUE)) }
            refused { engine.set("colour", "red") }
            refused { engine.set("quic", "perhaps") }
            refused { engine.usage(0, Int.MIN_VALUE) }
            refused { engine.start(RunRequest(listOf("none"), listOf(), false)) }
            refused { engine.start(RunRequest(listOf(), listOf("ftp://a.example"), false)) }
            refused { engine.plan(RunRequest(listOf(), listOf("what is this"), false)) }
            for (unknown in listOf("", "nobody", "\u0000", "x".repeat(100_000))) {
                val errors = listOf(
                    runCatching { engine.totals(unknown) },
                    runCatching { engine.detail(unknown) },
                    runCatching { engine.runs(unknown, 1u) },
                    runCatching { engine.measurements(unknown, 0u, 1u) },
                    runCatching { engine.judgeAgain(unknown) },
                ).map { it.exceptionOrNull() }
                assertTrue("$errors", errors.all { it is ArnaException.NotFound })
            }
            assertTrue(engine.usage(Long.MIN_VALUE, 0).isEmpty() && engine.journal(Long.MAX_VALUE).isEmpty())
        }
    }

    @Test
    fun t17_a_file_of_a_newer_version_is_left_alone() = patiently {
        val folder = folder()
        open(config(folder)).use { it.shutdown() }
        val file = folder.resolve("arna.db")
        // The version stands at byte 60 of a database's head.
        val bytes = Files.readAllBytes(file)
        bytes[62] = 99
        Files.write(file, bytes)
        val refused = assertThrows(ArnaException.Storage::class.java) { open(config(folder)) }
        assertTrue(refused.reason, refused.reason.contains("newer"))
        assertTrue(bytes.contentEquals(Files.readAllBytes(file)))
    }

    @Test
    fun t18_one_run_at_a_time_and_nothing_after_the_end() = patiently {
        val gate = Gate()
        val engine = open(config(scenario = "kz-2024-sni-drop"), gate)
        val run = engine.start(RunRequest())
        val second = runCatching { engine.start(RunRequest()) }.exceptionOrNull()
        assertTrue("$second", second is ArnaException.Busy)
        assertEquals(run.id(), engine.current())
        engine.shutdown()
        engine.shutdown()
        gate.open()
        val after = listOf(
            runCatching { engine.runs(null, 1u) },
            runCatching { engine.start(RunRequest()) },
            runCatching { engine.current() },
            runCatching { engine.wipe() },
        ).map { it.exceptionOrNull() }
        assertTrue("$after", after.all { it is ArnaException.Refused })
        assertNotNull(run.ending())
        engine.close()
        assertThrows(IllegalStateException::class.java) { engine.nettests() }
    }

    @Test
    fun t19_calls_from_many_threads_are_answered() {
        val engine = open()
        runBlocking { engine.measure() }
        val failures = Collections.synchronizedList(mutableListOf<Throwable>())
        val threads = (0 until 16).map { number ->
            thread {
                runCatching {
                    runBlocking {
                        repeat(25) {
                            val run = engine.runs(null, 10u).single()
                            engine.totals(run.id)
                            engine.set("app.$number", "$it")
                            engine.measurements(run.id, 0u, 5_000u)
                        }
                    }
                }.onFailure(failures::add)
            }
        }
        threads.forEach { it.join(60_000) }
        assertTrue("$failures", failures.isEmpty() && threads.none { it.isAlive })
        runBlocking { assertEquals(16, engine.settings().count { it.key.startsWith("app.") }) }
        engine.close()
    }

    @Test
    fun t20_the_example_of_the_readme_runs() {
        val out = java.io.ByteArrayOutputStream()
        val before = System.out
        System.setOut(java.io.PrintStream(out, true))
        try {
            kotlinx.coroutines.runBlocking { Class.forName("ExampleKt").getMethod("main").invoke(null) }
        } finally {
            System.setOut(before)
        }
        val text = out.toString()
        assertTrue(text, text.contains("Probably blocked") && text.contains("nats"))
        val readme = Files.readString(java.nio.file.Path.of("README.md"))
        val example = Files.readString(java.nio.file.Path.of("example/Example.kt"))
        assertTrue("README.md shows example/Example.kt as it is", readme.contains(example.trim()))
        assertNotEquals("", example)
    }

    /** Resident memory of this process in kB, once what is not needed was given back. */
    private fun resident(): Long {
        repeat(3) { System.gc() }
        val status = Files.readString(java.nio.file.Path.of("/proc/self/status"))
        return Regex("VmRSS:\\s+(\\d+)").find(status)!!.groupValues[1].toLong()
    }
}
