import ArnaScreens
import SwiftUI

/// Whom Arna contacts, and what each of them learns.
struct ContactsPage: View {
  let contacts: ShownContacts
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: contacts.heading)
    } picture: {
    } content: {
      Words(.body, contacts.lead, .inkSoft).set(look, above: 4)
      Rows(rows: contacts.rows, isPlain: true)
      ForEach(contacts.notes, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 14) }
    } dock: {
    }
  }
}

/// What there is to know of risks and rights.
struct RisksPage: View {
  let risks: Risks

  var body: some View {
    Page {
      BackBar(title: risks.heading)
    } picture: {
    } content: {
      Rows(rows: risks.rows, isPlain: true)
    } dock: {
    }
  }
}

/// What the app is: its version, and what of others is in it.
struct AboutPage: View {
  let about: AboutApp
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: about.heading)
    } picture: {
    } content: {
      Rows(rows: about.rows)
      if let hint = about.hint { Words(.detail, hint, .inkSoft).set(look, above: 8) }
      if let title = about.partsTitle { Titled(title) }
      Rows(rows: about.parts, isPlain: true)
    } dock: {
    }
  }
}

/// A licence, in the words of whoever gave it.
struct LicencePage: View {
  let licence: ShownLicence
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: licence.heading)
    } picture: {
    } content: {
      Rows(rows: licence.rows)
      Words(.detail, licence.lead, .inkSoft).set(look, above: 8)
      ForEach(licence.texts.indices, id: \.self) { at in
        Titled(licence.texts[at].name)
        AsWritten(text: licence.texts[at].text)
      }
    } dock: {
    }
  }
}

/// A text of somebody else's, which can be copied. By paragraphs: one view would be taller than what the system can draw.
struct AsWritten: View {
  let text: String
  @Environment(\.look) private var look

  var body: some View {
    let paragraphs = text.split(separator: "\n").map(String.init)
    ForEach(paragraphs.indices, id: \.self) { at in
      Text(verbatim: paragraphs[at])
        .font(look.font(.detail))
        .foregroundColor(look.colour(.ink))
        .multilineTextAlignment(.leading)
        .fixedSize(horizontal: false, vertical: true)
        .textSelection(.enabled)
        .set(look, above: at == 0 ? 4 : 8)
    }
  }
}

/// Asks before something that cannot be undone.
struct ConfirmPage: View {
  let question: Confirm

  var body: some View {
    Page {
      BackBar()
    } picture: {
    } content: {
      Question(question: question)
    } dock: {
      Answers(question: question)
    }
  }
}

/// What is asked.
struct Question: View {
  let question: Confirm
  @Environment(\.look) private var look

  var body: some View {
    Answer(text: question.heading, isSmall: true).set(look, above: 12)
    ForEach(question.sentences, id: \.self) { Words(.body, $0).set(look, above: 12) }
  }
}

/// Its two answers; the one that does nothing is the main one.
struct Answers: View {
  let question: Confirm

  var body: some View {
    VStack(spacing: 10) {
      ActionButton(question.yes, .outlined)
      ActionButton(question.no)
    }
  }
}
