/// A label beside a picture, where it stands: counted from where reading begins.
public struct PlacedLabel: Equatable, Sendable {
  public let text: String
  public let isStrong: Bool
  public let x: Double
  /// As wide as it may be: what is longer is cut off.
  public let room: Double
}

/// Labels beside a picture: one at each side, others over a place. Those at the sides give way to those between.
public struct Labels: Sendable {
  public let width: Double
  public let margin: Double
  public let first: String
  public let between: [(text: String, x: Double)]
  public let last: String?

  public init(
    width: Double, margin: Double, first: String, between: [(text: String, x: Double)],
    last: String?
  ) {
    self.width = width
    self.margin = margin
    self.first = first
    self.between = between
    self.last = last
  }

  private static let apart = 8.0
  /// A label of which less than this share would be seen is left out: the picture is spoken whole.
  private static let enough = 0.6

  /// Where they stand; `measure` says how wide a text is, and whether it is a strong one.
  public func placed(measure: (String, Bool) -> Double) -> [PlacedLabel] {
    let (apart, end) = (Self.apart, width - margin)
    let lastLong = last.map { measure($0, false) } ?? 0
    var from = margin
    var placed: [PlacedLabel] = []
    func put(_ text: String, _ isStrong: Bool, at x: Double, room: Double) {
      let room = max(room, 0)
      placed.append(PlacedLabel(text: text, isStrong: isStrong, x: x, room: room))
      from = x + min(measure(text, isStrong), room) + apart
    }
    let centred = between.indices.map { at in
      let label = between[at]
      let long = measure(label.text, true)
      // As much to each side of its place as there is, up to the next label or the edge.
      let most =
        at + 1 < between.count
        ? (label.x + between[at + 1].x) / 2 - apart / 2
        : end - (last == nil ? 0 : lastLong + apart)
      return (label.text, max(min(label.x - long / 2, most - long), margin), most)
    }
    let firstRoom = (centred.first?.1 ?? end) - apart - margin
    if firstRoom > measure(first, false) * Self.enough {
      put(first, false, at: margin, room: firstRoom)
    }
    for (text, x, most) in centred {
      let start = max(x, from)
      put(text, true, at: start, room: most - start)
    }
    if let last {
      let start = max(end - lastLong, from)
      put(last, false, at: start, room: end - start)
    }
    return placed.filter { !$0.text.isEmpty && $0.room > 0 }
  }
}
