import ArnaScreens
import SwiftUI

/// What drawing needs to know of the phone: its theme, its screen, how large its text is.
struct Look: Equatable {
  var palette = Palette.light
  /// How many times as large text is as usual.
  var scale: Double = 1
  var width: Double = 390
  var height: Double = 760
  /// Whether the language runs from right to left.
  var isMirrored = false
  /// Whether nothing is to move.
  var isStill = false

  /// Whether the picture stands beside the text, and the tabs at the side.
  var isSideways: Bool { width >= 560 && width > height }

  /// Whether stacked buttons end the page instead of staying above it.
  var isShort: Bool { height < 700 }

  /// Whether text is so large that pictures give way to it, and what stands beside it goes below.
  var isLarge: Bool { scale >= 1.6 }

  var margin: CGFloat { width < Space.narrowBelow ? Space.marginNarrow : Space.margin }

  /// Size of a text.
  func size(_ letters: Letters, _ points: Double? = nil) -> CGFloat {
    (points ?? letters.size) * min(scale, letters.most)
  }

  /// Height of its lines.
  func line(_ letters: Letters) -> CGFloat { letters.line * size(letters) / letters.size }

  /// Its font: answers in the system's serif, all else in its sans.
  func font(_ letters: Letters, _ points: Double? = nil) -> Font {
    let weight: Font.Weight = letters.weight >= 500 ? .medium : .regular
    let design: Font.Design = letters.isSerif ? .serif : .default
    let font = Font.system(size: size(letters, points), weight: weight, design: design)
    return letters.isTabular ? font.monospacedDigit() : font
  }

  /// The font of a label beside a picture: a strong one is as large as the others.
  func station(isStrong: Bool) -> Font {
    Font.system(size: size(.station), weight: isStrong ? .medium : .regular)
  }

  func colour(_ ink: Ink) -> Color { Color(palette.of(ink)) }
}

extension Color {
  /// A colour of the design, as 0xRRGGBB.
  init(_ hex: UInt32) {
    func part(_ shift: UInt32) -> Double { Double(hex >> shift & 0xff) / 255 }
    self.init(.sRGB, red: part(16), green: part(8), blue: part(0), opacity: 1)
  }
}

private struct LookKey: EnvironmentKey {
  static let defaultValue = Look()
}

extension EnvironmentValues {
  var look: Look {
    get { self[LookKey.self] }
    set { self[LookKey.self] = newValue }
  }
}
