import ArnaScreens
import SwiftUI

/// The picture of the way, with its labels above. It is one picture to who listens.
struct ChannelView: View {
  let picture: Strands
  let height: CGFloat
  var hasLabels = true
  /// Whether the water comes from the spring once.
  var flows = false
  @Environment(\.look) private var look
  @State private var flow: CGFloat = 1

  var body: some View {
    VStack(spacing: 0) {
      if hasLabels { labels }
      ZStack {
        Drawing(isWay: true, height: height) { channel($0).draw().water }
          .mask(water)
        Drawing(isWay: true, height: height) { channel($0).draw().spring }
      }
    }
    .accessibilityElement(children: .ignore)
    .accessibilityLabel(Text(verbatim: picture.spoken))
    .accessibilityAddTraits(.isImage)
    .accessibilityHidden(picture.spoken.isEmpty)
    .onAppear(perform: come)
  }

  private var hasBorder: Bool { picture.border != nil }

  private func channel(_ size: CGSize) -> Channel {
    Channel(
      width: size.width, height: size.height, kinds: picture.kinds, hasBorder: hasBorder)
  }

  private var labels: some View {
    let gate = (text: picture.gate, at: hasBorder ? 0.5 : Picture.gateX)
    let border = picture.border.map { (text: $0, at: 0.8) }
    return LabelLine(
      first: picture.you, between: [gate] + (border.map { [$0] } ?? []),
      last: hasBorder ? nil : picture.beyond)
  }

  private var water: some View {
    GeometryReader { room in
      let wide = Picture.springX + flow * (room.size.width - Picture.springX)
      Rectangle()
        .frame(width: wide)
        .frame(maxWidth: .infinity, alignment: .leading)
    }
  }

  private func come() {
    guard flows, !look.isStill else { return }
    flow = 0
    let curve = Motion.curve
    let moves = Animation.timingCurve(
      curve[0], curve[1], curve[2], curve[3], duration: Motion.flowMs / 1000)
    withAnimation(moves) { flow = 1 }
  }
}
