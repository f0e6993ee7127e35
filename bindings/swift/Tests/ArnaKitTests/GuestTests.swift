import ArnaKit
import ArnaTesting
import Foundation
import Testing

/// An app as a guest on its phone. The same tests, with the same names and in the same order, are in bindings/kotlin.
// swift-format-ignore: AlwaysUseLowerCamelCase
extension ArnaTests {
  @Test func t21_a_slice_is_killed_in_the_middle_and_the_next_goes_on() async throws {
    let folder = try folder()
    try await patiently {
      let country = config(folder, scenario: "kz-2024-sni-drop")
      let willing = try Engine.open(config: country)
      _ = try await willing.changeMeans(change: .automatic(isOn: true))
      _ = try await willing.changeMeans(change: .quiet(hours: nil))
      willing.shutdown()
      let child = try Child("ArnaChild", folder.path, "slice")
      #expect(child.line() == "in the middle")
      child.kill()
      #expect(await child.status() == SIGKILL)

      let engine = try Engine.open(config: country)
      #expect(try engine.setAside() == nil, "the store is whole")
      let cut = try await engine.runs(before: nil, limit: 9)
      #expect(cut.contains { !$0.isWhole }, "it was killed in the middle")
      let kept = try await everything(engine).filter { $0.code != nil }
      let killed = try await engine.automaticTests(conditions: fine(), minutesAhead: 300)
      #expect(killed.last != nil && killed.last?.ended == nil, "nobody knows how it ended")
      let end = try await engine.backgroundSlice(await asked(engine))
      #expect(end.ended != .notAllowed && end.measured > 0 && !end.sentences.isEmpty)
      let all = try await everything(engine)
      let now = Dictionary(grouping: all.filter { $0.code != nil }, by: \.id)
      #expect(kept.allSatisfy { now[$0.id]?.count == 1 }, "nothing is lost")
      #expect(now.values.allSatisfy { $0.count == 1 }, "nothing is there twice")
      let sites = all.map { [$0.run, $0.nettest, $0.input ?? ""] }
      #expect(Set(sites).count == sites.count, "no site is twice in a run")
      let gone = try await engine.totals(run: try #require(cut.first { !$0.isWhole }).id)
      #expect(gone.counts.reduce(0) { $0 + $1.times } >= UInt64(kept.count))
    }
  }

  @Test func t22_a_slice_ends_at_once_when_its_task_does() async throws {
    let gate = Gate()
    try await patiently {
      let engine = try open("kz-2024-sni-drop", radio: gate)
      _ = try await engine.changeMeans(change: .automatic(isOn: true))
      _ = try await engine.changeMeans(change: .quiet(hours: nil))
      let slice = try await engine.slice(request: await asked(engine))
      slice.cancel()
      gate.open()
      let end = try await slice.end()
      #expect(end.ended == .stopped)
      #expect(try await slice.end() == end, "who asks again hears the same")
      let late = try await engine.backgroundSlice(await asked(engine, seconds: -1))
      #expect(late.ended == .notAllowed && late.sent == 0)
      #expect(try await engine.automaticTests(conditions: fine(), minutesAhead: 0).since == [late])
      let next = try await engine.backgroundSlice(await asked(engine))
      #expect(next.ended != .stopped && next.measured > 0)
    }
  }

  @Test func t23_means_lists_and_what_they_forbid() async throws {
    try await patiently {
      let engine = try open()
      let source = ListSource.text(text: "https://a.example/\nme@b.example\n")
      let kept = try await engine.addList(name: "Mine", source: source)
      let list = try #require(kept.list)
      #expect(kept.read.mistakes.map(\.meant) == ["https://b.example/"])
      let pages = try await engine.allPages(list: list.id, page: 1).all()
      #expect(pages.map(\.url) == ["https://a.example/"] && pages.allSatisfy(\.isOn))
      let request = RunRequest(nettests: ["nothing"], list: list.id)
      let totals = try #require(try await engine.measure(request).whole)
      #expect(totals.counts.reduce(0) { $0 + $1.times } == 1)
      _ = try await engine.measure()
      #expect(try #require(try await engine.awaiting()).sites > 0)
      let means = try await engine.changeMeans(change: .cellularMonth(bytes: 1))
      #expect(means.cellular.month == 1 && !means.isAutomatic)
      let may = try await engine.mayRun(
        occasion: .hand(isAgreed: false), conditions: fine(), minutesAhead: 300)
      #expect(may.allowed == .nothing && may.nextMs != nil)
      let error = await thrown { try await engine.start(request: RunRequest()) }
      #expect(error?.kind == .notAllowed)
      #expect(error?.reason.hasPrefix(may.why[0]) == true)
      #expect(try await engine.measure(RunRequest(isBeyondMeans: true)).whole != nil)
    }
  }

  @Test func t24_two_networks_are_compared_and_the_network_is_watched() async throws {
    try await patiently {
      let engine = try open("wifi-open-cellular-censored")
      let comparing = try await engine.compare(request: RunRequest(), one: .cellular, other: .wifi)
      let events = try await comparing.events.all()
      #expect(events.filter { $0.event.ending != nil }.map(\.network).sorted() == [0, 1])
      let compared = try await engine.compared(run: comparing.runs()[0])
      #expect(compared.sites.contains { $0.contrast == .differs && $0.other == .accessible })
      let left = try await engine.resumeComparison(request: RunRequest())
      #expect(left == nil, "nothing is left of it")
      let watch = try await engine.watch(request: WatchRequest(mostMs: 3_600_000))
      let said = try await watch.events.all()
      #expect(said.last == .finished(reason: nil) && said.count >= 5)
      #expect(try await engine.journal(sinceMs: nil).count == 1)
    }
  }

  /// Every measurement of all runs.
  private func everything(_ engine: Engine) async throws -> [MeasurementRow] {
    var all: [MeasurementRow] = []
    for run in try await engine.allRuns().all() {
      all += try await engine.allMeasurements(run: run.id).all()
    }
    return all
  }
}
