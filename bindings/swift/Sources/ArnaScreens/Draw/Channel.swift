import ArnaKit

/// The picture of the way as lines in points: a pure function of the record and the room that there is.
///
/// Every site is one strand of water from the spring through the gate. Kinds keep the order of the record, from the top down.
public struct Channel: Equatable, Sendable {
  /// A strand: it leaves the spring, levels out at ``y``, and goes on as its ``kind`` does.
  public struct Thread: Equatable, Sendable {
    public let kind: StrandKind
    public let y: Double
    public let stroke: Double
    public let gap: Double
  }

  /// Strands that are too close to be drawn by themselves: one body of water.
  public struct Ribbon: Equatable, Sendable {
    public let kind: StrandKind
    public let top: Double
    public let bottom: Double
    public let count: Int
  }

  public let width: Double
  public let height: Double
  public let hasBorder: Bool
  public private(set) var strands: [Thread] = []
  public private(set) var ribbons: [Ribbon] = []

  public var springX: Double { Picture.springX }
  public var springY: Double { height / 2 }
  public var gateX: Double { width * (hasBorder ? 0.5 : Picture.gateX) }
  public var borderX: Double { width * 0.8 }

  /// Where strands have spread and run level.
  public var levelX: Double { gateX - Picture.straightBeforeGate }

  public init(width: Double, height: Double, kinds: [StrandCount], hasBorder: Bool) {
    self.width = width
    self.height = height
    self.hasBorder = hasBorder
    let present = kinds.filter { $0.count > 0 }
    let usable = height - 2 * Picture.pad
    let named = present.filter { $0.kind.isNamed }
    let wanted = named.reduce(0) { $0 + gap(of: $1.kind) * Double($1.count) }
    let free = present.filter { !$0.kind.isNamed }.reduce(0) { $0 + Double($1.count) }
    let most = free == 0 ? usable : usable / 2
    let loosest = free == 0 ? Self.loosest : 1
    let factor = wanted <= 0 ? 1 : min(loosest, most / wanted)
    let taken = wanted * factor
    let freeGap = free == 0 ? 0 : (usable - taken) / free
    var top = free == 0 ? (height - taken) / 2 : Picture.pad
    for one in present {
      let count = Int(one.count)
      let gap = one.kind.isNamed ? gap(of: one.kind) * factor : freeGap
      let bottom = top + gap * Double(count)
      if gap < Picture.ribbonBelowGap {
        ribbons.append(Ribbon(kind: one.kind, top: top, bottom: bottom, count: count))
      } else {
        let stroke = one.kind.stroke(gap: gap)
        strands += (0..<count).map {
          Thread(kind: one.kind, y: top + gap * (Double($0) + 0.5), stroke: stroke, gap: gap)
        }
      }
      top = bottom
    }
  }

  private func gap(of kind: StrandKind) -> Double {
    if hasBorder { return Picture.gapInside }
    return switch kind {
    case .blocked: Picture.gapBlocked
    case .likelyBlocked: Picture.gapLikelyBlocked
    case .throttled: Picture.gapThrottled
    case .waiting: Picture.gapWaiting
    case .unreachable: Picture.gapUnreachable
    case .untold: Picture.gapUntold
    case .siteTrouble: Picture.gapSiteTrouble
    case .inside: Picture.gapInside
    case .open, .bed: 0
    }
  }

  /// Height of the bar that stands on the gate where strands are so far apart: two bars never touch.
  public func bar(gap: Double) -> Double { min(Picture.capH, gap - 1) }

  /// How much further apart strands stand where there are no openers to leave room for.
  private static let loosest = 1.25
}

extension StrandKind {
  /// Whether each strand of a kind is to be seen by itself, and not only how many there are.
  fileprivate var isNamed: Bool { self != .open && self != .bed }

  fileprivate func stroke(gap: Double) -> Double {
    let wanted =
      switch self {
      case .blocked: Picture.strokeBlocked
      case .likelyBlocked: Picture.strokeLikelyBlocked
      case .throttled: Picture.strokeThrottled
      case .waiting: Picture.strokeWaiting
      case .unreachable: Picture.strokeUnreachable
      case .untold: Picture.strokeUntold
      case .siteTrouble: Picture.strokeSiteTrouble
      case .inside: Picture.strokeInside
      case .open: min(max(0.56 * gap, 0.8), 2)
      case .bed: min(max(0.45 * gap, 0.7), 1.2)
      }
    return isNamed ? min(wanted, gap * 0.7) : wanted
  }
}
