// What the border costs, as a line of JSON: `scripts/bench packages` runs it on a folder with a large store.

import ArnaKit
import Foundation

func nanoseconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) }

func best(_ times: Int, _ what: () async throws -> Void) async throws -> Double {
  var best = Double.infinity
  for _ in 0..<times {
    let began = nanoseconds()
    try await what()
    best = min(best, nanoseconds() - began)
  }
  return best
}

func open(_ folder: String) throws -> Engine {
  let lab = LabConfig(scenario: "first-light")
  return try Engine.open(config: EngineConfig(folder: folder, language: "en", lab: lab))
}

var figures: [(String, Double)] = []
let large = CommandLine.arguments[1]
figures.append(("open_large_ms", try await best(5) { try open(large).shutdown() } / 1e6))
let stored = try open(large)
let runs = try await best(5) { _ = try await stored.runs(before: nil, limit: 100) }
figures.append(("page_of_runs_large_ms", runs / 1e6))
let histories = try await best(2) {
  _ = try await stored.histories(query: SiteHistoryQuery(limit: 100))
}
figures.append(("page_of_history_large_ms", histories / 1e6))
stored.shutdown()

let empty = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
let engine = try open(empty.path)
let calls = try await best(20) { for _ in 0..<1_000 { _ = try engine.current() } }
figures.append(("call_us", calls / 1e6))
let waiting = try await best(20) {
  for _ in 0..<100 { _ = try await engine.runs(before: nil, limit: 1) }
}
figures.append(("suspending_call_us", waiting / 1e5))
let sites = (0..<5_000).map { "https://site\($0).example/" }
let run = try await engine.start(request: RunRequest(nettests: ["nothing"], targets: sites))
while try engine.current() != nil { await Task.yield() }
var heard = 0.0
let began = nanoseconds()
for await _ in run.events { heard += 1 }
figures.append(("event_us", (nanoseconds() - began) / 1e3 / heard))
let rows = try await best(5) {
  _ = try await engine.measurements(run: run.id(), from: 0, limit: 5_000)
}
figures.append(("rows_5000_ms", rows / 1e6))
engine.shutdown()
print("{" + figures.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
