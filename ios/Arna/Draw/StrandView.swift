import ArnaScreens
import SwiftUI

/// One strand with its three stations below: where it ends says who stops it.
struct StrandView: View {
  let strand: Strand
  let family: Family
  @Environment(\.look) private var look

  var body: some View {
    VStack(spacing: 0) {
      Drawing(isWay: true, height: strandHeight) { size in
        let inset = Double(look.margin) + 16
        return ArnaScreens.strand(
          strand.ends, family, from: inset, until: Double(size.width) - inset)
      }
      LabelLine(first: strand.you, between: [(strand.gate, 0.5)], last: strand.site)
    }
    .accessibilityElement(children: .ignore)
    .accessibilityLabel(Text(verbatim: strand.spoken))
    .accessibilityAddTraits(.isImage)
  }
}
