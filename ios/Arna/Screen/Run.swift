import ArnaScreens
import SwiftUI

/// A run that goes on: that it works, when it ends, and how to stop it. It accuses nobody.
struct RunPage: View {
  let run: Running
  @Environment(\.look) private var look

  var body: some View {
    Page {
      HStack(spacing: 8) {
        GlyphView(.sim, .ink, 22)
        Words(.row, run.network).across()
        if let tag = run.tag { TagWord(tag) }
      }
      .frame(minHeight: Space.topBar)
      .padding(.horizontal, look.margin)
    } picture: {
      ChannelView(picture: run.picture, height: height, flows: true)
    } content: {
      Answer(text: run.answer).set(look, above: look.isSideways ? 4 : 20)
      Words(.body, run.left, .inkSoft).set(look, above: 6)
      if let why = run.why { Words(.body, why, .inkSoft).set(look, above: 6) }
      Rows(rows: run.rows).padding(.top, 12)
      Rows(rows: run.suspects)
      if let until = run.until {
        HStack(alignment: .top, spacing: 10) {
          GlyphView(.clock, .ink, 20)
          Words(.detail, until, points: 15).across()
        }
        .set(look, above: 14)
        .accessibilityElement(children: .combine)
      }
    } dock: {
      ActionButton(run.stop, .outlined)
    }
  }

  private var height: CGFloat {
    if look.isLarge || look.isShort { return Picture.heightFromScale16 }
    if look.isSideways { return min(Picture.heightRun, max(look.height - 100, Picture.heightMin)) }
    let isSure = !run.suspects.isEmpty || run.why != nil
    let most = isSure ? Picture.heightHome : Picture.heightRun
    return min(most, max(look.height * 0.36, Picture.heightLeastRun))
  }
}
