/// A place in a picture, in points.
public struct Spot: Equatable, Sendable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A box by its edges.
public struct Box: Equatable, Sendable {
  public var left: Double
  public var top: Double
  public var right: Double
  public var bottom: Double

  public init(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }
}

/// The way that a line takes, or the edge of a body.
public struct Outline: Equatable, Sendable {
  public enum Step: Equatable, Sendable {
    case move(Spot)
    case line(Spot)
    case curve(Spot, Spot, to: Spot)
    case close
    /// A box with corners as round as this.
    case box(Box, round: Double)
    case disc(Spot, radius: Double)
  }

  public var steps: [Step] = []

  public init(_ steps: [Step] = []) {
    self.steps = steps
  }

  public mutating func move(_ x: Double, _ y: Double) { steps.append(.move(Spot(x, y))) }
  public mutating func line(_ x: Double, _ y: Double) { steps.append(.line(Spot(x, y))) }
  public mutating func close() { steps.append(.close) }
  public mutating func curve(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ x: Double, _ y: Double
  ) {
    steps.append(.curve(Spot(x1, y1), Spot(x2, y2), to: Spot(x, y)))
  }

  /// A path of absolute M, L, C and Z with spaces between everything, as icons have it; nothing: it is none.
  public init?(told: Substring) {
    var numbers: [Double] = []
    var command: Substring?
    func ended(_ outline: inout Outline) -> Bool {
      switch (command, numbers.count) {
      case (nil, 0): return true
      case ("M", 2): outline.move(numbers[0], numbers[1])
      case ("L", 2): outline.line(numbers[0], numbers[1])
      case ("C", 6):
        outline.curve(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
      case ("Z", 0): outline.close()
      default: return false
      }
      numbers = []
      return true
    }
    self.init()
    for part in told.split(separator: " ") {
      if let number = Double(part) {
        numbers.append(number)
      } else {
        guard ended(&self) else { return nil }
        command = part
      }
    }
    guard ended(&self), !steps.isEmpty else { return nil }
  }
}

/// A shape of an icon: a line as wide as ``stroke``, or filled.
public struct GlyphShape: Equatable, Sendable {
  public let outline: Outline
  public let stroke: Double?
}

extension Glyph {
  /// Its shapes, read. A test reads all of them.
  public var read: [GlyphShape] {
    shapes.compactMap { told in
      let parts = told.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let outline = Outline(told: parts[1]) else { return nil }
      return GlyphShape(outline: outline, stroke: parts[0] == "f" ? nil : Double(parts[0]))
    }
  }
}
