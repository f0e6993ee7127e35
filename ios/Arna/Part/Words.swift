import ArnaScreens
import SwiftUI

/// A text in its size and face. It is never cut off: it takes as many lines as it needs.
struct Words: View {
  let letters: Letters
  let text: String
  let ink: Ink
  let points: Double?
  @Environment(\.look) private var look

  init(_ letters: Letters, _ text: String, _ ink: Ink = .ink, points: Double? = nil) {
    (self.letters, self.text, self.ink, self.points) = (letters, text, ink, points)
  }

  var body: some View {
    // Verbatim: no text of the core is looked up as a key.
    Text(verbatim: tied(text))
      .font(look.font(letters, points))
      .foregroundColor(look.colour(ink))
      .lineSpacing(max(look.line(letters) - look.size(letters) * Self.usual, 0))
      .multilineTextAlignment(.leading)
      .fixedSize(horizontal: false, vertical: true)
  }

  /// A line of the system's face is so many times as high as its letters.
  private static let usual: CGFloat = 1.2
}

extension View {
  /// Across the page, from where reading begins.
  func across() -> some View { frame(maxWidth: .infinity, alignment: .leading) }

  /// With the page's margins at both sides, and so much above.
  func set(_ look: Look, above: CGFloat = 0) -> some View {
    across().padding(.horizontal, look.margin).padding(.top, above)
  }

  /// Spoken whole, in one sentence: what is inside it is not spoken by itself.
  func spoken(_ sentence: String) -> some View {
    accessibilityElement(children: .ignore).accessibilityLabel(Text(verbatim: sentence))
  }

  /// A heading to who listens.
  func heading() -> some View { accessibilityAddTraits(.isHeader) }
}

/// The answer of a screen, a heading; smaller where the screen has another headline, or it would take three lines.
struct Answer: View {
  let text: String
  var spoken: String?
  var ink: Ink = .ink
  var isSmall = false
  @Environment(\.look) private var look

  var body: some View {
    Words(isLong ? .answerSmall : .answer, text, ink)
      .across()
      .spoken(spoken ?? text)
      .heading()
  }

  /// Letters of the serif are about half as wide as they are high.
  private var isLong: Bool {
    let room = min(look.width, Space.maxTextWidth) - 2 * look.margin
    return isSmall || look.isSideways || Double(text.count) * look.size(.answer) * 0.5 > room * 1.92
  }
}

/// A title above what follows.
struct Titled: View {
  let word: String
  var above: CGFloat = 18
  @Environment(\.look) private var look

  init(_ word: String, above: CGFloat = 18) {
    (self.word, self.above) = (word, above)
  }

  var body: some View {
    Words(.heading, word, .inkSoft).heading().set(look, above: above).padding(.bottom, 4)
  }
}

/// A line across.
struct Rule: View {
  var ink: Ink = .hairline
  var height: CGFloat = Lines.hairline
  @Environment(\.look) private var look

  var body: some View {
    look.colour(ink).frame(height: height).frame(maxWidth: .infinity).accessibilityHidden(true)
  }
}

/// A word in a frame: that the network is simulated.
struct TagWord: View {
  let word: String
  @Environment(\.look) private var look

  init(_ word: String) { self.word = word }

  var body: some View {
    Words(.station, word)
      .padding(.horizontal, 10)
      .padding(.vertical, 4)
      .overlay(
        Meander(corners: .chip, isMirrored: look.isMirrored, inset: 0.5)
          .stroke(look.colour(.control), lineWidth: Lines.hairline))
  }
}
