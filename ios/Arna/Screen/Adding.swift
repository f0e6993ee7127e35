import ArnaScreens
import SwiftUI

/// Where sites are typed, pasted and read from files: what was understood, and each mistake with its line.
struct AddingPage: View {
  let adding: AddingSites
  let text: String
  let name: String?
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: adding.heading)
    } picture: {
    } content: {
      if let held = adding.held {
        HeldText(sentence: held) { model.asks(.typed("")) }.set(look, above: 4)
      } else {
        LongField(text: typed.text, hint: adding.hint) { model.asks(.typed($0)) }
          .set(look, above: 4)
      }
      ActionButton(adding.open, .small).set(look, above: 10)
      if let answer = adding.answer { Answer(text: answer, isSmall: true).set(look, above: 18) }
      ForEach(adding.notes, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 6) }
      if let wrong = adding.wrong {
        Titled(wrong.heading, above: 16)
        Rows(rows: wrong.rows, isPlain: true)
        if let more = wrong.more { Words(.detail, more, .inkSoft).set(look, above: 4) }
      }
      if !adding.rows.isEmpty {
        Field(text: called, hint: adding.nameHint, isAddress: false) { model.asks(.named($0)) }
          .modifier(Framed())
          .set(look, above: 16)
        Rows(rows: adding.rows, isPlain: true)
      }
      if let more = adding.more { Words(.detail, more, .inkSoft).set(look, above: 4) }
    } dock: {
      ActionButton(adding.add, tap: add)
    }
  }

  /// What is typed by now: the record may be of what was typed before.
  private var typed: (text: String, name: String?) {
    guard case .adding(let typed, let name, _, let file) = model.shell.place else {
      return (text, self.name)
    }
    return (file == nil ? typed : text, name)
  }

  private var called: String { typed.name ?? adding.name ?? "" }

  private func add() {
    if case .addList = adding.add.does, !called.isEmpty {
      model.does(.addList(name: called))
    } else {
      model.does(adding.add.does)
    }
  }
}
