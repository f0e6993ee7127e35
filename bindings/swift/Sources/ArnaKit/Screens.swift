// Screens, as Swift reads them.

import Foundation

extension Engine {
  /// Which screens to read again, from this call on, until the engine is shut down. Ask for it before the screens are read
  /// for the first time.
  ///
  /// Who listens slowly is told once, whatever changed meanwhile. Iterate in one place; others ask for one of their own.
  public func changed() throws -> AsyncStream<Changed> {
    let changes = try self.changes()
    return AsyncStream(unfolding: changes.next)
  }
}

extension Reader {
  /// Who reads on this phone: in its language, with times by the clock of its zone. Make a new one when either changes.
  ///
  /// Shifts of the zone are told from five years before `now` to a year after it; what is older has the first one's distance.
  public static func ofPhone(
    language: String = Locale.preferredLanguages.first ?? "en",
    zone: TimeZone = .current,
    now: Date = Date()
  ) -> Reader {
    func ahead(_ second: Int64) -> Int {
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
    }
    func shift(_ second: Int64) -> ZoneShift {
      ZoneShift(fromMs: second * 1000, aheadS: Int32(ahead(second)))
    }
    let present = Int64(now.timeIntervalSince1970)
    var before = present - 5 * year
    var shifts = [shift(before)]
    while before < present + year {
      let after = before + week
      if ahead(after) != ahead(before) {
        var (no, yes) = (before, after)
        while yes - no > 1 {
          let middle = no + (yes - no) / 2
          if ahead(middle) == ahead(before) { no = middle } else { yes = middle }
        }
        shifts.append(shift(yes))
      }
      before = after
    }
    return Reader(language: language, zone: shifts)
  }
}

/// Seconds.
private let week: Int64 = 7 * 24 * 3600
private let year: Int64 = 366 * 24 * 3600
