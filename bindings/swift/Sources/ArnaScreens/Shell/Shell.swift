import ArnaKit

/// What a touch comes to beyond another place: done by the store, which has the engine and the phone.
public enum Effect: Equatable, Sendable {
  /// The screen is read again: it is at another place, or at another part of the same.
  case again
  /// A run begins, as this button says.
  case begin(Does, RunRequest)
  case stop
  /// Looks once whether there is any Internet.
  case look
  /// Something was done in the first run.
  case first(FirstInput)
  /// A setting or a list is changed by the engine, which says whether it is its own.
  case act(Does)
  /// A setting is the app's own if the app has it, else the engine's.
  case set(key: String, value: String)
  case putOff(Offer)
  case choose(NetworkChoice)
  case add(name: String, ListSource)
  case rename(list: String, name: String)
  case remove(list: String)
  /// The card of a measurement is sent on.
  case send(String)
  /// What a measurement stands on is written into a file.
  case save(String)
  /// All results are written into a file.
  case export
  case openFile
  case openPhone(PhonePage)
  case remind(atMs: Int64)
  case askForNotices
  case unlock
  case wipe
}

/// Where somebody is, and what a touch comes to: a value, without the engine and without a phone.
public struct Shell: Equatable, Sendable {
  /// Where somebody is.
  public private(set) var place: Place
  /// Where they were before, the newest last.
  public private(set) var been: [Place] = []
  /// The phone's network that is tested; nothing: the one that is used.
  public var network: NetworkChoice?

  public init(place: Place) {
    self.place = place
  }

  /// Goes to a place, to come back from it.
  public mutating func go(_ to: Place) {
    been.append(place)
    place = to
  }

  /// Shows another part of this place, or another place from which the way back is the same.
  public mutating func show(_ to: Place) { place = to }

  /// Begins anew at a place: nothing leads back from it.
  public mutating func begin(_ at: Place) {
    been = []
    place = at
  }

  /// A button was pressed.
  public mutating func does(_ does: Does) -> Effect {
    switch does {
    // The first run's own button is its last step: only then is it over.
    case .start where isFirst, .look where isFirst: return .first(.next)
    case .start, .goOn, .again: return begins(does)
    case .stop: return .stop
    case .look: return .look
    case .next: return .first(.next)
    case .leave, .notNow: return .first(.leave)
    case .putOff(let offer): return .putOff(offer)
    case .unlock: return .unlock
    case .set(let key, let value): return .set(key: key, value: value)
    case .addList(let name):
      guard case .adding(let text, _, let isShared, let file) = place else { return .again }
      if let file { return .add(name: name, .file(content: file)) }
      return .add(name: name, isShared ? .shared(text: text) : .text(text: text))
    case .send(let measurement): return .send(measurement)
    case .save(let measurement): return .save(measurement)
    case .export: return .export
    case .openFile: return .openFile
    case .openPhone(let page): return .openPhone(page)
    case .remind(let atMs): return .remind(atMs: atMs)
    case .wipe: return .wipe
    case .show(let part): return asks(.day(part))
    case .share(let measurement): go(.card(measurement))
    case .showSetting(let key): go(.settings(Self.part(of: key)))
    case .cancel: return back() ?? .again
    case .removeList(let list): return .remove(list: list)
    case .addPage, .renameList, .switchKinds, .switchList, .switchPage:
      return .act(does)
    }
    return .again
  }

  /// A run; one that its user was asked about may go beyond what the settings give.
  private mutating func begins(_ does: Does) -> Effect {
    var isAgreed = false
    if case .confirm = place {
      isAgreed = true
      _ = back()
    }
    var targets: [String] = []
    if case .again(let input) = does { targets = [input] }
    return .begin(
      does,
      RunRequest(
        targets: targets, isRecheck: !targets.isEmpty, network: network, isBeyondMeans: isAgreed))
  }

  /// A row was tapped.
  public mutating func goes(_ goes: Goes) -> Effect {
    switch goes {
    case .network(let id): return .choose(.named(id: id))
    case .offer(.notices): return .askForNotices
    case .sites(let only):
      // From the list itself it is another part of it.
      if case .sites(let shown) = place {
        show(.sites(shown.with(text: "", only: only)))
      } else {
        go(.sites(ResultsQuery(only: only, network: network)))
      }
    case .site(let input): go(.site(SiteQuery(input: input, network: network)))
    case .run(let run): go(.sites(ResultsQuery(run: run, network: network)))
    case .history: go(.history(HistoryQuery(network: network)))
    case .lists: go(.lists())
    case .group(let id): go(.group(id))
    case .risky(let category): go(.risky(category))
    case .settings(let part): go(.settings(part))
    case .offer: go(.settings())
    case .contacts: go(.contacts)
    case .risks, .explained: go(.risks)
    case .about: go(.about)
    case .licence(let part): go(.licence(part))
    case .adding: go(.adding())
    case .automatic: go(.automatic)
    }
    return .again
  }

  /// Another part of the same screen is wanted.
  public mutating func asks(_ ask: Ask) -> Effect {
    switch ask {
    case .rename(let list, let name): return .rename(list: list, name: name)
    case .choice(let id): return .first(.chose(id: id))
    case .confirm(let question): go(.confirm(question))
    default: if let next = place.asked(ask) { show(next) }
    }
    return .again
  }

  /// One of the tabs was chosen.
  public mutating func tab(_ tab: MainTab) -> Effect {
    switch tab {
    case .home: begin(.home)
    case .sites: begin(.sites(ResultsQuery(network: network)))
    case .history: begin(.history(HistoryQuery(network: network)))
    case .settings: begin(.settings())
    }
    return .again
  }

  /// Whether there is anything to go back to.
  public var canGoBack: Bool {
    if case .first(let state) = place { return state.step != .language }
    return !been.isEmpty || !(place.tab == .home || place == .run)
  }

  /// Goes back; nothing: there is nothing to go back to.
  public mutating func back() -> Effect? {
    guard canGoBack else { return nil }
    if case .first = place { return .first(.back) }
    place = been.popLast() ?? .home
    return .again
  }

  private var isFirst: Bool { if case .first = place { true } else { false } }

  /// The part of the settings that has a setting: what may pass has one of its own.
  private static func part(of key: String) -> String {
    ["_run", "_day", "_month"].contains { key.hasSuffix($0) } ? "data" : ""
  }
}
