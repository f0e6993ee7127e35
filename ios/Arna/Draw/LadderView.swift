import ArnaScreens
import SwiftUI

/// How many of the steps of certainty are taken: a bar of as many pieces. The steps stand below it in words.
struct LadderView: View {
  let taken: [Bool]
  let family: Family
  @Environment(\.look) private var look

  var body: some View {
    HStack(spacing: 4) {
      ForEach(taken.indices, id: \.self) { at in
        Piece(isFirst: at == 0, isLast: at == taken.count - 1, isMirrored: look.isMirrored)
          .fill(look.colour(taken[at] ? .family(family) : .hairline))
      }
    }
    .frame(height: 8)
    .accessibilityHidden(true)
  }

  /// The meander, over all pieces.
  private struct Piece: Shape {
    let isFirst: Bool
    let isLast: Bool
    let isMirrored: Bool

    func path(in box: CGRect) -> Path {
      let start: (CGFloat, CGFloat) = isFirst ? (5, 2) : (0, 0)
      let end: (CGFloat, CGFloat) = isLast ? (2, 5) : (0, 0)
      let (left, right) = isMirrored ? (end, start) : (start, end)
      return Path(
        box, topLeft: left.0, topRight: right.0, bottomRight: right.1, bottomLeft: left.1)
    }

    @available(iOS 17, *)
    var layoutDirectionBehavior: LayoutDirectionBehavior { .fixed }
  }
}
