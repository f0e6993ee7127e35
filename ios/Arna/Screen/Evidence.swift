import ArnaScreens
import SwiftUI

/// What a site's answer stands on, folded until somebody wants it: what was done and seen, the double checks, ids.
struct EvidencePart: View {
  let site: Site
  let fold: EvidenceFold
  let isUnfolded: Bool
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Rule().padding(.top, 10)
    RowView(row: bar, end: isUnfolded ? .up : .down) { model.asks(.fold) }
    if isUnfolded {
      ForEach(fold.rows.indices, id: \.self) { at in
        Rule().padding(.horizontal, look.margin)
        SeenRow(row: fold.rows[at])
      }
      ForEach(site.checks.indices, id: \.self) { at in
        Titled(site.checks[at].heading, above: 14)
        ForEach(site.checks[at].sentences, id: \.self) { Words(.detail, $0).set(look, above: 4) }
      }
      ForEach(fold.foot, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 8) }
      if let save = site.save { ActionButton(save, .small).set(look, above: 14) }
    }
  }

  private var bar: Row {
    Row(
      mark: .icon(icon: .evidence), title: fold.title, detail: fold.detail, count: nil, goes: nil,
      spoken: "\(fold.title). \(fold.detail)")
  }
}

/// One thing that was done: when, what, and what came of it.
private struct SeenRow: View {
  let row: EvidenceRow
  @Environment(\.look) private var look

  var body: some View {
    Group {
      if look.isLarge {
        VStack(alignment: .leading, spacing: 0) { content }
      } else {
        HStack(alignment: .top, spacing: 8) { content }
      }
    }
    .set(look)
    .padding(.vertical, 9)
    .spoken(row.spoken)
  }

  @ViewBuilder private var content: some View {
    Words(.detail, row.at, .inkSoft).frame(minWidth: 52, alignment: .leading)
    VStack(alignment: .leading, spacing: 0) {
      Words(.detail, row.what)
      // The outcome in the colour of the accusation that stands on it, and the word that says so.
      if let counts = row.counts {
        Words(.detail, row.outcome, row.accent.map { .family($0.family) } ?? .inkSoft)
        Words(.detail, counts)
      } else {
        Words(.detail, row.outcome, .inkSoft)
      }
    }
    .across()
  }
}
