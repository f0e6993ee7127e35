import ArnaScreens
import SwiftUI

/// The tabs: below each other at the side of a lying screen, else beside each other below the page.
struct Tabs: View {
  let chosen: MainTab
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    if look.isSideways {
      VStack(spacing: 0) { tabs }
    } else {
      HStack(spacing: 0) { tabs }.frame(height: max(Space.tabs, look.line(.tab) + 44))
    }
  }

  private var tabs: some View {
    ForEach(MainTab.allCases, id: \.self) { tab in
      let isChosen = tab == chosen
      let ink: Ink = isChosen ? .water : .inkSoft
      Button {
        model.tab(tab)
      } label: {
        VStack(spacing: 3) {
          GlyphView(tab.glyph, ink, 24)
          Text(verbatim: tab.word(model.words))
            .font(look.font(.tab))
            .fontWeight(isChosen ? .medium : .regular)
            .foregroundColor(look.colour(ink))
            .lineLimit(2)
            .minimumScaleFactor(0.8)
            .multilineTextAlignment(.center)
        }
        .padding(.horizontal, 2)
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .overlay(mark(isChosen), alignment: look.isSideways ? .trailing : .top)
      }
      .buttonStyle(Touched())
      .accessibilityLabel(Text(verbatim: tab.word(model.words)))
      .accessibilityAddTraits(isChosen ? .isSelected : [])
    }
  }

  /// The mark of the chosen one, on its edge to the page.
  @ViewBuilder private func mark(_ isChosen: Bool) -> some View {
    if isChosen {
      let bar = look.colour(.water).cornerRadius(1.5)
      if look.isSideways {
        bar.frame(width: 3).padding(.vertical, 16)
      } else {
        bar.frame(height: 3).padding(.horizontal, 20)
      }
    }
  }
}
