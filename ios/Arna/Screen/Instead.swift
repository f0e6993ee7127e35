import ArnaScreens
import SwiftUI

/// What stands in the place of a screen that cannot be shown: a sentence, and one button that helps. Where the key to what is
/// kept cannot be had now it is the mark, and nothing of what is kept. What cannot be opened can be wiped all the same.
struct Instead: View {
  let glyph: Glyph
  let trouble: Trouble
  let tab: MainTab?
  var wipe: Confirm?
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page(tab: tab) {
      if tab == nil, glyph != .mark, model.shell.canGoBack { BackBar() }
    } picture: {
    } content: {
      Sign(glyph: glyph)
      if !trouble.sentence.isEmpty {
        Answer(text: trouble.sentence, isSmall: true).set(look, above: 20)
      }
    } dock: {
      VStack(spacing: 4) {
        if let action = trouble.action { ActionButton(action) }
        if let wipe { LinkButton(asking(wipe)) { model.asks(.confirm(wipe)) } }
      }
    }
  }

  /// The way to the question, by its own words.
  private func asking(_ question: Confirm) -> Action {
    Action(
      label: question.heading, detail: nil, does: question.yes.does, isEnabled: true,
      spoken: question.heading)
  }
}

/// What stands there while something takes a while.
struct Working: View {
  let sentence: String
  let tab: MainTab?
  @Environment(\.look) private var look

  var body: some View {
    Page(tab: tab) {
    } picture: {
    } content: {
      Sign(glyph: .mark)
      Words(.body, sentence, .inkSoft).set(look, above: 20)
    } dock: {
    }
  }
}

private struct Sign: View {
  let glyph: Glyph
  @Environment(\.look) private var look

  var body: some View {
    GlyphView(glyph, glyph == .mark ? .water : .inkSoft, 48).set(look, above: 72)
  }
}
