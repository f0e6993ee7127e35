import ArnaScreens
import SwiftUI

/// An icon. It says nothing to who listens: a word stands beside it.
struct GlyphView: View {
  let glyph: Glyph
  let ink: Ink
  let side: CGFloat
  @Environment(\.look) private var look

  init(_ glyph: Glyph, _ ink: Ink, _ side: CGFloat) {
    (self.glyph, self.ink, self.side) = (glyph, ink, side)
  }

  var body: some View {
    Canvas { context, size in
      var context = context
      if glyph.isMirrored && look.isMirrored { context.mirror(size.width) }
      let scale = size.width / Glyph.view
      context.scaleBy(x: scale, y: scale)
      let colour = GraphicsContext.Shading.color(look.colour(ink))
      for shape in glyph.read {
        let path = Path(shape.outline)
        if let stroke = shape.stroke {
          let style = StrokeStyle(lineWidth: stroke, lineCap: .round, lineJoin: .round)
          context.stroke(path, with: colour, style: style)
        } else {
          context.fill(path, with: colour)
        }
      }
    }
    .frame(width: side, height: side)
    .accessibilityHidden(true)
  }
}
