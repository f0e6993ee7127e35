import ArnaScreens
import SwiftUI

/// The sites of a run: which, how, since when.
struct ResultsPage: View {
  let results: Results
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    let more = hasMore ? MoreRows(after: count) { model.asks(.more) } : nil
    Page(tab: .sites, more: more) {
      TitleBar(title: results.heading) {
        if let export = results.export {
          GlyphButton(glyph: .share, spoken: export.spoken) { model.does(export.does) }
        }
      }
    } picture: {
    } content: {
      if !results.run.shown.isEmpty { run }
      if results.main == nil {
        Search(text: model.query, hint: results.queryHint)
        if !results.chips.isEmpty { Chips(chips: results.chips).padding(.top, 8) }
      }
      if let empty = results.empty { Answer(text: empty, isSmall: true).set(look, above: 24) }
      ForEach(results.sections.indices, id: \.self) { section(results.sections[$0]) }
      if let folded = results.folded { fold(folded) }
      if let hidden = results.hidden { Rows(rows: [hidden]).padding(.top, 12) }
    } dock: {
      if let main = results.main { ActionButton(main) }
    }
  }

  private var hasMore: Bool {
    results.sections.contains { $0.hasMore } || results.folded?.hasMore == true
  }

  private var count: Int {
    results.sections.reduce(results.folded?.rows.count ?? 0) { $0 + $1.rows.count }
  }

  private var run: some View {
    Unfolding { unfold, _ in
      HStack(spacing: 8) {
        Chooser(spoken: results.run.spoken, tap: results.run.choices.count > 1 ? unfold : nil) {
          GlyphView(.sim, .inkSoft, 20)
          Words(.body, results.run.shown, .inkSoft, points: 15)
        }
        Spacer(minLength: 0)
        if let tag = results.tag { TagWord(tag) }
      }
      .set(look)
    } content: {
      ChoiceRows(choices: results.run.choices) { model.asks(.run($0)) }
    }
  }

  /// Sites of one verdict, under its word and how many they are.
  @ViewBuilder private func section(_ section: VerdictGroup) -> some View {
    let ink = Ink.family(section.verdict.code.family)
    HStack(spacing: 8) {
      Words(.heading, section.verdict.word, ink).across()
      Words(.heading, section.count, ink)
    }
    .set(look, above: 14)
    .spoken("\(section.verdict.word): \(section.count)")
    .heading()
    Rows(rows: section.rows)
  }

  @ViewBuilder private func fold(_ folded: Folded) -> some View {
    let isOpen = !folded.rows.isEmpty
    Rule().padding(.top, 10)
    RowView(row: folded.row, end: isOpen ? .up : .down) { model.asks(.fold) }
    if isOpen { Rows(rows: folded.rows) }
  }
}
