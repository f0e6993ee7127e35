import ArnaScreens
import SwiftUI

/// Labels beside a picture: one at each side, others over a place.
struct LabelLine: View {
  let first: String
  /// Texts, and where they stand as a share of the width.
  let between: [(text: String, at: Double)]
  let last: String?
  @Environment(\.look) private var look

  var body: some View {
    // Drawing is not bound to the main actor.
    let look = look
    Canvas { context, size in
      func resolved(_ text: String, _ isStrong: Bool) -> GraphicsContext.ResolvedText {
        let font = look.station(isStrong: isStrong)
        let colour = look.colour(isStrong ? .ink : .inkSoft)
        return context.resolve(Text(verbatim: text).font(font).foregroundColor(colour))
      }
      let labels = Labels(
        width: size.width, margin: look.margin, first: first,
        between: between.map { ($0.text, $0.at * size.width) }, last: last)
      let placed = labels.placed { text, isStrong in
        resolved(text, isStrong).measure(in: Self.endless).width
      }
      for label in placed {
        let text = resolved(label.text, label.isStrong)
        let long = min(text.measure(in: Self.endless).width, label.room)
        let x = look.isMirrored ? size.width - label.x - long : label.x
        context.draw(text, in: CGRect(x: x, y: 0, width: long + 1, height: size.height))
      }
    }
    .frame(height: look.line(.station))
    .frame(maxWidth: .infinity)
    .accessibilityHidden(true)
  }

  private nonisolated static let endless = CGSize(width: 10_000, height: 100)
}
