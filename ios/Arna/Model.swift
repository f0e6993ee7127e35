import ArnaScreens
import SwiftUI

/// The store, as SwiftUI hears it.
@MainActor final class Model: ObservableObject {
  private let store: Store

  /// Counts pages: another one begins at its top.
  @Published private(set) var page = 0
  private var place: Place

  init(_ store: Store) {
    self.store = store
    place = store.shownPlace
    store.onChange = { [weak self] in self?.changed() }
  }

  private func changed() {
    if store.shownPlace.isSamePage(as: place) {
      objectWillChange.send()
    } else {
      page += 1
    }
    place = store.shownPlace
  }

  var shown: Shown { store.shown }
  /// The place that is shown.
  var shownPlace: Place { store.shownPlace }
  /// Where somebody is: it may still be being read.
  var shell: Shell { store.shell }
  var isLocked: Bool { store.isLocked }
  var lockedTrouble: Trouble { store.lockedTrouble }
  var words: Frame { store.words }
  var isDark: Bool? { store.isDark }
  var language: String { store.language }

  func does(_ does: Does) { store.does(does) }
  func goes(_ goes: Goes) { store.goes(goes) }

  /// What a tap does, where there is something to do.
  func doing(_ does: Does?) -> Tap? {
    guard let does else { return nil }
    return { self.does(does) }
  }

  /// What a tap does, where it leads somewhere.
  func going(_ goes: Goes?) -> Tap? {
    guard let goes else { return nil }
    return { self.goes(goes) }
  }

  func asks(_ ask: Ask) { store.asks(ask) }
  func tab(_ tab: MainTab) { store.tab(tab) }
  func back() { store.back() }
  func receives(_ text: String) { store.receives(text) }
  func opens(_ file: URL) { store.receives { try Folder.given(file) } }
  func returns() { store.returns() }
  func hides() { store.hides() }

  /// What is looked for where somebody is.
  var query: String {
    switch store.shell.place {
    case .sites(let query): query.text
    case .lists(let text): text
    default: ""
    }
  }
}
