import ArnaScreens
import SwiftUI

/// A switch: where its knob is says whether it is on. Partly on, the knob is in the middle.
struct SwitchView: View {
  let state: Switched
  @Environment(\.look) private var look

  var body: some View {
    let corners = Meander(corners: .toggle, isMirrored: look.isMirrored, inset: 1)
    let knob = RoundedRectangle(cornerRadius: 4)
      .fill(look.colour(state == .off ? .control : .onWater))
      .frame(width: 16, height: state == .partly ? 6 : 16)
    ZStack {
      if state == .off {
        corners.stroke(look.colour(.control), lineWidth: 2)
      } else {
        Meander(corners: .toggle, isMirrored: look.isMirrored).fill(look.colour(.water))
      }
      knob.frame(maxWidth: .infinity, alignment: alignment).padding(.horizontal, 6)
    }
    .frame(width: 52, height: 28)
    .accessibilityHidden(true)
  }

  private var alignment: Alignment {
    switch state {
    case .off: .leading
    case .partly: .center
    case .on: .trailing
    }
  }
}

/// A row that is switched; where `open` is, its text leads there, and the switch alone switches.
struct SwitchRow: View {
  let title: String
  let detail: String?
  let state: Switched
  let spoken: String
  var isDivided = false
  let flip: Tap?
  var open: Tap?
  @Environment(\.look) private var look

  var body: some View {
    VStack(spacing: 0) {
      if isDivided { Rule().padding(.leading, look.margin) }
      if let flip, let open {
        HStack(spacing: 0) {
          Button(action: open) { told.padding(.leading, look.margin) }
            .buttonStyle(Touched())
            .accessibilityLabel(Text(verbatim: spoken))
          Button(action: flip) {
            SwitchView(state: state)
              .padding(.leading, 8)
              .padding(.trailing, look.margin)
              .frame(minHeight: Space.rowMin)
          }
          .buttonStyle(Touched())
          .accessibilityLabel(Text(verbatim: title))
          .accessibilityAddTraits(state == .on ? .isSelected : [])
        }
      } else if let tap = flip ?? open {
        Button(action: tap) { whole }
          .buttonStyle(Touched())
          .accessibilityLabel(Text(verbatim: spoken))
          .accessibilityAddTraits(flip != nil && state == .on ? .isSelected : [])
      } else {
        whole.spoken(spoken)
      }
    }
  }

  private var told: some View {
    VStack(alignment: .leading, spacing: 0) {
      Words(.row, title)
      if let detail { Words(.detail, detail, .inkSoft) }
    }
    .padding(.vertical, 8)
    .frame(minHeight: Space.rowMin)
    .across()
  }

  private var whole: some View {
    HStack(spacing: Space.rowGap) {
      told
      if flip != nil { SwitchView(state: state) }
    }
    .padding(.horizontal, look.margin)
  }
}
