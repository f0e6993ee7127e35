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
  @EnvironmentObject private var model: Model
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
    .onChange(of: own) { changed($0) }
    .onChange(of: text) { if $0 != own { own = $0 } }
  }

  /// Neither an address nor a name is longer than what is taken.
  private func changed(_ now: String) {
    let most = Int(model.words.mostTyped)
    if now.utf16.count > most {
      own = String(decoding: now.utf16.prefix(most), as: UTF16.self)
    } else if now != text {
      typed(now)
    }
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

/// In the place of a field: what was given is none for it, and can be taken away.
struct HeldText: View {
  let sentence: String
  let clear: Tap
  @EnvironmentObject private var model: Model

  var body: some View {
    HStack(spacing: 0) {
      Words(.body, sentence, .inkSoft)
      Spacer()
      GlyphButton(glyph: .close, spoken: model.words.clear, tap: clear)
    }
    .padding(.leading, 14)
    .modifier(Framed())
  }
}

/// Where much is typed or pasted: what is too long for it is given whole, and stands elsewhere then.
struct LongField: View {
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
