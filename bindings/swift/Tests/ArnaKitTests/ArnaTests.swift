import ArnaKit
import ArnaTesting
import Foundation
import Testing

/// The engine from Swift: how it measures here, what it keeps in the other file. The same tests, with the same names
/// and in the same order, are in bindings/kotlin.
// swift-format-ignore: AlwaysUseLowerCamelCase
@Suite(.serialized) struct ArnaTests {
  @Test func t01_opens_and_plans() async throws {
    try await patiently {
      let engine = try open()
      #expect(try engine.setAside() == nil)
      #expect(try engine.current() == nil)
      #expect(engine.nettests().map(\.name) == ["latency", "web_connectivity"])
      let plan = try await engine.plan(request: RunRequest())
      #expect(plan.steps >= 5 && plan.bytes > 50_000 && plan.timeMs > 5_000)
      #expect((30_000...60_000).contains(plan.bytesASuspect))
      #expect(plan.contacts.everybody.contains { $0.contains("name server") })
      #expect(try await engine.runs(before: nil, limit: 10).isEmpty, "nothing was begun")
    }
  }

  @Test func t02_a_scenario_runs_to_its_end_and_says_so_in_order() async throws {
    try await patiently {
      let engine = try open()
      let events = try await engine.start(request: RunRequest()).events.all()
      guard case .started(let id, let steps) = events.first else {
        Issue.record("\(events)")
        return
      }
      let totals = try #require(events.last?.ending?.whole)
      let measured = events.compactMap(\.measurement)
      #expect(steps == measured.count)
      #expect(events.compactMap(\.ending).count == 1)
      let done = events.compactMap { if case .progress(let done, _, _) = $0 { done } else { nil } }
      #expect(done == done.sorted())
      #expect(measured.count == totals.counts.reduce(0) { $0 + Int($1.times) })
      let codes = measured.map(\.code)
      #expect(codes.contains(.likelyBlocked) || codes.contains(.blocked))
      #expect(codes.contains(.accessible))
      let run = try await engine.runs(before: nil, limit: 10).single()
      #expect(run.id == id && run.isWhole && run.network.isLab && run.network.country == "KZ")
      #expect(run.bytes == totals.sent + totals.received)
      #expect(try await engine.totals(run: run.id) == totals)
    }
  }

  @Test func t03_the_evidence_and_the_why_are_in_words_of_every_language() async throws {
    let folder = try folder()
    try await patiently {
      for (language, word) in [("en", "Probably blocked"), ("ru", "Вероятно"), ("kk", "")] {
        let engine = try Engine.open(config: config(folder, language: language))
        defer { engine.shutdown() }
        if language == "en" { _ = try await engine.measure() }
        let run = try await engine.runs(before: nil, limit: 1).single().id
        let all = try await engine.allMeasurements(run: run).all()
        let blocked = try #require(all.first { $0.code == .likelyBlocked })
        #expect(blocked.verdict.hasPrefix(word))
        let detail = try await engine.detail(measurement: blocked.id)
        #expect(detail.about.count >= 3 && detail.evidence.count >= 3)
        #expect(detail.evidence.contains(where: \.isBasis) || !detail.why.isEmpty)
        #expect(try #require(detail.why.first).sentences.count >= 3)
        #expect(detail.json.contains("\"verdict\""))
        #expect(detail.measurement.id == blocked.id)
        if language != "en" { #expect(!"\(detail)".contains("double check")) }
      }
    }
  }

  @Test func t04_a_run_is_stopped_and_goes_on() async throws {
    try await patiently {
      let gate = Gate()
      let engine = try open("kz-2024-sni-drop", radio: gate)
      let run = try await engine.start(request: RunRequest())
      run.cancel()
      gate.open()
      #expect(try #require(await run.ending()).isStopped)
      #expect(try engine.current() == nil)
      let resumed = try await engine.resume(request: RunRequest())
      #expect(resumed.isContinued && resumed.id == run.id())
      #expect(await resumed.run?.ending()?.whole != nil)
      #expect(try await engine.runs(before: nil, limit: 10).count == 1)
    }
  }

  @Test func t05_whoever_stops_listening_stops_nothing_and_measure_stops_with_its_task()
    async throws
  {
    try await patiently {
      let engine = try open("kz-2024-sni-drop")
      let run = try await engine.start(request: RunRequest())
      for await _ in run.events { break }
      let listener = Task { for await _ in run.events {} }
      listener.cancel()
      await listener.value
      if let ending = await run.ending() {
        #expect(ending.whole != nil, "it went on")
      }
      #expect(try await engine.runs(before: nil, limit: 1).single().isWhole)
      #expect(await run.nextEvent() == nil)

      let gate = Gate()
      let held = try open("kz-2024-sni-drop", radio: gate)
      let (heard, hear) = AsyncStream.makeStream(of: Event.self)
      let measuring = Task { try await held.measure { hear.yield($0) } }
      for await _ in heard { break }
      measuring.cancel()
      gate.open()
      #expect(try await measuring.value.isStopped)
      #expect(try held.current() == nil)

      let heardOf = Shared(0)
      let error = await thrown {
        try await engine.measure { _ in if heardOf.increment() == 3 { throw Mistake() } }
      }
      #expect(error?.error is Mistake)
      #expect(try engine.current() == nil)
      let never = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await engine.measure()
      }
      never.cancel()
      #expect(await thrown { try await never.value }?.error is CancellationError)
      #expect(try await engine.runs(before: nil, limit: 10).count == 2)
    }
  }

  @Test func t06_a_radio_that_throws_blocks_or_talks_nonsense_spoils_nothing() async throws {
    let (asked, waited, never) = (Shared(0), Shared(0), DispatchSemaphore(value: 0))
    let nonsense = RadioReading(
      link: .lte, operator: "", cell: String(repeating: "\0", count: 99), signalDbm: 2_000_000_000)
    let radios = [
      Says { throw Mistake() },
      Says { nonsense },
      Says { RadioReading(link: .lte, operator: "40101", cell: "1", signalDbm: -90) },
    ]
    try await patiently {
      for radio in radios {
        asked.set(0)
        let counted = Says {
          asked.increment()
          return try radio.reading()
        }
        let ending = try await open(radio: counted).measure()
        #expect(ending.whole != nil)
        #expect(asked.get() > 0, "it was asked")
      }
      // In virtual time: nothing goes on until the answer is there.
      let blocks = Says {
        if waited.increment() == 1 { _ = never.wait(timeout: .now() + 3) }
        return RadioReading()
      }
      let ending = try await open(radio: blocks).measure()
      #expect(ending.whole != nil)
      #expect(waited.get() > 0)
    }
  }

  @Test func t07_nothing_is_sent_without_the_uplink_that_was_chosen() async throws {
    let (folder, gone, door) = (try folder(), Gone(), try Door())
    try await patiently {
      let phone = EngineConfig(folder: folder.path, language: "en", country: "KZ")
      let engine = try Engine.open(config: phone, uplinks: gone)
      let sites = ["http://127.0.0.1:\(door.port)/", "https://a.example/"]
      func over(_ network: NetworkChoice?) -> RunRequest {
        RunRequest(nettests: ["web_connectivity"], targets: sites, network: network)
      }
      let totals = try #require(try await engine.measure(over(.cellular)).whole)
      #expect(totals.counts.allSatisfy { $0.code == .noInternet || $0.code == .notTested })
      #expect(gone.bound.get() > 0 && gone.asked.get() > 0)
      // A VPN carries the default one: nothing is sent there either.
      let hidden = try #require(try await engine.measure(over(nil)).whole)
      #expect(hidden.counts.map(\.code) == [.notTested] && hidden.sent == 0)
      let error = await thrown { try await engine.start(request: over(.named(id: "99"))) }
      #expect(error?.kind == .refused)
      #expect(!door.isCalled(), "nobody called")
    }
  }

  @Test func t08_a_panic_in_a_nettest_is_one_skipped_step() async throws {
    try await patiently {
      let engine = try open()
      let sites = ["https://one.example/", "https://two.example/"]
      let request = RunRequest(nettests: ["panics", "nothing"], targets: sites)
      #expect(try await engine.measure(request).whole != nil)
      let run = try await engine.runs(before: nil, limit: 1).single().id
      let all = try await engine.allMeasurements(run: run).all()
      #expect(all.count == 4)
      #expect(all.filter { $0.nettest == "panics" && $0.code == .notTested }.count == 2)
      #expect(try await engine.measure().whole != nil)
    }
  }

  @Test func t09_five_thousand_rows_come_page_by_page() async throws {
    try await patiently {
      let engine = try open()
      #expect(try await engine.measure(nothing(5_000)).whole != nil)
      let run = try await engine.runs(before: nil, limit: 1).single().id
      let inOne = try await engine.measurements(run: run, from: 0, limit: 5_000)
      let inMany = engine.allMeasurements(run: run, page: 999)
      let (first, again) = (try await inMany.all(), try await inMany.all())
      #expect(inOne.count == 5_000 && inOne.elementsEqual(first.prefix(5_000)))
      #expect(first == again && first.filter { !$0.isDecoy }.count == 5_000)
      #expect(try await engine.measurements(run: run, from: 1_000_000, limit: 10).isEmpty)
      let refused = await thrown { try await engine.allMeasurements(run: run, page: 0).all() }
      #expect(refused?.kind == .refused)
    }
  }

  @Test func t10_two_engines_work_at_once() async throws {
    try await patiently {
      @Sendable func rows() async throws -> [MeasurementRow] {
        let engine = try open(seed: 1)
        _ = try await engine.measure()
        let run = try await engine.runs(before: nil, limit: 1).single().id
        return try await engine.allMeasurements(run: run).all()
      }
      async let one = rows()
      async let other = rows()
      let (first, second) = try await (one, other)
      #expect(first == second, "one seed, one history")
    }
  }
}
