import ArnaScreens
import SwiftUI

/// Why there was no automatic test: the answer, every condition with a tick or a cross, and what helps.
struct AutoWhyPage: View {
  let why: AutoWhy
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: why.heading, isSmall: true)
    } picture: {
    } content: {
      Answer(text: why.answer, spoken: why.answerSpoken, isSmall: true).set(look, above: 4)
      if let last = why.last {
        // It is spoken with the answer.
        Words(.detail, last, .inkSoft).set(look, above: 6).accessibilityHidden(true)
      }
      ForEach(why.odd, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 6) }
      Rows(rows: why.conditions, isPlain: true)
      if let steps = why.steps { stepsPart(steps) }
      if !why.tries.isEmpty {
        Rule().padding(.top, 8)
        Titled(why.triesTitle, above: 12)
        Rows(rows: why.tries, isPlain: true)
      }
    } dock: {
      if let help = why.help { ActionButton(help) }
    }
  }

  /// What to do on this phone: words alone, and a button that opens the nearest of its own pages.
  @ViewBuilder private func stepsPart(_ steps: StartSteps) -> some View {
    Titled(steps.heading)
    if let phones = steps.phones { Words(.detail, phones, .inkSoft).set(look, above: 2) }
    Rows(rows: steps.steps, isPlain: true)
    Words(.detail, steps.foot, .inkSoft).set(look, above: 8)
    ActionButton(steps.open, .small).set(look, above: 12)
  }
}
