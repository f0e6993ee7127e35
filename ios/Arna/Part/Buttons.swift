import ArnaScreens
import SwiftUI

/// How a button looks.
enum Manner {
  /// The one action of a screen.
  case main
  /// Stops something, or is one of two.
  case outlined
  /// One of two, smaller.
  case small
}

/// A button across the page, with what it costs in its second line.
struct ActionButton: View {
  let action: Action
  var manner = Manner.main
  /// What a tap does; nothing: what the action says.
  var tap: Tap?
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  init(_ action: Action, _ manner: Manner = .main, tap: Tap? = nil) {
    (self.action, self.manner, self.tap) = (action, manner, tap)
  }

  var body: some View {
    Button(action: press) { content }
      .buttonStyle(ground)
      .disabled(!action.isEnabled)
      .accessibilityLabel(Text(verbatim: action.spoken))
  }

  private func press() {
    if let tap { tap() } else { model.does(action.does) }
  }

  private var ink: Ink {
    guard action.isEnabled else { return .inkSoft }
    return manner == .main ? .onWater : .ink
  }

  private var content: some View {
    HStack(spacing: 12) {
      VStack(alignment: .leading, spacing: 0) {
        Words(.button, action.label, ink, points: manner == .small ? 16 : nil)
        // What a button says at its largest fits no second line; it is spoken all the same.
        if let detail = action.detail, !look.isLarge { Words(.buttonDetail, detail, ink) }
      }
      .across()
      if let glyph = action.does.glyph { GlyphView(glyph, ink, 28) }
    }
    .padding(.horizontal, manner == .small ? 16 : 20)
    .padding(.vertical, manner == .small ? 6 : 8)
    .frame(minHeight: manner == .small || look.isSideways ? Space.buttonSmall : Space.button)
  }

  private var ground: Touched {
    let corners: Corners = manner == .small ? .buttonSmall : .button
    guard action.isEnabled else {
      return Touched(corners: corners, fill: .sunken, pressed: .sunken)
    }
    return manner == .main
      ? Touched(corners: corners, fill: .water, pressed: .water)
      : Touched(corners: corners, stroke: .control)
  }
}

/// A second, quieter way: a word alone.
struct LinkButton: View {
  let action: Action
  var tap: Tap?
  @EnvironmentObject private var model: Model

  init(_ action: Action, tap: Tap? = nil) {
    (self.action, self.tap) = (action, tap)
  }

  var body: some View {
    Button {
      if let tap { tap() } else { model.does(action.does) }
    } label: {
      Words(.row, action.label, action.isEnabled ? .water : .inkSoft)
        .frame(maxWidth: .infinity, minHeight: Space.targetMin)
    }
    .buttonStyle(Touched(corners: .buttonSmall))
    .disabled(!action.isEnabled)
    .accessibilityLabel(Text(verbatim: action.spoken))
  }
}

/// An icon that is tapped, on its 48 points; `spoken` says what it does.
struct GlyphButton: View {
  let glyph: Glyph
  let spoken: String
  var ink: Ink = .ink
  let tap: Tap

  var body: some View {
    Button(action: tap) {
      GlyphView(glyph, ink, 24).frame(width: Space.targetMin, height: Space.targetMin)
    }
    .buttonStyle(Touched(corners: .chip))
    .accessibilityLabel(Text(verbatim: spoken))
  }
}

/// Two buttons of equal rank: beside each other where both labels fit on one line, else stacked.
struct ButtonPair: View {
  let actions: [Action]
  @Environment(\.look) private var look

  var body: some View {
    if isStacked {
      VStack(spacing: 10) { buttons }
    } else {
      HStack(spacing: 10) { buttons }
    }
  }

  private var buttons: some View {
    ForEach(actions.indices, id: \.self) { ActionButton(actions[$0], .small) }
  }

  /// By how wide letters are on average: one too many stacks them, which is no harm.
  var isStacked: Bool {
    guard actions.count > 1 else { return false }
    let page = (look.isSideways ? 364 : min(look.width, Space.maxTextWidth)) - 2 * look.margin
    let room = (page - 10) / CGFloat(actions.count) - 2 * 16 - 40
    let letter = look.size(.button, 16) * 0.58
    return actions.contains { action in
      CGFloat(action.label.count) * letter > room || (action.detail != nil && !look.isLarge)
    }
  }
}
