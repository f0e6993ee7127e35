import ArnaKit
import ArnaTesting
import Foundation
import Testing

/// The country that a phone is in, on its own network. Nothing is sent: what a run would ask for is told before.
@Suite struct BorderTests {
  @Test func hostsAtHomeAreThoseOfTheCountryThatThePhoneIsInNow() async throws {
    let (folder, country) = (try folder(), Shared<String?>(nil))
    try await patiently {
      let phone = EngineConfig(
        folder: folder.path, language: "en", country: countryOfZone(zone: "Asia/Bishkek"))
      let engine = try Engine.open(
        config: phone, radio: Says { RadioReading(country: country.get()) })
      let said: [(String?, Bool)] = [
        (nil, false), ("kz", true), (nil, true), ("ru", false), ("Kazakhstan", false),
      ]
      for (said, asks) in said {
        country.set(said)
        let plan = try await engine.plan(request: RunRequest())
        let isAsked = plan.contacts.everybody.contains { $0.contains("kaspi.kz") }
        #expect(isAsked == asks, "\(said ?? "-")")
      }
    }
  }
}
