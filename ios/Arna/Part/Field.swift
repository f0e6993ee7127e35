import ArnaScreens
import SwiftUI

/// A field; `typed` is told of every change. What is typed here says what somebody looks for: nothing corrects or completes it.
struct Field: View {
  /// What the shell holds: where it differs from what was typed, somebody emptied it elsewhere.
  let text: String
  let hint: String
  var isAddress = true
  let typed: (String) -> Void
  @State private var own = ""
  @Environment(\.look) private var look

  var body: some View {
    TextField(text: $own, prompt: Text(verbatim: hint).foregroundColor(look.colour(.inkSoft))) {
      Text(verbatim: hint)
    }
    .font(look.font(.body))
    .foregroundColor(look.colour(.ink))
    .disableAutocorrection(true)
    .textInputAutocapitalization(isAddress ? .never : .sentences)
    .keyboardType(isAddress ? .URL : .default)
    .submitLabel(.done)
    .padding(.horizontal, 10)
    .frame(minHeight: Space.targetMin)
    .onAppear { own = text }
    .onChange(of: own) { if $0 != text { typed($0) } }
    .onChange(of: text) { if $0 != own { own = $0 } }
  }
}

/// The frame of a field.
struct Framed: ViewModifier {
  @Environment(\.look) private var look

  func body(content: Content) -> some View {
    let shape = Meander(corners: .field, isMirrored: look.isMirrored)
    let line = Meander(corners: .field, isMirrored: look.isMirrored, inset: 0.5)
    content
      .background(shape.fill(look.colour(.surface)))
      .overlay(line.stroke(look.colour(.control), lineWidth: Lines.hairline))
  }
}

/// A field to look for something: each letter narrows.
struct Search: View {
  let text: String
  let hint: String
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    HStack(spacing: 0) {
      GlyphView(.search, .inkSoft, 22)
      Field(text: text, hint: hint) { model.asks(.query($0)) }
      if !text.isEmpty {
        GlyphButton(glyph: .close, spoken: model.words.clear) { model.asks(.query("")) }
      }
    }
    .padding(.leading, 14)
    .modifier(Framed())
    .set(look, above: 4)
  }
}

/// Where much is typed or pasted. What another app or a file gave may be more than a field can lay out while somebody waits.
struct LongField: View {
  /// Bytes of text.
  static let most = 50_000

  let text: String
  let hint: String
  let typed: (String) -> Void
  @State private var own = ""
  @Environment(\.look) private var look

  var body: some View {
    TextEditor(text: $own)
      .font(look.font(.body))
      .foregroundColor(look.colour(.ink))
      .disableAutocorrection(true)
      .textInputAutocapitalization(.never)
      .keyboardType(.URL)
      .frame(minHeight: 4 * look.line(.body) + 16, maxHeight: 8 * look.line(.body) + 16)
      .overlay(empty, alignment: .topLeading)
      .padding(6)
      .modifier(Framed())
      .accessibilityLabel(Text(verbatim: hint))
      .onAppear { own = text }
      .onChange(of: own) { if $0 != text { typed($0) } }
      .onChange(of: text) { if $0 != own { own = $0 } }
  }

  @ViewBuilder private var empty: some View {
    if own.isEmpty {
      Words(.body, hint, .inkSoft).padding(8).allowsHitTesting(false).accessibilityHidden(true)
    }
  }
}
