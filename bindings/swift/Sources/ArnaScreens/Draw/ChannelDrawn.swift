import ArnaKit

extension Channel {
  /// The picture in two parts: what water brings, which comes from the left, and the spring, which is there at once.
  public func draw() -> (water: [Drawn], spring: [Drawn]) {
    var brush = Brush()
    for ribbon in ribbons { body(ribbon, &brush) }
    let isWater = { (kind: StrandKind) in kind == .open || kind == .bed }
    for strand in strands where isWater(strand.kind) { draw(strand, &brush) }
    for x in hasBorder ? [gateX, borderX] : [gateX] {
      brush.line(
        x, 0, x, height, .gate, width: Picture.gateWidth, isRound: false, opacity: Self.gateOpacity)
    }
    for ribbon in ribbons { atGate(ribbon, &brush) }
    for strand in strands where !isWater(strand.kind) { draw(strand, &brush) }
    var spring = Brush()
    spring.disc(springX, springY, radius: Picture.springR + 2.5, .ground)
    spring.disc(springX, springY, radius: Picture.springR, .water)
    return (brush.drawn, spring.drawn)
  }

  private func ink(_ kind: StrandKind) -> Ink {
    switch kind {
    case .bed: .bed
    case .waiting: .ink
    default: .family(kind.family)
    }
  }

  private func curve(_ y: Double, until: Double) -> Outline {
    let bend = (springX + gateX) / 2
    var outline = Outline()
    outline.move(springX, springY)
    outline.curve(bend, springY, bend, y, levelX, y)
    if until > levelX { outline.line(until, y) }
    return outline
  }

  private func draw(_ strand: Thread, _ brush: inout Brush) {
    let (y, ink) = (strand.y, ink(strand.kind))
    let opacity = strand.kind == .bed ? Self.bedOpacity : 1
    func water(_ until: Double) {
      brush.path(curve(y, until: until), ink, width: strand.stroke, opacity: opacity)
    }
    switch strand.kind {
    case .open, .bed: water(width + strand.stroke)
    case .blocked, .likelyBlocked:
      brush.dashes(
        gateX + 8, width, y: y, ink, width: min(1.5, strand.stroke), on: 1.5, off: 6,
        opacity: Self.dotsOpacity)
      water(gateX - 5)
      stop(y, height: bar(gap: strand.gap), isCertain: strand.kind == .blocked, ink, &brush)
    case .throttled:
      water(gateX)
      brush.line(gateX, y, width, y, ink, width: 1.2)
    case .waiting:
      water(gateX - 6)
      brush.ring(
        gateX, y, radius: min(4.5, strand.gap / 2 - 1), ink, width: min(2, strand.stroke))
    case .unreachable:
      let end = hasBorder ? borderX : gateX - 16
      water(end - (hasBorder ? 2 : 0))
      let last = hasBorder ? end + 32 : width - 40
      brush.dashes(end + 9, last, y: y, ink, width: strand.stroke, on: Self.dot, off: 8)
    case .untold:
      water(gateX - 16)
      brush.dashes(gateX - 11, gateX + 34, y: y, ink, width: strand.stroke, on: Self.dot, off: 6)
    case .siteTrouble:
      water(width - 26.5)
      brush.ring(
        width - 22, y, radius: min(4, strand.gap / 2 - 0.5), ink, width: min(2, strand.stroke))
    case .inside:
      let end = hasBorder ? borderX - 26 : width - 26
      water(end - 4)
      brush.disc(end, y, radius: min(4, strand.gap / 2 - 1), ink)
    }
  }

  /// A bar on the gate: in one piece for what is certain, in two for what is probable.
  private func stop(
    _ y: Double, height: Double, isCertain: Bool, _ ink: Ink, _ brush: inout Brush
  ) {
    let (x, wide) = (gateX, Picture.capW)
    if isCertain {
      return brush.bar(x, y, width: wide, height: height, round: Picture.capR, ink)
    }
    let piece = height * 0.42
    for side in [-0.5, 0.5] {
      brush.bar(x, y + (height - piece) * side, width: wide, height: piece, round: 1.2, ink)
    }
  }

  private func body(_ ribbon: Ribbon, _ brush: inout Brush) {
    let end =
      switch ribbon.kind {
      case .blocked, .likelyBlocked, .waiting: gateX
      case .untold: levelX
      case .unreachable: hasBorder ? borderX : levelX
      case .siteTrouble: width - 22
      default: width
      }
    let bend = (springX + gateX) / 2
    var edge = Outline()
    edge.move(springX, springY - 1)
    edge.curve(bend, springY - 1, bend, ribbon.top, levelX, ribbon.top)
    edge.line(end, ribbon.top)
    edge.line(end, ribbon.bottom)
    edge.line(levelX, ribbon.bottom)
    edge.curve(bend, ribbon.bottom, bend, springY + 1, springX, springY + 1)
    edge.close()
    brush.body(edge, ink(ribbon.kind), opacity: ribbon.kind == .bed ? Self.bedOpacity : 1)
    guard ribbon.bottom - ribbon.top >= 20 else { return }
    for line in 1..<5 {
      let y = ribbon.top + (ribbon.bottom - ribbon.top) * Double(line) / 5
      brush.path(lateHalf(y, end: end), .ground, width: 1, opacity: 0.55)
    }
  }

  /// The second half of a strand's curve (by de Casteljau at a half), and its level part.
  private func lateHalf(_ y: Double, end: Double) -> Outline {
    let bend = (springX + gateX) / 2
    var outline = Outline()
    outline.move((springX + 6 * bend + levelX) / 8, (springY + y) / 2)
    outline.curve(
      (levelX + 3 * bend) / 4, (springY + 3 * y) / 4, (bend + levelX) / 2, y, levelX, y)
    outline.line(end, y)
    return outline
  }

  private func atGate(_ ribbon: Ribbon, _ brush: inout Brush) {
    let (middle, ink) = ((ribbon.top + ribbon.bottom) / 2, ink(ribbon.kind))
    switch ribbon.kind {
    case .blocked, .likelyBlocked:
      let height = ribbon.bottom - ribbon.top
      stop(middle, height: height, isCertain: ribbon.kind == .blocked, ink, &brush)
    case .waiting: brush.ring(gateX, middle, radius: 4.5, ink, width: 2)
    case .untold:
      brush.dashes(gateX - 11, gateX + 34, y: middle, ink, width: 2, on: Self.dot, off: 6)
    case .siteTrouble: brush.ring(width - 22, middle, radius: 4, ink, width: 2)
    default: break
    }
  }

  private static let gateOpacity = 0.85
  private static let dotsOpacity = 0.75
  private static let bedOpacity = 0.7
  private static let dot = 0.1
}
