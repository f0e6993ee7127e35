import ArnaScreens
import Foundation
import Testing

/// Tests by themselves, as a background task of the system's does them.
@MainActor @Suite(.timeLimit(.minutes(2))) struct SlicesTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func whoOpensTheAppOftenPutsNothingOff() {
    let due = Due(Memory())
    let first = due.next(now: now)
    #expect(first == now + 45 * 60)
    #expect(due.next(now: now + 600) == first && due.next(now: now + 3_600) == first)
    due.begins()
    #expect(due.next(now: now + 3_600) == now + 3_600 + 45 * 60)
  }

  @Test func whatTheSystemDidNotStartIsNotedOnce() {
    let due = Due(Memory())
    let first = due.next(now: now)
    let later = now + 24 * 60 * 60
    #expect(due.missed(now: now + 3_600) == nil)
    #expect(due.missed(now: later) == first && due.missed(now: later) == nil)
    #expect(due.next(now: later) == later + 45 * 60)
  }

  @Test func aClockThatWasSetBackDoesNotPutItOff() {
    let due = Due(Memory())
    _ = due.next(now: now + 1_000_000)
    #expect(due.next(now: now) == now + 45 * 60)
  }

  @Test func aSliceMeasuresAndIsCutOffByItsTask() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    #expect(await !app.core.isAutomatic())
    try await app.engine.set(key: "automatic", value: "on")
    #expect(await app.core.isAutomatic())
    let conditions = await app.window.conditions()
    let isDone = await app.core.slice(conditions, seconds: 600, mostBytes: 500_000)
    #expect(isDone)
    let tests = try await app.engine.automaticTests(conditions: conditions, minutesAhead: 300)
    #expect(tests.last?.measured ?? 0 > 0)
    // It looked whether there is any Internet: told are a cut and its end.
    let reader = Reader(language: "en")
    let journal = await app.core.journal()
    #expect(journal.last?.state == "online")
    let last = try #require(journal.last)
    #expect(await app.core.news(reader: reader, before: [last]) == nil)
    let cut = Interval(
      network: last.network, state: "no_service", word: "", fromMs: last.fromMs,
      untilMs: last.untilMs, lastedMs: last.lastedMs)
    let news = await app.core.news(reader: reader, before: [cut])
    #expect(news?.title == "The Internet works again")

    let stopped = Task { await app.core.slice(conditions, seconds: 600, mostBytes: nil) }
    stopped.cancel()
    #expect(await !stopped.value)
    #expect(try await app.engine.current() == nil)
  }
}
