import ArnaScreens
import SwiftUI

/// Home: what gets through here, how sure that is, since when.
struct HomePage: View {
  let home: Home
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page(tab: .home) {
      NetworkBar(network: home.network, tag: home.tag)
    } picture: {
      Button {
        model.goes(.sites(only: nil))
      } label: {
        ChannelView(picture: home.picture, height: height)
      }
      .buttonStyle(Touched())
      .accessibilityLabel(Text(verbatim: home.picture.spoken))
    } content: {
      Answer(text: home.answer, spoken: home.answerSpoken)
        .set(look, above: look.isSideways ? 4 : 16)
      // All of it is spoken with the answer.
      VStack(spacing: 0) {
        if let when = home.when { Words(.detail, when, .inkSoft).across() }
        if let cost = home.cost { Words(.detail, cost, .inkSoft).across() }
      }
      .set(look, above: 6)
      .padding(.bottom, 12)
      .accessibilityHidden(true)
      Rows(rows: home.rows)
      if !home.notices.isEmpty { Rows(rows: home.notices).padding(.top, 8) }
      if let putOff = home.putOff { LinkButton(putOff).set(look) }
    } dock: {
      ActionButton(home.main)
    }
  }

  private var height: CGFloat {
    if look.isSideways { return min(Picture.heightRun, max(look.height - 100, Picture.heightMin)) }
    if look.isLarge || look.isShort { return Picture.heightFromScale16 }
    if home.picture.border != nil { return Picture.heightBorder }
    let isEmpty = home.picture.kinds.allSatisfy { $0.kind == .bed }
    return isEmpty ? Picture.heightEmpty : Picture.heightHome
  }
}
