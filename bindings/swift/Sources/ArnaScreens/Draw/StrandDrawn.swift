import ArnaKit

/// Height of the one strand of a site's page.
public let strandHeight: Double = 50

/// One strand from the spring at `from` to the site at `until`, in the middle of `height`; `scale` times as thick as on a
/// page. Where it ends says who stops it.
public func strand(
  _ ends: Ends, _ family: Family, from: Double, until: Double, height: Double = strandHeight,
  scale: Double = 1
) -> [Drawn] {
  var brush = Brush()
  let (gate, y, ink, width) = ((from + until) / 2, height / 2, Ink.family(family), 7 * scale)
  let (top, bottom) = (4 * scale, height - 4 * scale)
  func site() { brush.ring(until, y, radius: 6 * scale, ink, width: 2.5 * scale) }
  brush.line(gate, top, gate, bottom, .gate, width: 1.5 * scale)
  switch ends {
  case .gate, .gateProbably:
    brush.dashes(
      gate + 12 * scale, until - 8 * scale, y: y, ink, width: 2 * scale, on: 1.5 * scale,
      off: 8 * scale, opacity: 0.8)
    brush.line(from, y, gate - 10 * scale, y, ink, width: width)
    let (whole, wide, round) = (height - 8 * scale, 12 * scale, 2.5 * scale)
    if ends == .gate {
      brush.bar(gate, y, width: wide, height: whole, round: round, ink)
    } else {
      // In pieces, and the ground between them: no line holds them together.
      brush.line(gate, top, gate, bottom, .ground, width: 3 * scale)
      for piece in -1...1 {
        let at = y + Double(piece) * whole * 0.36
        brush.bar(gate, at, width: wide, height: whole * 0.28, round: round, ink)
      }
    }
    site()
  case .narrow:
    brush.line(from, y, gate, y, ink, width: width)
    brush.line(gate, y, until - 8 * scale, y, ink, width: 2 * scale)
    let post = height / 2 - 9 * scale
    for at in [top + post / 2, bottom - post / 2] {
      brush.bar(gate, at, width: 8 * scale, height: post, round: 2 * scale, ink)
    }
    site()
  case .unknown:
    let end = from + (gate - from) * 0.62
    brush.line(from, y, end, y, ink, width: width)
    for dot in 0..<10 {
      let x = end + (14 + Double(dot) * 12) * scale
      if x < until - 14 * scale {
        brush.disc(x, y, radius: (3.4 - Double(dot) * 0.26) * scale, ink)
      }
    }
    site()
  case .atSite:
    brush.line(from, y, until - 12 * scale, y, ink, width: width)
    brush.ring(until - 2 * scale, y, radius: 9 * scale, ink, width: 3 * scale)
    brush.line(until - 6 * scale, y, until + 2 * scale, y, ink, width: 3 * scale)
  case .through:
    brush.line(from, y, until, y, ink, width: width)
    brush.disc(until, y, radius: 9 * scale, ink)
  case .phone:
    brush.dashes(
      from + 16 * scale, until - 8 * scale, y: y, .bed, width: 2 * scale, on: 0.1, off: 7 * scale)
    site()
  }
  brush.disc(from, y, radius: 9 * scale, ink)
  return brush.drawn
}
