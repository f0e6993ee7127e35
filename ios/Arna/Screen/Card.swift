import ArnaScreens
import SwiftUI
import UIKit

/// The card before it leaves: what it looks like, what it tells, and what that can mean.
struct CardPage: View {
  let card: Card
  let question: Confirm
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar()
    } picture: {
    } content: {
      Image(uiImage: CardPicture(card, look.palette, isMirrored: look.isMirrored).image)
        .resizable()
        .aspectRatio(CardPicture.size, contentMode: .fit)
        .overlay(Rectangle().stroke(look.colour(.control), lineWidth: Lines.hairline))
        .spoken(card.spoken)
        .accessibilityAddTraits(.isImage)
        .set(look, above: 8)
      Question(question: question)
    } dock: {
      Answers(question: question)
    }
  }
}
