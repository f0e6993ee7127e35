import ArnaKit
import Foundation

// Runs a simulated country and prints what is blocked there, and why.
let temporary = FileManager.default.temporaryDirectory
let config = EngineConfig(
  folder: temporary.appendingPathComponent("arna-\(UUID().uuidString)").path,
  language: "en",
  country: "KZ",
  lab: LabConfig(scenario: "first-light", profile: "lte", seed: 1))  // an app leaves this out

let engine = try Engine.open(config: config)
let run = try await engine.start(request: RunRequest())
for await event in run.events {
  guard case .measured(let site) = event else { continue }
  print("\(site.subject): \(site.verdict) \(site.detail)")
  for part in try await engine.detail(measurement: site.id).why {
    print("  \(part.title)")
    for sentence in part.sentences { print("    \(sentence)") }
  }
}
