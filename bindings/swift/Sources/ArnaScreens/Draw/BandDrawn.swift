import ArnaKit

/// Height of a band.
public let bandHeight: Double = 18

/// Where a part of a band is drawn: never narrower than it can be seen.
public struct PlacedPart: Equatable, Sendable {
  public let from: Double
  public let until: Double
  public let kind: PartKind
}

/// The parts of a band across `width`. A bar of an accusation is as wide as the narrowest.
public func placed(_ parts: [BandPart], width: Double) -> [PlacedPart] {
  let least = 6.0
  return parts.map { part in
    let from = min(min(max(Double(part.from), 0), 1) * width, width - least)
    let until = max(min(max(Double(part.until), 0), 1) * width, from + least)
    return PlacedPart(from: from, until: until, kind: part.kind)
  }
}

/// What was so over time on one network. Time runs from left to right in every language.
public func band(_ parts: [BandPart], width: Double) -> [Drawn] {
  var brush = Brush()
  brush.dashes(1, width, y: bandHeight / 2, .bed, width: 2, on: 0.1, off: 7)
  for part in placed(parts, width: width) { draw(part, &brush) }
  return brush.drawn
}

private func draw(_ part: PlacedPart, _ brush: inout Brush) {
  let (from, until, ink, middle, bar) = (
    part.from, part.until, Ink.family(part.kind.family), bandHeight / 2, 6.0
  )
  switch part.kind {
  case .open: brush.box(Box(from, 3, until, 15), round: 2, ink)
  case .slowed: brush.box(Box(from, 6, until, 12), round: 2, ink)
  case .siteTrouble:
    brush.box(Box(from, 3, until, 15), round: 2, .ground)
    brush.frame(Box(from, 3, until, 15), round: 2, ink, width: 1.5)
  case .unreachable:
    brush.box(Box(from, 3, until, 15), round: 0, .ground)
    brush.dashes(from + 1.5, until, y: middle, ink, width: 3, on: 0.1, off: 6)
  case .blocked, .probably:
    brush.box(Box(from, 3, until, 15), round: 0, .ground)
    brush.dashes(from + bar + 3, until, y: middle, ink, width: 2.5, on: 2, off: 6)
    if part.kind == .blocked {
      brush.box(Box(from, 0, from + bar, bandHeight), round: 1.5, ink)
    } else {
      for piece in 0...2 {
        let top = Double(piece) * 6.5
        brush.box(Box(from, top, from + bar, top + 5), round: 1.2, ink)
      }
    }
  }
}
