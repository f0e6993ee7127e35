import ArnaScreens
import SwiftUI
import UIKit

/// The card as a picture: as large as links are shown with, the same on every phone, without any data about itself. It tells
/// the day and never the hour.
@MainActor struct CardPicture {
  static let size = CGSize(width: 1200, height: 630)
  private static let side: CGFloat = 64

  private let card: Card
  private let palette: Palette
  private let isMirrored: Bool

  init(_ card: Card, _ palette: Palette, isMirrored: Bool) {
    (self.card, self.palette, self.isMirrored) = (card, palette, isMirrored)
  }

  var image: UIImage {
    let format = UIGraphicsImageRendererFormat()
    format.scale = 1
    format.opaque = true
    let renderer = UIGraphicsImageRenderer(size: Self.size, format: format)
    return renderer.image { draw($0.cgContext) }
  }

  private var family: Family { card.verdict.code.family }
  private var room: CGFloat { Self.size.width - 2 * Self.side }

  private func draw(_ context: CGContext) {
    colour(.ground).setFill()
    context.fill(CGRect(origin: .zero, size: Self.size))
    head(context)
    answer()
    way(context)
    let tag = card.tag.map { tagged($0, context) } ?? 0
    text(.body, 26, .ink).block(card.line, at: 504, room: room - tag, lines: 2, in: self)
    text(.body, 26, .inkSoft).line(card.sure, baseline: 596, room: room - tag, in: self)
  }

  /// The mark, network and day, and the host.
  private func head(_ context: CGContext) {
    let mark: CGFloat = 40
    context.saveGState()
    context.translateBy(x: isMirrored ? Self.size.width - Self.side - mark : Self.side, y: 56)
    context.scaleBy(x: mark / Glyph.view, y: mark / Glyph.view)
    for shape in Glyph.mark.read {
      let line = shape.stroke.map { Drawn.Line(width: $0) }
      draw(Drawn(shape.outline, .water, line: line), context)
    }
    context.restoreGState()
    let when = "\(card.network) · \(card.day)"
    text(.body, 26, .inkSoft).last(when, baseline: 85, room: room - mark - 40, in: self)
    text(.row, 40, .ink).line(card.host, baseline: 182, room: room, in: self)
  }

  /// The answer, and the doubt in the same size: nobody reads the one without the other.
  private func answer() {
    let parts = [card.verdict.word] + (card.doubt.map { [$0] } ?? [])
    let most: CGFloat = parts.count > 1 ? 50 : 72
    let size = parts.map { text(.answer, most, .family(family)).fitting($0, room) }.min() ?? most
    for (at, part) in parts.enumerated() {
      let baseline = parts.count == 1 ? 276 : 242 + CGFloat(at) * 58
      text(.answer, size, .family(family)).line(part, baseline: baseline, room: room, in: self)
    }
  }

  private func way(_ context: CGContext) {
    context.saveGState()
    context.translateBy(x: 0, y: 322)
    if isMirrored {
      context.translateBy(x: Self.size.width, y: 0)
      context.scaleBy(x: -1, y: 1)
    }
    let drawn = strand(
      card.strand.ends, family, from: Self.side + 16, until: Self.size.width - Self.side - 18,
      height: 120, scale: 2.5)
    for one in drawn { draw(one, context) }
    context.restoreGState()
    text(.body, 24, .inkSoft).line(card.strand.you, baseline: 474, room: 380, in: self)
    text(.row, 24, .ink).centred(card.strand.gate, baseline: 474, room: 260, in: self)
    text(.body, 24, .inkSoft).last(card.strand.site, baseline: 474, room: 380, in: self)
  }

  /// What is always on it, in a frame at the lower corner; gives the room that it takes.
  private func tagged(_ word: String, _ context: CGContext) -> CGFloat {
    let letters = text(.body, 22, .ink)
    let width = letters.width(word) + 36
    let x = isMirrored ? Self.side : Self.size.width - Self.side - width
    let frame = Meander(corners: .field, isMirrored: isMirrored)
    context.addPath(frame.path(in: CGRect(x: x, y: 530, width: width, height: 52)).cgPath)
    context.setStrokeColor(colour(.control).cgColor)
    context.setLineWidth(1.5)
    context.strokePath()
    letters.draw(word, x: x + 18, baseline: 564)
    return width + 40
  }

  private func draw(_ drawn: Drawn, _ context: CGContext) {
    let colour = colour(drawn.ink).withAlphaComponent(drawn.opacity).cgColor
    context.addPath(Path(drawn.outline).cgPath)
    guard let line = drawn.line else {
      context.setFillColor(colour)
      return context.fillPath()
    }
    context.setStrokeColor(colour)
    context.setLineWidth(line.width)
    context.setLineCap(line.isRound ? .round : .butt)
    context.setLineDash(phase: 0, lengths: line.dash.map { CGFloat($0) })
    context.strokePath()
  }

  private func colour(_ ink: Ink) -> UIColor { UIColor(Color(palette.of(ink))) }

  private func text(_ letters: Letters, _ size: CGFloat, _ ink: Ink) -> CardText {
    CardText(letters: letters, size: size, colour: colour(ink))
  }

  /// Where something begins that is so wide, counted from where reading begins.
  fileprivate func x(_ start: CGFloat, _ width: CGFloat) -> CGFloat {
    isMirrored ? Self.size.width - start - width : start
  }

  fileprivate var start: CGFloat { Self.side }
  fileprivate var end: CGFloat { Self.size.width - Self.side }
}

/// Texts of a card, in one kind, size and colour.
private struct CardText {
  let letters: Letters
  let size: CGFloat
  let colour: UIColor

  private func font(_ size: CGFloat) -> UIFont {
    let plain = UIFont.systemFont(ofSize: size, weight: letters.weight >= 500 ? .medium : .regular)
    guard letters.isSerif, let serif = plain.fontDescriptor.withDesign(.serif) else { return plain }
    return UIFont(descriptor: serif, size: size)
  }

  private func attributes(_ size: CGFloat) -> [NSAttributedString.Key: Any] {
    [.font: font(size), .foregroundColor: colour]
  }

  func width(_ text: String) -> CGFloat { width(text, size) }

  private func width(_ text: String, _ size: CGFloat) -> CGFloat {
    NSAttributedString(string: text, attributes: attributes(size)).size().width
  }

  /// The size at which a text takes no more than `room`.
  func fitting(_ text: String, _ room: CGFloat) -> CGFloat {
    min(size, size * room / max(width(text), 1))
  }

  @MainActor func line(_ text: String, baseline: CGFloat, room: CGFloat, in card: CardPicture) {
    let (shown, size) = shortened(text, room)
    draw(shown, size, x: card.x(card.start, width(shown, size)), baseline: baseline)
  }

  @MainActor func last(_ text: String, baseline: CGFloat, room: CGFloat, in card: CardPicture) {
    let (shown, size) = shortened(text, room)
    let width = width(shown, size)
    draw(shown, size, x: card.x(card.end - width, width), baseline: baseline)
  }

  @MainActor func centred(_ text: String, baseline: CGFloat, room: CGFloat, in card: CardPicture) {
    let (shown, size) = shortened(text, room)
    draw(shown, size, x: (CardPicture.size.width - width(shown, size)) / 2, baseline: baseline)
  }

  /// At most so many lines, cut at a word.
  @MainActor func block(
    _ text: String, at top: CGFloat, room: CGFloat, lines: Int, in card: CardPicture
  ) {
    let height = font(size).lineHeight * CGFloat(lines)
    let box = CGRect(x: card.x(card.start, room), y: top, width: room, height: height)
    NSAttributedString(string: text, attributes: attributes(size))
      .draw(with: box, options: [.usesLineFragmentOrigin, .truncatesLastVisibleLine], context: nil)
  }

  func draw(_ text: String, x: CGFloat, baseline: CGFloat) {
    draw(text, size, x: x, baseline: baseline)
  }

  private func draw(_ text: String, _ size: CGFloat, x: CGFloat, baseline: CGFloat) {
    let top = baseline - font(size).ascender
    NSAttributedString(string: text, attributes: attributes(size)).draw(at: CGPoint(x: x, y: top))
  }

  /// Smaller where it has to be, and cut in its middle where that is not enough: both ends of a name say which it is.
  private func shortened(_ text: String, _ room: CGFloat) -> (String, CGFloat) {
    let least = max(fitting(text, room), size * 0.6)
    var (shown, left) = (text, text.count)
    while width(shown, least) > room, left > 2 {
      left -= 1
      shown = "\(text.prefix((left + 1) / 2))…\(text.suffix(left / 2))"
    }
    return (shown, least)
  }
}
