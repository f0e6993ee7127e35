import ArnaKit

/// A stretch of a day's hours in one state; no state: nobody watched.
public struct Reach: Equatable, Sendable {
  public let from: Int
  public let until: Int
  public let state: NetworkState?
}

/// The hours of a day as stretches.
public func reaches(_ hours: [NetworkState?]) -> [Reach] {
  var reaches: [Reach] = []
  for (hour, state) in hours.enumerated() {
    if let last = reaches.last, last.state == state {
      reaches[reaches.count - 1] = Reach(from: last.from, until: hour + 1, state: state)
    } else {
      reaches.append(Reach(from: hour, until: hour + 1, state: state))
    }
  }
  return reaches
}

/// Where the hours of a day are: `label` is the width that names of days take.
public struct Hours: Equatable, Sendable {
  public let start: Double
  public let hour: Double

  public init(width: Double, label: Double) {
    start = label + 8
    hour = max(width - start - 5, 0) / 24
  }

  /// Where an hour begins.
  public func at(_ hour: Int) -> Double { start + self.hour * Double(hour) }

  /// Hours that have a line.
  public static let lines = [0, 6, 12, 18, 24]

  /// Height of a day, before Dynamic Type.
  public static let day: Double = 18
}

/// A day's hours about `y`: the thicker, the more gets through.
public func river(_ hours: [NetworkState?], along axis: Hours, y: Double) -> [Drawn] {
  var brush = Brush()
  for reach in reaches(hours) {
    draw(reach.state, from: axis.at(reach.from), until: axis.at(reach.until), y: y, &brush)
  }
  return brush.drawn
}

/// The mark of a state, as a legend shows it.
public func legendMark(_ state: NetworkState?, width: Double, y: Double) -> [Drawn] {
  var brush = Brush()
  draw(state, from: 0, until: width, y: y, &brush)
  return brush.drawn
}

/// No state: nobody watched, which is never drawn as off.
private func draw(
  _ state: NetworkState?, from: Double, until: Double, y: Double, _ brush: inout Brush
) {
  let ink = state.map { Ink.family($0.family) } ?? .bed
  func body(_ half: Double) {
    brush.box(Box(from, y - half, until, y + half), round: 0, ink)
  }
  switch state {
  case .online: body(6)
  case .internationalCut: body(3)
  case .whitelistShutdown:
    body(1.25)
    brush.box(Box(from, y - 8, from + 3, y + 8), round: 0, ink)
  case .noService: brush.frame(Box(from, y - 6, until, y + 6), round: 0, ink, width: 1.5)
  case .captivePortal, .outOfCredit:
    for side in [-3.0, 3] {
      brush.line(from, y + side, until, y + side, ink, width: 1.5, isRound: false)
    }
  case .unknown: brush.dashes(from + 4, until - 2, y: y, ink, width: 1.8, on: 0.1, off: 7)
  case nil: brush.dashes(from + 4, until - 2, y: y, ink, width: 1.6, on: 0.1, off: 5.6)
  }
}
