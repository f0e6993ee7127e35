// swift-format-ignore-file
// Made by scripts/design of design/*.json: change those.

/// The colours of a theme, as 0xRRGGBB.
public struct Palette: Equatable, Sendable {
  public let bg: UInt32
  public let surface: UInt32
  public let sunken: UInt32
  public let ink: UInt32
  public let inkSoft: UInt32
  public let hairline: UInt32
  public let control: UInt32
  public let water: UInt32
  public let waterSoft: UInt32
  public let onWater: UInt32
  public let bed: UInt32
  public let danger: UInt32
  public let onDanger: UInt32
  public let focus: UInt32
  public let gate: UInt32
  private let strong: [UInt32]
  private let soft: [UInt32]

  /// A family's colour, for text, icons and lines.
  public func of(_ family: Family) -> UInt32 { strong[family.rawValue] }

  /// A family's colour, for grounds.
  public func softOf(_ family: Family) -> UInt32 { soft[family.rawValue] }

  /// The light theme.
  public static let light = Palette(
    bg: 0xf5f2ea,
    surface: 0xfffdf8,
    sunken: 0xeae5d9,
    ink: 0x13262b,
    inkSoft: 0x475a5e,
    hairline: 0xd8d1c2,
    control: 0x7c7767,
    water: 0x075e78,
    waterSoft: 0xd3e6e8,
    onWater: 0xffffff,
    bed: 0xb9b19d,
    danger: 0x9e2410,
    onDanger: 0xffffff,
    focus: 0x13262b,
    gate: 0x13262b,
    strong: [0x075e78, 0x8f1d0c, 0xa35200, 0x7440b0, 0x64665f, 0x13262b],
    soft: [0xd6e7ea, 0xf5ddd6, 0xf8e6cf, 0xe9def4, 0xe6e3da, 0xdaddda])

  /// The dark theme.
  public static let dark = Palette(
    bg: 0x0d1719,
    surface: 0x152225,
    sunken: 0x091113,
    ink: 0xe8eeeb,
    inkSoft: 0xa9b8b7,
    hairline: 0x2a3b3e,
    control: 0x728687,
    water: 0x62c4da,
    waterSoft: 0x173940,
    onWater: 0x06262e,
    bed: 0x4a5b5d,
    danger: 0xff8f77,
    onDanger: 0x2a0a04,
    focus: 0xe8eeeb,
    gate: 0xe8eeeb,
    strong: [0x62c4da, 0xff7a5c, 0xffc670, 0xb48cf2, 0xa3aaa3, 0xf2f6f4],
    soft: [0x14323b, 0x3d1c16, 0x38290f, 0x2d2344, 0x222b2b, 0x2a383b])
}

/// What a colour says: only ever what the network does.
public enum Family: Int, CaseIterable, Sendable {
  /// The network lets it through.
  case water
  /// Blocked, as good as certain.
  case clay
  /// Probably blocked, or slowed down.
  case amber
  /// Does not arrive; who stops it is unknown.
  case violet
  /// Nothing is said.
  case stone
  /// No Internet, or a fact.
  case ink
}

/// The kinds of text.
public enum Letters: CaseIterable, Sendable {
  case answer, answerSmall, title, row, body, reading, detail, heading, count, button, buttonDetail, tab, station

  /// Whether it is set in the serif.
  public var isSerif: Bool {
    switch self {
    case .answer: true
    case .answerSmall: true
    case .title: true
    case .row: false
    case .body: false
    case .reading: false
    case .detail: false
    case .heading: false
    case .count: false
    case .button: false
    case .buttonDetail: false
    case .tab: false
    case .station: false
    }
  }

  /// Its size in points, before Dynamic Type.
  public var size: Double {
    switch self {
    case .answer: 28
    case .answerSmall: 24
    case .title: 24
    case .row: 16
    case .body: 16
    case .reading: 18
    case .detail: 14
    case .heading: 14
    case .count: 20
    case .button: 18
    case .buttonDetail: 14
    case .tab: 12
    case .station: 13
    }
  }

  /// The height of its lines at that size.
  public var line: Double {
    switch self {
    case .answer: 36
    case .answerSmall: 31
    case .title: 31
    case .row: 22
    case .body: 24
    case .reading: 27
    case .detail: 20
    case .heading: 20
    case .count: 24
    case .button: 22
    case .buttonDetail: 19
    case .tab: 16
    case .station: 20
    }
  }

  /// Its weight, as fonts count it.
  public var weight: Int {
    switch self {
    case .answer: 400
    case .answerSmall: 400
    case .title: 400
    case .row: 500
    case .body: 400
    case .reading: 400
    case .detail: 400
    case .heading: 500
    case .count: 500
    case .button: 500
    case .buttonDetail: 400
    case .tab: 400
    case .station: 400
    }
  }

  /// How many times as large it gets at most.
  public var most: Double {
    switch self {
    case .answer: 1.4
    case .answerSmall: 1.4
    case .title: 1.4
    case .row: .infinity
    case .body: .infinity
    case .reading: .infinity
    case .detail: .infinity
    case .heading: .infinity
    case .count: 1.4
    case .button: 1.5
    case .buttonDetail: 1.5
    case .tab: 1.2
    case .station: 1.4
    }
  }

  /// Whether its figures stand below each other.
  public var isTabular: Bool {
    switch self {
    case .answer: false
    case .answerSmall: false
    case .title: false
    case .row: false
    case .body: false
    case .reading: false
    case .detail: false
    case .heading: false
    case .count: true
    case .button: false
    case .buttonDetail: false
    case .tab: false
    case .station: false
    }
  }
}

/// Space, in points.
public enum Space {
  public static let unit: Double = 4
  public static let margin: Double = 20
  public static let marginNarrow: Double = 16
  public static let narrowBelow: Double = 340
  public static let rowMin: Double = 56
  public static let targetMin: Double = 48
  public static let rowGap: Double = 14
  public static let section: Double = 18
  public static let maxTextWidth: Double = 560
  public static let tabs: Double = 64
  public static let topBar: Double = 56
  public static let button: Double = 64
  public static let buttonSmall: Double = 52
}

/// Motion, in milliseconds.
public enum Motion {
  public static let flowMs: Double = 420
  public static let settleMs: Double = 180
  public static let staggerMs: Double = 12
  public static let foldMs: Double = 160
  /// Control points of the curve.
  public static let curve: [Double] = [0.2, 0, 0.1, 1]
}

/// Corners of a meander in points: top start, top end, bottom end, bottom start.
public enum Corners: CaseIterable, Sendable {
  case button, buttonSmall, card, field, chip, toggle

  /// Their radii.
  public var radii: [Double] {
    switch self {
    case .button: [24, 6, 24, 6]
    case .buttonSmall: [20, 5, 20, 5]
    case .card: [22, 6, 22, 6]
    case .field: [18, 5, 18, 5]
    case .chip: [14, 4, 14, 4]
    case .toggle: [12, 4, 12, 4]
    }
  }
}

/// Lines, in points.
public enum Lines {
  public static let hairline: Double = 1
  public static let control: Double = 1.5
  public static let selected: Double = 2.5
}

/// The picture of the way, in points.
public enum Picture {
  public static let springX: Double = 26
  public static let springR: Double = 6.5
  public static let gateX: Double = 0.56
  public static let gateWidth: Double = 1.5
  public static let straightBeforeGate: Double = 16
  public static let pad: Double = 7
  public static let ribbonBelowGap: Double = 1.75
  public static let gapBlocked: Double = 12
  public static let gapLikelyBlocked: Double = 12
  public static let gapThrottled: Double = 12
  public static let gapWaiting: Double = 12
  public static let gapUnreachable: Double = 8
  public static let gapUntold: Double = 8
  public static let gapSiteTrouble: Double = 8
  public static let gapInside: Double = 12
  public static let strokeBlocked: Double = 3
  public static let strokeLikelyBlocked: Double = 3
  public static let strokeThrottled: Double = 3
  public static let strokeWaiting: Double = 2.5
  public static let strokeUnreachable: Double = 2.5
  public static let strokeUntold: Double = 2
  public static let strokeSiteTrouble: Double = 2
  public static let strokeInside: Double = 3
  public static let capW: Double = 7
  public static let capH: Double = 10
  public static let capR: Double = 1.5
  public static let heightMin: Double = 72
  public static let heightHome: Double = 164
  public static let heightEmpty: Double = 190
  public static let heightRun: Double = 292
  public static let heightFromScale16: Double = 84
  public static let heightBorder: Double = 150
  public static let heightSign: Double = 180
  public static let heightLeastRun: Double = 120
}
