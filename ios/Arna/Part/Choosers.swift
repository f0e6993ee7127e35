import ArnaScreens
import SwiftUI

/// The network that is shown; the others unfold below it. The tag is always to be seen beside it.
struct NetworkBar: View {
  let network: ShownNetwork
  let tag: String?
  @Environment(\.look) private var look

  var body: some View {
    Unfolding { fold, _ in
      HStack(spacing: 8) {
        Chooser(spoken: network.spoken, tap: network.choices.isEmpty ? nil : fold) {
          GlyphView(.sim, .ink, 22)
          Words(.row, network.operator)
          if let technology = network.technology { Words(.body, technology, .inkSoft) }
        }
        Spacer(minLength: 0)
        if let tag { TagWord(tag) }
      }
      .frame(minHeight: Space.topBar)
      .padding(.horizontal, look.margin)
    } content: {
      Rows(rows: network.choices)
    }
  }
}

/// What is chosen, with an arrow that unfolds what else can be.
struct Chooser<Label: View>: View {
  let spoken: String
  let tap: Tap?
  @ViewBuilder let label: Label

  var body: some View {
    if let tap {
      Button(action: tap) {
        line { GlyphView(.down, .ink, 18) }
      }
      .buttonStyle(Touched())
      .accessibilityLabel(Text(verbatim: spoken))
    } else {
      line {}.spoken(spoken)
    }
  }

  private func line<End: View>(@ViewBuilder end: () -> End) -> some View {
    HStack(spacing: 8) {
      label
      end()
    }
    .frame(minHeight: Space.targetMin)
  }
}

/// Choices as rows, the chosen one with a tick.
struct ChoiceRows: View {
  let choices: [Choice]
  let choose: (String) -> Void

  var body: some View {
    ForEach(choices.indices, id: \.self) { at in
      let choice = choices[at]
      RowView(
        row: Row(
          mark: choice.mark, title: choice.title, detail: choice.detail, count: nil, goes: nil,
          spoken: choice.spoken),
        isDivided: at > 0, isPlain: true, end: choice.isChosen ? .check : nil,
        isChosen: choice.isChosen
      ) { choose(choice.id) }
    }
  }
}

/// A card that is one of several answers. A radio shows which one is chosen, too.
struct ChoiceCard: View {
  let choice: Choice
  let isRadio: Bool
  let tap: Tap
  @Environment(\.look) private var look

  var body: some View {
    Button(action: tap) { content }
      .buttonStyle(ground)
      .accessibilityLabel(Text(verbatim: choice.spoken))
      .accessibilityAddTraits(choice.isChosen ? .isSelected : [])
  }

  private var ink: Ink { choice.isChosen ? .water : .inkSoft }

  private var content: some View {
    HStack(alignment: isRadio ? .top : .center, spacing: Space.rowGap) {
      if isRadio {
        if let mark = choice.mark.shown {
          GlyphView(mark.glyph, ink, 28)
        } else {
          radio
        }
      }
      VStack(alignment: .leading, spacing: 2) {
        Words(.row, choice.title, points: isRadio ? 17 : 19)
        if let detail = choice.detail {
          Words(.detail, detail, choice.isChosen ? .ink : .inkSoft)
        }
      }
      .across()
      if !isRadio {
        GlyphView(.next, .inkSoft, 22)
      } else if choice.mark.shown != nil {
        radio
      }
    }
    .padding(.horizontal, 16)
    .padding(.vertical, 14)
    .frame(minHeight: isRadio ? Space.rowMin : Space.button)
  }

  private var radio: some View { GlyphView(choice.isChosen ? .radioOn : .radioOff, ink, 24) }

  private var ground: Touched {
    choice.isChosen
      ? Touched(
        corners: .buttonSmall, fill: .waterSoft, stroke: .water, width: Lines.selected)
      : Touched(corners: .buttonSmall, fill: .surface, stroke: .control, width: Lines.hairline)
  }
}

/// Filters, which scroll to the side.
struct Chips: View {
  let chips: [Chip]
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    ScrollView(.horizontal, showsIndicators: false) {
      HStack(spacing: 8) {
        ForEach(chips, id: \.id) { chip in
          Button {
            model.asks(.filter(chip.id))
          } label: {
            label(chip)
          }
          .buttonStyle(Touched())
          .accessibilityLabel(Text(verbatim: chip.spoken))
          .accessibilityAddTraits(chip.isChosen ? .isSelected : [])
        }
      }
      .padding(.horizontal, look.margin)
    }
  }

  /// The frame is 36 high, what is touched 48.
  private func label(_ chip: Chip) -> some View {
    let letters: Letters = chip.isChosen ? .heading : .detail
    return Words(letters, "\(chip.label) \(chip.count)", chip.isChosen ? .ground : .ink)
      .padding(.horizontal, 12)
      .padding(.vertical, 4)
      .frame(minHeight: 36)
      .background(ground(chip.isChosen))
      .frame(minHeight: Space.targetMin)
  }

  @ViewBuilder private func ground(_ isChosen: Bool) -> some View {
    if isChosen {
      Meander(corners: .chip, isMirrored: look.isMirrored).fill(look.colour(.ink))
    } else {
      Meander(corners: .chip, isMirrored: look.isMirrored, inset: 0.5)
        .stroke(look.colour(.control), lineWidth: Lines.hairline)
    }
  }
}

/// The two halves of a page, one of them chosen.
struct Halves: View {
  let halves: [Choice]
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    HStack(spacing: 0) {
      ForEach(halves, id: \.id) { half in
        Button {
          model.asks(.half(half.id))
        } label: {
          Words(.row, half.title, half.isChosen ? .ground : .ink)
            .multilineTextAlignment(.center)
            .padding(.horizontal, 8)
            .frame(maxWidth: .infinity, minHeight: Space.targetMin)
            .background(look.colour(half.isChosen ? .ink : .ground))
        }
        .buttonStyle(Touched())
        .accessibilityLabel(Text(verbatim: half.spoken))
        .accessibilityAddTraits(half.isChosen ? .isSelected : [])
      }
    }
    .clipShape(Meander(corners: .field, isMirrored: look.isMirrored))
    .overlay(
      Meander(corners: .field, isMirrored: look.isMirrored, inset: 0.5)
        .stroke(look.colour(.control), lineWidth: Lines.hairline)
    )
    .set(look, above: 4)
  }
}
