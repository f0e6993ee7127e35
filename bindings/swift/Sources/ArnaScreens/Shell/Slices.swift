import ArnaKit
import Foundation

/// When the next automatic test may begin. Asking the system once more replaces what was asked before, so the earliest time is
/// kept: whoever opens the app often would put it off for ever.
public struct Due {
  private let kept: any Kept
  private static let key = "due"
  /// Seconds between two: the engine decides what is worth doing then.
  private static let every: TimeInterval = 45 * 60
  /// So late it is clear that the system did not start it.
  private static let late: TimeInterval = 12 * 60 * 60

  public init(_ kept: any Kept) { self.kept = kept }

  private var stored: Date? {
    kept.word(Self.key).flatMap(TimeInterval.init).map(Date.init(timeIntervalSince1970:))
  }

  /// The time to ask the system for: the one that was asked for, where that did not pass by unused.
  public func next(now: Date = Date()) -> Date {
    if let stored, stored < now + Self.every, stored > now - Self.late { return stored }
    let next = now + Self.every
    kept.keep("\(next.timeIntervalSince1970)", Self.key)
    return next
  }

  /// One begins: the next is due later.
  public func begins() { kept.keep(nil, Self.key) }

  /// What was due and never begun, once.
  public func missed(now: Date = Date()) -> Date? {
    guard let stored, stored <= now - Self.late else { return nil }
    begins()
    return stored
  }
}

extension Core {
  /// Does what is due within so many seconds and bytes; whether there was an end to it. If the task is cancelled, so is the
  /// slice: what it measured by then is kept.
  public func slice(_ conditions: Conditions, seconds: Int64, mostBytes: UInt64?) async -> Bool {
    do {
      let engine = try await engine()
      let request = SliceRequest(
        conditions: conditions, deadlineMs: try await engine.nowMs() + seconds * 1_000,
        minutesAhead: minutesAheadHere(), maxBytes: mostBytes)
      _ = try await engine.backgroundSlice(request)
      return !Task.isCancelled
    } catch {
      // It is among the tries, which the page about automatic tests shows.
      return false
    }
  }

  /// What the journal says of the last day.
  public func journal() async -> [Interval] {
    guard let engine = try? await engine(), let now = try? await engine.nowMs() else { return [] }
    return (try? await engine.journal(sinceMs: now - 24 * 3_600_000)) ?? []
  }

  /// The notice of what the journal says now and did not say before; nothing: there is nothing to tell.
  public func news(reader: Reader, before: [Interval]) async -> Notice? {
    noticeOfChange(reader: reader, before: before, now: await journal())
  }

  /// Whether tests by themselves are on.
  public func isAutomatic() async -> Bool { (try? await engine().means().isAutomatic) ?? false }

  /// Notes that the system did not start what was due.
  public func noteNotStarted(due: Date) async {
    let dueMs = Int64(due.timeIntervalSince1970 * 1_000)
    try? await engine().noteNotStarted(dueMs: dueMs, minutesAhead: minutesAheadHere())
  }
}
