import ArnaScreens
import SwiftUI

/// What was so over time: of the network hour by hour, and of sites by their changes.
struct HistoryPage: View {
  let history: History
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    let more = history.hasMore ? MoreRows(after: count) { model.asks(.more) } : nil
    Page(tab: .history, more: more) {
      Unfolding { unfold, _ in
        TitleBar(title: history.heading) {
          if let tag = history.tag { TagWord(tag).padding(.trailing, 8) }
          Chooser(
            spoken: history.network.spoken, tap: history.network.choices.isEmpty ? nil : unfold
          ) {
            Words(.body, history.network.operator, points: 15)
          }
        }
      } content: {
        Rows(rows: history.network.choices)
      }
    } picture: {
    } content: {
      Halves(halves: history.halves)
      if !history.answer.isEmpty {
        Answer(text: history.answer, isSmall: true).set(look, above: 12)
      }
      if !history.days.isEmpty {
        RiverView(days: history.days) { model.asks(.day($0)) }.set(look, above: 8)
        legend
      }
      if let day = history.day { DayPart(day: day) }
      if !history.sites.isEmpty { Rows(rows: history.sites).padding(.top, 8) }
    } dock: {
    }
  }

  private var count: Int { history.sites.count + history.days.count }

  /// What the marks of the calendar mean, as many on a line as it has room for.
  private var legend: some View {
    let least = min(max(120 * look.scale, 120), look.width - 2 * look.margin)
    let columns = [GridItem(.adaptive(minimum: least), spacing: 16, alignment: .leading)]
    return LazyVGrid(columns: columns, alignment: .leading, spacing: 4) {
      ForEach(history.legend.indices, id: \.self) { at in
        HStack(spacing: 6) {
          LegendMark(state: history.legend[at].state)
          Words(.detail, history.legend[at].word, .inkSoft)
        }
        .accessibilityElement(children: .combine)
      }
    }
    .set(look, above: 6)
    .padding(.bottom, 10)
  }
}

/// The chosen day, one state after the other; the arrows are for who cannot touch the calendar.
private struct DayPart: View {
  let day: DayDetail
  @Environment(\.look) private var look

  var body: some View {
    Rule()
    HStack(spacing: 0) {
      Words(.row, day.heading).across().heading()
      arrow(.back, day.earlier)
      arrow(.next, day.later)
    }
    .padding(.leading, look.margin)
    .padding(.trailing, 12)
    .padding(.top, 4)
    ForEach(day.stretches.indices, id: \.self) { stretch(day.stretches[$0]) }
  }

  private func arrow(_ glyph: Glyph, _ action: Action) -> some View {
    ArrowButton(glyph: glyph, action: action)
  }

  private func stretch(_ stretch: Stretch) -> some View {
    let ink = stretch.state.map { Ink.family($0.family) } ?? .inkSoft
    let span = Words(.body, stretch.span, .inkSoft, points: 15)
      .frame(minWidth: 92, alignment: .leading)
    let told = VStack(alignment: .leading, spacing: 0) {
      Words(.row, stretch.word, ink)
      if let detail = stretch.detail { Words(.detail, detail, .inkSoft) }
    }
    return Group {
      if look.isLarge {
        VStack(alignment: .leading, spacing: 0) {
          span
          told
        }
      } else {
        HStack(alignment: .top, spacing: 12) {
          span
          told.across()
        }
      }
    }
    .set(look)
    .padding(.vertical, 6)
    .spoken(stretch.spoken)
  }
}

private struct ArrowButton: View {
  let glyph: Glyph
  let action: Action
  @EnvironmentObject private var model: Model

  var body: some View {
    GlyphButton(glyph: glyph, spoken: action.spoken, ink: action.isEnabled ? .ink : .hairline) {
      model.does(action.does)
    }
    .disabled(!action.isEnabled)
  }
}
