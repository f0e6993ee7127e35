import ArnaKit
import ArnaTesting
import Foundation
import Testing

// swift-format-ignore: AlwaysUseLowerCamelCase
extension ArnaTests {
  @Test func t11_killed_in_mid_run_and_opened_again() async throws {
    let folder = try folder()
    try await patiently {
      let child = try Child("ArnaChild", folder.path)
      for _ in 0..<3 { try #require(child.line() != nil, "it measures") }
      child.kill()
      #expect(await child.status() == SIGKILL)
      let engine = try Engine.open(config: config(folder, scenario: "kz-2024-sni-drop"))
      #expect(try engine.setAside() == nil, "the store is whole")
      let before = try await engine.runs(before: nil, limit: 10).single()
      #expect(!before.isWhole, "it was killed in the middle")
      let kept = try await engine.allMeasurements(run: before.id).all().filter { $0.code != nil }
      #expect(kept.count >= 3, "what was announced is kept")
      let resumed = try await engine.resume(request: RunRequest())
      #expect(resumed.id == before.id)
      #expect(await resumed.run?.ending()?.whole != nil)
      let all = try await engine.allMeasurements(run: before.id).all()
      #expect(Set(all.map(\.id)).count == all.count)
      #expect(all.allSatisfy { $0.code != nil })
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func t12_a_thousand_runs_leave_no_memory_behind() async throws {
    try await patiently(seconds: 300) {
      let engine = try open()
      func runs(_ many: Int) async throws {
        for _ in 0..<many { try #require(try await engine.measure(nothing(1)).whole != nil) }
      }
      try await runs(200)
      let before = try resident()
      try await runs(1_000)
      let grown = try resident() - before
      #expect(grown < 16_000, "kB")
    }
  }

  @Test func t13_a_vault_locks_what_is_kept_and_a_lost_key_is_a_fresh_start() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    try await patiently {
      let request = RunRequest(nettests: ["nothing"], targets: ["https://marker-site.example/"])
      @Sendable func opened(_ body: (Engine) async throws -> Void) async throws {
        let engine = try Engine.open(config: config(folder), vault: drawer)
        defer { engine.shutdown() }
        try await body(engine)
      }
      try await opened { _ = try await $0.measure(request) }
      #expect(try !holds(folder, "marker-site"))
      try await opened { _ = try await $0.runs(before: nil, limit: 9).single() }
      drawer.isShut.set(true)
      #expect(await thrown { try await opened { _ in } }?.kind == .locked)
      #expect(await thrown { try Engine.open(config: config(folder)) }?.kind == .storage)
      drawer.isShut.set(false)
      drawer.kept.set(nil)
      try await opened { engine in
        let aside = try engine.setAside()
        #expect(aside?.contains("lost") == true)
        #expect(try await engine.runs(before: nil, limit: 9).isEmpty)
        #expect(try await engine.measure().whole != nil)
      }
      drawer.kept.set(Data([1, 2, 3]))
      #expect(await thrown { try await opened { _ in } }?.kind == .locked)
    }
  }

  @Test func t14_a_wipe_leaves_nothing_to_be_found() async throws {
    let folder = try folder()
    try await patiently {
      let engine = try Engine.open(config: config(folder))
      let sites = ["https://marker-site.example/"]
      _ = try await engine.measure(RunRequest(nettests: ["nothing"], targets: sites))
      let export = try String(contentsOfFile: try await engine.export(), encoding: .utf8)
      #expect(export.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"kind\":") })
      #expect(try holds(folder, "marker-site"))
      try await engine.wipe()
      #expect(try !holds(folder, "marker-site"))
      #expect(try await engine.runs(before: nil, limit: 9).isEmpty)
      #expect(try await engine.measure().whole != nil)
      #expect(try await engine.runs(before: nil, limit: 9).count == 1)
    }
  }

  @Test func t15_history_journal_usage_and_settings_are_read() async throws {
    try await patiently {
      let engine = try open()
      let totals = try #require(try await engine.measure().whole)
      let used = try await engine.usage(sinceMs: 0, minutesAhead: 300)
      #expect(used.reduce(0) { $0 + $1.sent } == totals.sent)
      #expect(used.reduce(0) { $0 + $1.received } == totals.received)
      let day = try #require(used.first).day
      #expect(day.range(of: #"^\d{4}-\d{2}-\d{2}$"#, options: .regularExpression) != nil)
      let histories = try await engine.allHistories(page: 2).all()
      #expect(Set(histories.map(\.input)).count == histories.count)
      #expect(histories.count >= 5 && histories.allSatisfy { $0.verdicts == 1 })
      let site = histories[0].input
      #expect(try await engine.allHistories(site: site).all().map(\.input) == [site])
      #expect(try await engine.allRuns(page: 1).all().map(\.id) == [totals.run])
      #expect(try await engine.journal(sinceMs: nil).isEmpty)
      #expect(try await engine.judgeAgain(run: totals.run).isEmpty)
      try await engine.set(key: "max_bytes", value: "1")
      try await engine.set(key: "app.theme", value: "dark")
      let settings = try await engine.settings()
      #expect(settings.first { $0.key == "max_bytes" }?.value == "1")
      #expect(settings.first { $0.key == "app.theme" }?.value == "dark")
      #expect(try await engine.plan(request: RunRequest()).bytes == 1)
    }
  }

  @Test func t16_what_makes_no_sense_is_refused_in_a_sentence() async throws {
    let folder = try folder()
    try await patiently {
      func refused(_ line: Int = #line, _ body: () async throws -> Any?) async {
        let error = await thrown(body)
        #expect(error?.kind == .refused && error!.reason.count > 10, "line \(line)")
      }
      func named(_ folder: String) -> EngineConfig { EngineConfig(folder: folder, language: "en") }
      await refused { try Engine.open(config: named("relative")) }
      await refused { try Engine.open(config: named("")) }
      await refused { try Engine.open(config: config(folder, country: "Kazakhstan")) }
      await refused { try Engine.open(config: config(folder, scenario: "no-such-country")) }
      await refused { try Engine.open(config: config(folder, scenario: "name = 1\n")) }
      #expect(await thrown { try Engine.open(config: named("/proc/arna")) }?.kind == .storage)
      let file = folder.appendingPathComponent("file")
      try Data("no folder".utf8).write(to: file)
      #expect(await thrown { try Engine.open(config: named(file.path)) }?.kind == .storage)

      let engine = try Engine.open(config: config(folder))
      await refused { try await engine.runs(before: nil, limit: 0) }
      await refused { try await engine.runs(before: nil, limit: 5_001) }
      await refused { try await engine.histories(query: SiteHistoryQuery(limit: .max)) }
      await refused { try await engine.set(key: "colour", value: "red") }
      await refused { try await engine.set(key: "quic", value: "perhaps") }
      await refused { try await engine.usage(sinceMs: 0, minutesAhead: .min) }
      await refused { try await engine.start(request: RunRequest(nettests: ["none"])) }
      await refused { try await engine.start(request: RunRequest(targets: ["ftp://a.example"])) }
      await refused { try await engine.plan(request: RunRequest(targets: ["what is this"])) }
      for unknown in ["", "nobody", "\0", String(repeating: "x", count: 100_000)] {
        let errors = [
          await thrown { try await engine.totals(run: unknown) },
          await thrown { try await engine.detail(measurement: unknown) },
          await thrown { try await engine.runs(before: unknown, limit: 1) },
          await thrown { try await engine.measurements(run: unknown, from: 0, limit: 1) },
          await thrown { try await engine.judgeAgain(run: unknown) },
        ]
        #expect(errors.allSatisfy { $0?.kind == .notFound })
      }
      #expect(try await engine.usage(sinceMs: .min, minutesAhead: 0).isEmpty)
      #expect(try await engine.journal(sinceMs: .max).isEmpty)
    }
  }

  @Test func t17_a_file_of_a_newer_version_is_left_alone() async throws {
    let folder = try folder()
    try await patiently {
      try Engine.open(config: config(folder)).shutdown()
      let file = folder.appendingPathComponent("arna.db")
      // The version stands at byte 60 of a database's head.
      var bytes = try Data(contentsOf: file)
      bytes[62] = 99
      try bytes.write(to: file)
      let refused = await thrown { try Engine.open(config: config(folder)) }
      #expect(refused?.kind == .storage && refused!.reason.contains("newer"))
      #expect(try Data(contentsOf: file) == bytes)
    }
  }

  @Test func t18_one_run_at_a_time_and_nothing_after_the_end() async throws {
    try await patiently {
      let gate = Gate()
      let engine = try open("kz-2024-sni-drop", radio: gate)
      let run = try await engine.start(request: RunRequest())
      let second = await thrown { try await engine.start(request: RunRequest()) }
      #expect(second?.kind == .busy)
      #expect(try engine.current() == run.id())
      engine.shutdown()
      engine.shutdown()
      gate.open()
      let after = [
        await thrown { try await engine.runs(before: nil, limit: 1) },
        await thrown { try await engine.start(request: RunRequest()) },
        await thrown { try engine.current() },
        await thrown { try await engine.wipe() },
      ]
      #expect(after.allSatisfy { $0?.kind == .refused })
      #expect(await run.ending() != nil)
    }
  }

  @Test func t19_calls_from_many_threads_are_answered() async throws {
    try await patiently {
      let engine = try open()
      _ = try await engine.measure()
      let (ends, end) = AsyncStream.makeStream(of: Thrown?.self)
      for number in 0..<16 {
        Thread.detachNewThread {
          // Answers come on threads of Swift's; what asks without waiting is called on this one.
          for _ in 0..<25 where engine.nettests().isEmpty { end.yield(Thrown(error: Mistake())) }
          Task {
            let error = await thrown {
              for turn in 0..<25 {
                let run = try await engine.runs(before: nil, limit: 10).single()
                _ = try await engine.totals(run: run.id)
                try await engine.set(key: "app.\(number)", value: "\(turn)")
                _ = try await engine.measurements(run: run.id, from: 0, limit: 5_000)
              }
              return nil
            }
            end.yield(error)
          }
        }
      }
      for await error in ends.prefix(16) { #expect(error == nil) }
      #expect(try await engine.settings().filter { $0.key.hasPrefix("app.") }.count == 16)
    }
  }

  @Test func t20_the_example_of_the_readme_runs() async throws {
    try await patiently {
      let child = try Child("arna-example")
      let lines = Array(AnyIterator(child.line))
      #expect(await child.status() == 0)
      let said = lines.joined(separator: "\n")
      #expect(said.contains("Probably blocked") && said.contains("nats"))
      let readme = try text(of: "README.md")
      let example = try text(of: "example/main.swift")
      #expect(!example.isEmpty)
      #expect(
        readme.contains("```swift\n\(example)```\n"), "README.md shows example/main.swift as it is")
    }
  }

  /// A file of this package.
  private func text(of file: String) throws -> String {
    try String(contentsOf: packageFolder.appendingPathComponent(file), encoding: .utf8)
  }

  /// Resident memory of this process in kB.
  private func resident() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }
}
