// Measures and says so, until it is killed: a run, or a slice that stops in its middle.

import ArnaKit
import Foundation

func say(_ line: String) {
  FileHandle.standardOutput.write(Data("\(line)\n".utf8))  // at once, unlike `print`
}

/// A radio that says when a slice is in the third second of measuring, and never answers then: the simulated clock
/// stands still.
final class Middle: Radio, @unchecked Sendable {
  private let lock = NSLock()
  private var engine: Engine?
  private var seconds = 0

  func watch(_ engine: Engine) { lock.withLock { self.engine = engine } }

  func reading() throws -> RadioReading {
    let isMiddle = try lock.withLock {
      guard try engine?.current() != nil else { return false }
      seconds += 1
      return seconds == 3
    }
    if isMiddle {
      say("in the middle")
      DispatchSemaphore(value: 0).wait()
    }
    return RadioReading()
  }
}

let lab = LabConfig(scenario: "kz-2024-sni-drop")
let config = EngineConfig(folder: CommandLine.arguments[1], language: "en", country: "KZ", lab: lab)
if CommandLine.arguments.count > 2 {
  let middle = Middle()
  let engine = try Engine.open(config: config, radio: middle)
  middle.watch(engine)
  let network = NetworkInfo(id: "1", kind: .cellular, isDefault: true, isRoaming: false)
  let request = SliceRequest(
    conditions: Conditions(network: network, batteryPercent: 80),
    deadlineMs: try await engine.nowMs() + 600_000, minutesAhead: 300)
  _ = try await engine.backgroundSlice(request)
} else {
  let engine = try Engine.open(config: config)
  for await event in try await engine.start(request: RunRequest()).events {
    if case .measured(let site) = event { say(site.subject) }
  }
}
