// An app without its UI: a store over an engine in a simulated country, a phone that says what a test wants.

import ArnaScreens
import ArnaShared
import ArnaTesting
import Foundation
import Testing

/// What the app keeps, in memory.
final class Memory: Kept {
  private var words: [String: String] = [:]

  func word(_ key: String) -> String? { words[key] }
  func keep(_ word: String?, _ key: String) { words[key] = word }
}

/// A window that notes what is asked of it.
@MainActor final class Noting: Window {
  var sent: [Card] = []
  var written: [(name: String, text: String)] = []
  var reminded: [Int64] = []
  var opened: [PhonePage] = []
  var hasAskedForNotices = false
  /// Whether its owner lets notices be shown.
  var areNoticesShown = true
  var hasForgotten = false
  var said: [String] = []
  var followed: [Int] = []
  var overs = 0
  /// What other apps share.
  var inbox: Inbox?
  /// What is chosen when a file is asked for.
  var file: Data?
  /// What is the matter with every file.
  var fault: FileFault?
  var isPowerSaving = false
  /// What holds up whoever asks what the phone says of itself.
  var gate: Gate?
  /// What holds up the choice of a file, and how often one was asked for.
  var (picker, picked): (Gate?, Int) = (nil, 0)
  /// Whether who holds the phone may see it.
  var isOwner = true

  /// Told of what was sent and written, and of a run's end, since that changes no screen.
  var onNote: () -> Void = {}

  func sends(_ card: Card) throws {
    if let fault { throw fault }
    sent.append(card)
    onNote()
  }
  func writes(_ what: Written, name: String) throws {
    if let fault { throw fault }
    switch what {
    case .text(let text): written.append((name, text))
    case .file(let file): written.append((name, try String(contentsOfFile: file, encoding: .utf8)))
    }
    onNote()
  }
  func reads() async throws -> Data? {
    picked += 1
    onNote()
    await picker?.passes()
    if let fault { throw fault }
    return file
  }
  func shared() -> String? { inbox?.take() }
  func reminds(atMs: Int64) async -> Bool {
    reminded.append(atMs)
    onNote()
    return areNoticesShown
  }
  func asksForNotices() async -> Bool {
    hasAskedForNotices = true
    return areNoticesShown
  }
  func opens(_ page: PhonePage) { opened.append(page) }
  func says(_ sentence: String) { said.append(sentence) }
  func unlocks(reason: String) async -> Bool { !reason.isEmpty && isOwner }
  func goesOn(done: Int, of total: Int) { followed.append(done) }
  func isOver() {
    overs += 1
    onNote()
  }
  func forgets() { hasForgotten = true }
  func conditions() async -> Conditions {
    await gate?.passes()
    let network = NetworkInfo(id: "1", kind: .cellular, isDefault: true, isRoaming: false)
    return Conditions(
      network: network, batteryPercent: 80, isCharging: false, isPowerSaving: isPowerSaving)
  }
}

/// Holds whoever comes until it is opened.
@MainActor final class Gate {
  private var isOpen = false
  private var held: [CheckedContinuation<Void, Never>] = []
  private var onHold: CheckedContinuation<Void, Never>?

  func passes() async {
    guard !isOpen else { return }
    await withCheckedContinuation {
      held.append($0)
      onHold?.resume()
      onHold = nil
    }
  }

  /// Waits until it holds somebody.
  func holds() async {
    guard held.isEmpty else { return }
    await withCheckedContinuation { onHold = $0 }
  }

  func open() {
    isOpen = true
    for one in held { one.resume() }
    held = []
  }
}

/// What never came, and what was there instead.
struct NeverCame: Error, CustomStringConvertible {
  let description: String
}

@MainActor final class App {
  let memory: Memory
  let window = Noting()
  let chosen: Chosen
  let core: Core
  let store: Store
  private let changes: AsyncStream<Void>
  /// How often the store has said that something changed.
  private(set) var times = 0

  init(
    _ folder: URL? = nil, scenario: String = "first-light", isBegun: Bool = true,
    memory: Memory = Memory(), language: ChosenLanguage? = nil,
    uplinks: (any Uplinks)? = nil, vault: (any Vault)? = nil,
    opens: @escaping @Sendable () throws -> Void = {}
  ) throws {
    let path = try (folder ?? ArnaTesting.folder()).path
    self.memory = memory
    chosen = Chosen(
      memory, phoneLanguages: { ["en-GB"] }, isLockable: { true },
      onLanguage: { language?.keep($0) })
    if isBegun { chosen.isBegun = true }
    let config = EngineConfig(
      folder: path, language: "en", country: "KZ", lab: LabConfig(scenario: scenario))
    core = Core {
      try opens()
      return try Engine.open(config: config, uplinks: uplinks, vault: vault)
    } erase: {
      try wipeUnopened(config: config, vault: vault)
    }
    store = Store(core: core, chosen: chosen, window: window)
    let (changes, change) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.changes = changes
    store.onChange = { [weak self] in
      self?.times += 1
      change.yield()
    }
    window.onNote = { change.yield() }
  }

  /// Does something that reads a screen again, and waits for that.
  func readsAgain(_ work: () -> Void) async throws {
    let before = times
    work()
    try await until("nothing is read") { _ in times > before }
  }

  var engine: Engine { get async throws { try await core.engine() } }

  /// Waits until it is so; the limit of a test's time ends a wait for what never comes.
  func until(_ what: String, _ isSo: (Store) -> Bool) async throws {
    if isSo(store) { return }
    for await _ in changes where isSo(store) { return }
    throw NeverCame(description: "\(what); there is: \(store.shell.place) \(store.shown)")
  }

  /// Waits for a screen, and gives its record.
  func shows<Record>(_ what: String, _ record: (Shown) -> Record?) async throws -> Record {
    try await until(what) { record($0.shown) != nil && $0.shownPlace == $0.shell.place }
    return try #require(record(store.shown))
  }

  func press(_ action: Action?) throws {
    let action = try #require(action)
    try #require(action.isEnabled, "\(action.label) is off")
    store.does(action.does)
  }

  func tap(_ row: Row?) throws { store.goes(try #require(row?.goes)) }
}

extension Shown {
  var first: FirstRun? { if case .first(let record) = self { record } else { nil } }
  var home: Home? { if case .home(let record) = self { record } else { nil } }
  var results: Results? { if case .results(let record) = self { record } else { nil } }
  var site: Site? { if case .site(let record, _) = self { record } else { nil } }
  var history: History? { if case .history(let record) = self { record } else { nil } }
  var settings: ShownSettings? { if case .settings(let record, _) = self { record } else { nil } }
  var lists: ShownLists? { if case .lists(let record) = self { record } else { nil } }
  var adding: AddingSites? { if case .adding(let record, _, _) = self { record } else { nil } }
  var group: GroupSites? { if case .group(let record) = self { record } else { nil } }
  var automatic: AutoWhy? { if case .automatic(let record) = self { record } else { nil } }
  var about: AboutApp? { if case .about(let record) = self { record } else { nil } }
  var licence: ShownLicence? { if case .licence(let record) = self { record } else { nil } }
  var question: Confirm? { if case .confirm(let record) = self { record } else { nil } }
  var card: Card? { if case .card(let record, _) = self { record } else { nil } }
  var trouble: Trouble? { if case .trouble(let record, _) = self { record } else { nil } }
  var locked: Trouble? { if case .locked(let record, _) = self { record } else { nil } }
  /// What is asked before what cannot be opened is wiped.
  var wipe: Confirm? {
    switch self {
    case .trouble(_, let wipe), .locked(_, let wipe): wipe
    default: nil
    }
  }
}
