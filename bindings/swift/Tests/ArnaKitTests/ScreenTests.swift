import ArnaKit
import Testing

/// What a screen does: everything on its own actor, in variables that no other thread may touch.
@MainActor @Suite struct ScreenTests {
  private var subjects: [String] = []

  @Test mutating func hearsARunOnItsOwnActor() async throws {
    let engine = try open()
    var heard = 0
    let ending = try await engine.measure { event in
      MainActor.assertIsolated()
      heard += 1
      if let measurement = event.measurement { subjects.append(measurement.subject) }
    }
    let totals = try #require(ending.whole)
    #expect(heard > subjects.count && !subjects.isEmpty)
    var rows: [String] = []
    for try await row in engine.allMeasurements(run: totals.run, page: 2) {
      rows.append(row.subject)
    }
    #expect(rows.sorted() == subjects.sorted())
  }
}
