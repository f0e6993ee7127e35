import ArnaScreens
import SwiftUI

/// The first run: five steps, so that nobody tests without knowing who sees it.
struct FirstRunPage: View {
  let first: FirstRun

  var body: some View {
    if first.step == 1 { LanguageStep(first: first) } else { LaterStep(first: first) }
  }
}

/// The first step: the app's own picture, its name, and a button for each language.
private struct LanguageStep: View {
  let first: FirstRun
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
    } picture: {
      ChannelView(picture: Self.sign, height: height, hasLabels: false)
        .padding(.top, look.isSideways ? 0 : look.isShort ? 16 : 56)
        .accessibilityHidden(true)
    } content: {
      Words(.answer, first.answer, points: 40)
        .heading()
        .set(look, above: look.isSideways ? 8 : 24)
      ForEach(first.sentences.indices, id: \.self) { at in
        Words(.body, first.sentences[at].title, .inkSoft).set(look)
      }
    } dock: {
      VStack(spacing: 12) {
        ForEach(first.choices, id: \.id) { choice in
          ChoiceCard(choice: choice, isRadio: false) { model.asks(.choice(choice.id)) }
        }
      }
    }
  }

  private var height: CGFloat {
    look.isLarge || look.isShort ? Picture.heightFromScale16 : Picture.heightSign
  }

  /// The app's sign: one strand of two dozen is stopped. It tells of no network.
  private static let sign = Strands(
    kinds: [
      StrandCount(kind: .open, count: 8), StrandCount(kind: .blocked, count: 1),
      StrandCount(kind: .open, count: 14),
    ],
    you: "", gate: "", beyond: "", border: nil, spoken: "")
}

private struct LaterStep: View {
  let first: FirstRun
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
      pieces
    } picture: {
      if let picture = first.picture {
        ChannelView(
          picture: picture,
          height: look.isLarge || look.isShort ? Picture.heightFromScale16 : Picture.heightBorder)
      }
    } content: {
      if let network = first.network { NetworkBar(network: network, tag: nil) }
      Answer(text: first.answer).set(look, above: first.picture == nil ? 12 : 20)
      if let lead = first.lead { leading(lead) }
      ForEach(first.sentences.indices, id: \.self) { sentence(first.sentences[$0], $0) }
      ForEach(first.choices, id: \.id) { choice in
        ChoiceCard(choice: choice, isRadio: true) { model.asks(.choice(choice.id)) }
          .set(look, above: 10)
      }
      if let reply = first.reply { note(reply, .ink) }
      if let hint = first.hint { note(hint, .inkSoft) }
      rows.padding(.top, 12)
    } dock: {
      VStack(spacing: 4) {
        if let next = first.next { ActionButton(next) }
        if let leave = first.leave { LinkButton(leave) }
      }
    }
  }

  /// How far it is: a piece for every step but the choice of the language.
  private var pieces: some View {
    HStack(spacing: 6) {
      ForEach(2..<Int(first.steps) + 1, id: \.self) { piece in
        look.colour(piece <= Int(first.step) ? .water : .hairline)
          .frame(height: 4)
          .cornerRadius(2)
      }
    }
    .frame(minHeight: Space.topBar)
    .padding(.horizontal, look.margin)
    .accessibilityHidden(true)
  }

  private func leading(_ lead: String) -> some View {
    let isRead = first.picture == nil
    return Words(isRead ? .reading : .body, lead, isRead ? .ink : .inkSoft)
      .set(look, above: isRead ? 14 : 6)
      .padding(.bottom, 4)
  }

  /// A sentence to be read, with its icon.
  private func sentence(_ row: Row, _ at: Int) -> some View {
    HStack(alignment: .top, spacing: 16) {
      if let mark = row.mark.shown { GlyphView(mark.glyph, .water, 30) }
      Words(.reading, row.title).across()
    }
    .set(look, above: at == 0 ? 26 : 22)
    .spoken(row.spoken)
  }

  private func note(_ sentence: String, _ ink: Ink) -> some View {
    HStack(alignment: .top, spacing: 10) {
      GlyphView(.info, ink, 20)
      Words(.detail, sentence, ink, points: 15).across()
    }
    .set(look, above: 18)
    .spoken(sentence)
  }

  /// Rows that lead to more; whom a test contacts unfolds in its place.
  private var rows: some View {
    ForEach(first.rows.indices, id: \.self) { at in
      let row = first.rows[at]
      if row.goes == .contacts, let contacts = first.contacts {
        Unfolding { unfold, isUnfolded in
          RowView(row: row, isDivided: at > 0, end: isUnfolded ? .up : .down, tap: unfold)
        } content: {
          ForEach([contacts.detail] + contacts.rows + contacts.foot, id: \.self) {
            Words(.detail, $0, .inkSoft).across().padding(.leading, 62)
              .padding(.trailing, look.margin).padding(.top, 2).padding(.bottom, 4)
          }
        }
      } else {
        RowView(row: row, isDivided: at > 0, tap: model.going(row.goes))
      }
    }
  }
}
