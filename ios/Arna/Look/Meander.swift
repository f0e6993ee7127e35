import ArnaScreens
import SwiftUI

/// A meander: two opposite corners large, the others small. Its large ones are top start and bottom end.
struct Meander: Shape {
  let corners: Corners
  let isMirrored: Bool
  var inset: CGFloat = 0

  func path(in whole: CGRect) -> Path {
    let box = whole.insetBy(dx: inset, dy: inset)
    let radii = corners.radii.map { min(CGFloat($0), box.height / 2) }
    let (start, end, endBelow, startBelow) = (radii[0], radii[1], radii[2], radii[3])
    return isMirrored
      ? Path(box, topLeft: end, topRight: start, bottomRight: startBelow, bottomLeft: endBelow)
      : Path(box, topLeft: start, topRight: end, bottomRight: endBelow, bottomLeft: startBelow)
  }

  /// What is mirrored is worked out here, so nothing turns it once more.
  @available(iOS 17, *)
  var layoutDirectionBehavior: LayoutDirectionBehavior { .fixed }
}

extension Path {
  /// A box with a radius for each corner.
  init(
    _ box: CGRect, topLeft: CGFloat, topRight: CGFloat, bottomRight: CGFloat, bottomLeft: CGFloat
  ) {
    self.init()
    move(to: CGPoint(x: box.minX + topLeft, y: box.minY))
    addLine(to: CGPoint(x: box.maxX - topRight, y: box.minY))
    corner(box.maxX, box.minY, to: CGPoint(x: box.maxX, y: box.minY + topRight))
    addLine(to: CGPoint(x: box.maxX, y: box.maxY - bottomRight))
    corner(box.maxX, box.maxY, to: CGPoint(x: box.maxX - bottomRight, y: box.maxY))
    addLine(to: CGPoint(x: box.minX + bottomLeft, y: box.maxY))
    corner(box.minX, box.maxY, to: CGPoint(x: box.minX, y: box.maxY - bottomLeft))
    addLine(to: CGPoint(x: box.minX, y: box.minY + topLeft))
    corner(box.minX, box.minY, to: CGPoint(x: box.minX + topLeft, y: box.minY))
    closeSubpath()
  }

  private mutating func corner(_ x: CGFloat, _ y: CGFloat, to end: CGPoint) {
    addQuadCurve(to: end, control: CGPoint(x: x, y: y))
  }
}

/// What lies under something that is tapped: a tint while it is pressed.
struct Touched: ButtonStyle {
  var corners: Corners?
  var fill: Ink?
  var pressed: Ink = .waterSoft
  var stroke: Ink?
  var width: CGFloat = Lines.control
  @Environment(\.look) private var look

  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .background(ground(isPressed: configuration.isPressed))
      .contentShape(Rectangle())
  }

  @ViewBuilder private func ground(isPressed: Bool) -> some View {
    if let corners {
      let shape = Meander(corners: corners, isMirrored: look.isMirrored)
      ZStack {
        if isPressed {
          shape.fill(look.colour(pressed))
        } else if let fill {
          shape.fill(look.colour(fill))
        }
        if let stroke {
          let line = Meander(corners: corners, isMirrored: look.isMirrored, inset: width / 2)
          line.stroke(look.colour(stroke), lineWidth: width)
        }
      }
    } else if isPressed {
      look.colour(pressed)
    }
  }
}
