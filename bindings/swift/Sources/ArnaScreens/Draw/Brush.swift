/// A colour by what it is for; a theme says which one that is.
public enum Ink: Hashable, Sendable {
  case ground, surface, sunken, ink, inkSoft, hairline, control, water, waterSoft, onWater
  case bed, gate, danger, focus
  case family(Family)
}

extension Palette {
  /// The colour, as 0xRRGGBB.
  public func of(_ ink: Ink) -> UInt32 {
    switch ink {
    case .ground: bg
    case .surface: surface
    case .sunken: sunken
    case .ink: self.ink
    case .inkSoft: inkSoft
    case .hairline: hairline
    case .control: control
    case .water: water
    case .waterSoft: waterSoft
    case .onWater: onWater
    case .bed: bed
    case .gate: gate
    case .danger: danger
    case .focus: focus
    case .family(let family): of(family)
    }
  }
}

/// One thing that is drawn. A picture is a list of them, the last on top.
public struct Drawn: Equatable, Sendable {
  /// A line, and how it is drawn; nothing: the outline is filled.
  public struct Line: Equatable, Sendable {
    public var width: Double
    public var isRound: Bool
    /// Lengths of a dash and of the gap after it.
    public var dash: [Double]

    public init(width: Double, isRound: Bool = true, dash: [Double] = []) {
      (self.width, self.isRound, self.dash) = (width, isRound, dash)
    }
  }

  public var outline: Outline
  public var ink: Ink
  public var opacity: Double
  public var line: Line?

  public init(_ outline: Outline, _ ink: Ink, opacity: Double = 1, line: Line? = nil) {
    (self.outline, self.ink, self.opacity, self.line) = (outline, ink, opacity, line)
  }
}

/// Draws lines, dots, bars and rings; all lengths in points.
public struct Brush: Equatable, Sendable {
  /// What it has drawn.
  public private(set) var drawn: [Drawn] = []

  public init() {}

  private mutating func put(
    _ outline: Outline, _ ink: Ink, _ opacity: Double, _ line: Drawn.Line? = nil
  ) {
    drawn.append(Drawn(outline, ink, opacity: opacity, line: line))
  }

  /// A line along a path.
  mutating func path(_ outline: Outline, _ ink: Ink, width: Double, opacity: Double = 1) {
    put(outline, ink, opacity, Drawn.Line(width: width))
  }

  /// A body of a path.
  mutating func body(_ outline: Outline, _ ink: Ink, opacity: Double = 1) {
    put(outline, ink, opacity)
  }

  /// A line.
  mutating func line(
    _ fromX: Double, _ fromY: Double, _ toX: Double, _ toY: Double, _ ink: Ink, width: Double,
    isRound: Bool = true, opacity: Double = 1
  ) {
    let outline = Outline([.move(Spot(fromX, fromY)), .line(Spot(toX, toY))])
    put(outline, ink, opacity, Drawn.Line(width: width, isRound: isRound))
  }

  /// Dashes of a length, one begins so much after the other ends; a length near nothing makes dots.
  mutating func dashes(
    _ fromX: Double, _ toX: Double, y: Double, _ ink: Ink, width: Double, on: Double, off: Double,
    opacity: Double = 1
  ) {
    guard toX > fromX else { return }
    let outline = Outline([.move(Spot(fromX, y)), .line(Spot(toX, y))])
    put(outline, ink, opacity, Drawn.Line(width: width, dash: [on, off]))
  }

  /// A box with round corners, about a point.
  mutating func bar(
    _ x: Double, _ y: Double, width: Double, height: Double, round: Double, _ ink: Ink
  ) {
    box(Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2), round: round, ink)
  }

  /// A box by its edges.
  mutating func box(_ box: Box, round: Double, _ ink: Ink) {
    put(Outline([.box(box, round: round)]), ink, 1)
  }

  /// The outline of a box, inside its edges.
  mutating func frame(_ box: Box, round: Double, _ ink: Ink, width: Double) {
    let half = width / 2
    let inner = Box(box.left + half, box.top + half, box.right - half, box.bottom - half)
    put(Outline([.box(inner, round: round)]), ink, 1, Drawn.Line(width: width))
  }

  /// A disc.
  mutating func disc(_ x: Double, _ y: Double, radius: Double, _ ink: Ink) {
    put(Outline([.disc(Spot(x, y), radius: radius)]), ink, 1)
  }

  /// A ring, with the ground in it.
  mutating func ring(_ x: Double, _ y: Double, radius: Double, _ ink: Ink, width: Double) {
    disc(x, y, radius: radius, .ground)
    put(Outline([.disc(Spot(x, y), radius: radius)]), ink, 1, Drawn.Line(width: width))
  }
}
