import ArnaScreens
import SwiftUI

extension Path {
  /// A path of what was worked out.
  init(_ outline: Outline) {
    self.init()
    for step in outline.steps {
      switch step {
      case .move(let spot): move(to: spot.point)
      case .line(let spot): addLine(to: spot.point)
      case .curve(let one, let two, let end):
        addCurve(to: end.point, control1: one.point, control2: two.point)
      case .close: closeSubpath()
      case .box(let box, let round):
        let size = CGSize(width: max(box.right - box.left, 0), height: max(box.bottom - box.top, 0))
        // A corner is never rounder than half of its side.
        let most = min(round, size.width / 2, size.height / 2)
        let rect = CGRect(origin: CGPoint(x: box.left, y: box.top), size: size)
        addRoundedRect(in: rect, cornerSize: CGSize(width: most, height: most))
      case .disc(let spot, let radius):
        let corner = CGPoint(x: spot.x - radius, y: spot.y - radius)
        let size = CGSize(width: max(2 * radius, 0), height: max(2 * radius, 0))
        addEllipse(in: CGRect(origin: corner, size: size))
      }
    }
  }
}

extension Spot {
  fileprivate var point: CGPoint { CGPoint(x: x, y: y) }
}

extension GraphicsContext {
  /// Turns what follows around, as languages are read from right to left.
  mutating func mirror(_ width: CGFloat) {
    translateBy(x: width, y: 0)
    scaleBy(x: -1, y: 1)
  }

  /// Draws what was worked out, the last on top.
  func draw(_ drawn: [Drawn], _ palette: Palette) {
    for one in drawn {
      let path = Path(one.outline)
      let colour = Shading.color(Color(palette.of(one.ink)).opacity(one.opacity))
      if let line = one.line {
        let style = StrokeStyle(
          lineWidth: line.width, lineCap: line.isRound ? .round : .butt, lineJoin: .round,
          dash: line.dash.map { CGFloat($0) })
        stroke(path, with: colour, style: style)
      } else {
        fill(path, with: colour)
      }
    }
  }
}

/// A picture whose parts are worked out once its width is known.
struct Drawing: View {
  /// Whether it turns with the direction of reading: pictures of the way do, pictures of time never.
  let isWay: Bool
  let height: CGFloat
  let draw: (CGSize) -> [Drawn]
  @Environment(\.look) private var look

  var body: some View {
    Canvas { context, size in
      var context = context
      if isWay && look.isMirrored { context.mirror(size.width) }
      context.draw(draw(size), look.palette)
    }
    .frame(height: height)
    .frame(maxWidth: .infinity)
    .accessibilityHidden(true)
  }
}
