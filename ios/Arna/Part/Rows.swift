import ArnaScreens
import SwiftUI

/// What a tap does.
typealias Tap = @MainActor () -> Void

/// Rows below each other, divided by lines that begin where their texts do.
struct Rows: View {
  let rows: [Row]
  var isPlain = false
  @EnvironmentObject private var model: Model

  var body: some View {
    ForEach(rows.indices, id: \.self) { at in
      let row = rows[at]
      RowView(
        row: row, isDivided: at > 0, isPlain: isPlain,
        tap: model.going(row.goes))
    }
  }
}

/// A row: one sentence to who listens, one target to who taps. A plain one has its title in the weight of text.
struct RowView: View {
  let row: Row
  var isDivided = false
  var isPlain = false
  var end: Glyph? = .next
  var isChosen = false
  let tap: Tap?
  @Environment(\.look) private var look

  var body: some View {
    if let tap {
      Button(action: tap) { content }
        .buttonStyle(Touched())
        .accessibilityLabel(Text(verbatim: row.spoken))
        .accessibilityAddTraits(isChosen ? .isSelected : [])
    } else {
      content.spoken(row.spoken)
    }
  }

  private var content: some View {
    HStack(spacing: Space.rowGap) {
      if let mark = row.mark.shown {
        GlyphView(mark.glyph, mark.family.map(Ink.family) ?? .inkSoft, mark.side)
          .frame(width: 28)
      }
      VStack(alignment: .leading, spacing: 0) {
        Words(isPlain ? .body : .row, row.title)
        if let detail = row.detail { Words(.detail, detail, .inkSoft) }
      }
      .across()
      if let count = row.count { Words(.count, count) }
      if tap != nil, let end { GlyphView(end, .control, 20) }
    }
    .padding(.vertical, 8)
    .frame(minHeight: Space.rowMin)
    .padding(.horizontal, look.margin)
    .overlay(divider, alignment: .top)
  }

  @ViewBuilder private var divider: some View {
    if isDivided {
      Rule().padding(.leading, look.margin + (row.mark.shown == nil ? 0 : 28 + Space.rowGap))
    }
  }
}

/// What is folded below a row until it is asked for.
struct Unfolding<Head: View, Content: View>: View {
  /// Gets what folds and unfolds, and whether it is unfolded.
  let head: (@escaping Tap, Bool) -> Head
  let content: Content
  @State private var isUnfolded = false
  @Environment(\.look) private var look

  init(
    head: @escaping (@escaping Tap, Bool) -> Head, @ViewBuilder content: () -> Content
  ) {
    self.head = head
    self.content = content()
  }

  var body: some View {
    VStack(spacing: 0) {
      head(fold, isUnfolded)
      if isUnfolded { content }
    }
  }

  private func fold() {
    let moves = look.isStill ? nil : Animation.easeOut(duration: Motion.foldMs / 1000)
    withAnimation(moves) { isUnfolded.toggle() }
  }
}
