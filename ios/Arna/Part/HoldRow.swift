import ArnaScreens
import SwiftUI

/// The row that erases everything: it has to be held, and a line fills it meanwhile. Who cannot hold it, and who listens, is
/// asked instead.
struct HoldRow: View {
  let wipe: WipeRow
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look
  @State private var isHeld = false

  var body: some View {
    HStack(spacing: Space.rowGap) {
      GlyphView(.wipe, .danger, 26).frame(width: 28)
      VStack(alignment: .leading, spacing: 0) {
        Words(.row, wipe.hold.label, .danger)
        let detail = isHeld ? wipe.holding : wipe.hold.detail ?? ""
        Words(.detail, detail, .inkSoft)
      }
      .across()
    }
    .padding(.horizontal, look.margin)
    .padding(.vertical, 8)
    .frame(minHeight: Space.rowMin)
    .overlay(line, alignment: .bottomLeading)
    .contentShape(Rectangle())
    .onLongPressGesture(minimumDuration: seconds, maximumDistance: 60) {
      model.does(wipe.hold.does)
    } onPressingChanged: { isPressed in
      // Three seconds are three seconds, also where nothing else is to move: the line tells how far it is.
      withAnimation(.linear(duration: isPressed ? seconds : 0)) { isHeld = isPressed }
    }
    .spoken(wipe.hold.spoken)
    .accessibilityAddTraits(.isButton)
    .accessibilityAction { model.asks(.confirm(wipe.confirm)) }
  }

  private var seconds: Double { Double(wipe.holdMs) / 1000 }

  private var line: some View {
    GeometryReader { room in
      look.colour(.danger)
        .frame(width: isHeld ? room.size.width : 0, height: 4)
        .frame(maxHeight: .infinity, alignment: .bottom)
    }
  }
}
