import ArnaScreens
import SwiftUI

/// What covers the app while nobody is to see it: the mark where it is not in front, else the way to unlock it.
struct Covering: View {
  let isInFront: Bool
  @EnvironmentObject private var model: Model

  var body: some View {
    if isInFront {
      Instead(glyph: .mark, trouble: model.lockedTrouble, tab: nil)
    } else {
      Shield()
    }
  }
}

/// The mark, and nothing else.
private struct Shield: View {
  @Environment(\.look) private var look

  var body: some View {
    ZStack {
      look.colour(.ground).ignoresSafeArea()
      GlyphView(.mark, .water, 48)
    }
    .accessibilityHidden(true)
  }
}
