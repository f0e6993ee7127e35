import ArnaKit
import Foundation

/// Holds the screens: reads each from the engine, says when another one stands there, and does what buttons come to. It
/// decides nothing about them.
@MainActor public final class Store {
  /// Where somebody is.
  public internal(set) var shell: Shell
  /// What stands there.
  public private(set) var shown: Shown
  /// The place that ``shown`` was read of.
  public private(set) var shownPlace: Place
  /// Whether nothing is shown before somebody unlocks the app.
  public internal(set) var isLocked = false

  /// Told whenever anything of this has changed.
  public var onChange: () -> Void = {}

  let core: Core
  let chosen: Chosen
  unowned let window: any Window
  let screens: Screens
  private var reading: Reading?
  var inputs: Task<Void, Never>?
  /// What is being done.
  var doing: [Effect] = []
  private var wasGoing = false

  /// A screen that is being read; it is read once more where it was asked for meanwhile.
  private final class Reading {
    let place: Place
    var isStale = true

    init(_ place: Place) { self.place = place }
  }

  public init(core: Core, chosen: Chosen, window: any Window) {
    self.core = core
    self.chosen = chosen
    self.window = window
    screens = Screens(core: core, chosen: chosen, window: window)
    let place = chosen.isBegun ? Place.home : .first(firstState())
    (shell, shownPlace) = (Shell(place: place), place)
    shown = .working(frame(reader: screens.reader).opening)
    isLocked = chosen.isLocked
    core.onOpen = { [weak self] in self?.hear() }
    core.onGoing = { [weak self] in self?.watch() }
    core.onLooking = { [weak self] in if self?.shell.place == .home { self?.again() } }
    again()
  }

  /// The words around screens.
  public var words: Frame { frame(reader: screens.reader) }

  /// Light or dark; nothing: as the phone is.
  public var isDark: Bool? { chosen.isDark }

  public var language: String { chosen.language }

  // MARK: - What was touched

  public func does(_ does: Does) { if !isPassing { perform(shell.does(does)) } }
  public func goes(_ goes: Goes) { if !isPassing { perform(shell.goes(goes)) } }
  public func asks(_ ask: Ask) { if !isPassing { perform(shell.asks(ask)) } }
  public func tab(_ tab: MainTab) { perform(shell.tab(tab)) }
  public func back() { if let effect = shell.back() { perform(effect) } }

  /// What is touched on a page that is about to go was meant for it, and was done by the touch before.
  private var isPassing: Bool { !shownPlace.isSamePage(as: shell.place) }

  /// Shows what another app gave, once the first run is over. Nothing of it is kept before its user says so.
  public func receives(_ text: String) {
    guard chosen.isBegun else { return }
    shell.go(.adding(text: text, isShared: true))
    again()
  }

  /// Shows what a file of another app's holds, as `read` gives it.
  public func receives(file read: @escaping @Sendable () throws -> Data) {
    guard chosen.isBegun else { return }
    Task {
      await tells {
        let content = try await Task.detached { try read() }.value
        shell.go(.adding(file: content))
        again()
      }
    }
  }

  /// The app came to the front: what it shows may be another by now, and others may have shared something. That waits until
  /// the first run is over.
  public func returns() {
    if chosen.isBegun, let text = window.shared() { receives(text) } else { again() }
  }

  /// The app is out of sight: whoever comes back unlocks it, where that was chosen.
  public func hides() {
    guard chosen.isLocked else { return }
    isLocked = true
    onChange()
  }

  /// What stands there while it is locked: a button, and nothing of what is kept.
  public var lockedTrouble: Trouble { lockedApp(reader: screens.reader) }

  // MARK: - What is read

  /// Reads the screen again, as it is now. What is asked for last is shown.
  func again() {
    // A run that ended while somebody was elsewhere has no page to come back to.
    if shell.place == .run, core.going == nil { shell.begin(.home) }
    if let reading, reading.place == shell.place {
      reading.isStale = true
      return
    }
    let mine = Reading(shell.place)
    reading = mine
    Task { await read(mine) }
  }

  private func read(_ mine: Reading) async {
    while mine.isStale, reading === mine {
      mine.isStale = false
      let held = shownPlace.first == mine.place.first ? shown.held : nil
      let read = await screens.read(mine.place, network: shell.network, held: held)
      guard reading === mine, let read else { continue }
      if let all = read.whole(after: shown, holding: held) {
        put(all, at: mine.place)
      } else {
        // What stood there when it was asked for may be gone: all of it is read then.
        mine.isStale = true
      }
    }
    if reading === mine { reading = nil }
  }

  private func put(_ shown: Shown, at place: Place) {
    (self.shown, shownPlace) = (shown, place)
    onChange()
    // Each is told to the first reading alone, and no other one is shown before it.
    if case .run(let run) = shown, let live = run.live { window.says(live) }
  }

  /// Does something, and says why where it cannot be done.
  func tells(_ work: () async throws -> Void) async {
    do {
      try await work()
    } catch let fault as FileFault {
      says(fileTrouble(reader: screens.reader, what: fault.what))
    } catch {
      says(notDone(reader: screens.reader, sentence: told(error).reason))
    }
  }

  /// Says why something did not come about: a page of its own, which no reading of the one before takes away. A way leads back.
  func says(_ trouble: Trouble) {
    // Who presses twice goes back once.
    guard shell.place != .notDone(trouble) else { return }
    shell.go(.notDone(trouble))
    again()
  }

  /// Reads a screen again once what it shows has changed; a run's own events draw it.
  private func hear() {
    guard let changes = try? core.opened?.changed() else { return }
    Task { [weak self] in
      for await changed in changes {
        guard let self else { return }
        if let screen = shell.place.screen, changed.screens.contains(screen) { again() }
      }
    }
  }

  /// Follows the run that goes on, and goes home once it is over.
  private func watch() {
    let isGoing = core.going != nil
    defer { wasGoing = isGoing }
    if isGoing {
      window.goesOn(done: core.progress.done, of: core.progress.total)
    } else if wasGoing {
      window.isOver()
    }
    if shell.place == .run {
      if !isGoing, wasGoing { shell.begin(.home) }
      again()
    } else if isGoing, !wasGoing, !isFirst {
      shell.begin(.run)
      again()
    }
    if !isGoing, let failure = core.takeFailure() {
      says(notDone(reader: screens.reader, sentence: failure))
    }
  }

  private var isFirst: Bool { if case .first = shell.place { true } else { false } }
}
