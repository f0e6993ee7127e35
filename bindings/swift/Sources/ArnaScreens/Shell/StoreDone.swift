import ArnaKit
import Foundation

/// What touches come to, where the engine or the phone has to do it.
extension Store {
  func perform(_ effect: Effect) {
    switch effect {
    case .again: again()
    case .stop: core.stop()
    case .first(let input): first(input)
    case .openPhone(let page): window.opens(page)
    case .putOff(let offer):
      chosen.putOff(offer)
      again()
    case .choose(let network):
      shell.network = network
      again()
    case .set(let key, let value):
      guard chosen.set(key, value) else { return later(.act(.set(key: key, value: value))) }
      again()
    default: later(effect)
    }
  }

  /// What takes a while; the same again only once that is over.
  private func later(_ effect: Effect) {
    guard !doing.contains(effect) else { return }
    doing.append(effect)
    Task {
      await tells { try await perform(slow: effect) }
      doing.removeAll { $0 == effect }
    }
  }

  private func perform(slow effect: Effect) async throws {
    switch effect {
    case .begin(let does, let request): try await begin(does, request)
    case .look:
      if let why = try await core.look() { says(notDone(reader: screens.reader, sentence: why)) }
    case .remind(let atMs):
      if await !window.reminds(atMs: atMs) { says(noReminder(reader: screens.reader)) }
    case .askForNotices:
      let areShown = await window.asksForNotices()
      perform(.putOff(.notices))
      if !areShown { says(noNews(reader: screens.reader)) }
    case .act(let does): if try await core.engine().act(does: does) { again() }
    case .add(let name, let source):
      try await core.add(name: name, source)
      // Whoever left meanwhile stays where they are.
      if case .adding = shell.place {
        _ = shell.back()
        shell.show(.lists())
      }
      again()
    case .rename(let list, let name):
      try await core.engine().renameList(list: list, name: name)
      again()
    case .remove(let list): try await remove(list)
    case .send(let measurement): try await send(measurement)
    case .save(let measurement):
      let text = try await core.engine().detail(measurement: measurement).json
      try window.writes(.text(text), name: "arna-\(measurement).json")
    case .export:
      // Its user is told first what that is, and agrees.
      guard case .confirm = shell.place else {
        shell.go(.confirm(confirmExport(reader: screens.reader)))
        return again()
      }
      _ = shell.back()
      again()
      let file = try await core.engine().export()
      try window.writes(.file(file), name: "arna.jsonl")
    case .openFile: if let content = try await window.reads() { asks(.file(content)) }
    case .unlock: await unlock()
    case .wipe: try await wipe()
    default: break
    }
  }

  /// Begins a run. What the user's means forbid is asked about first.
  private func begin(_ does: Does, _ request: RunRequest) async throws {
    do {
      if does == .goOn { try await core.goOn(request) } else { try await core.start(request) }
      // It may be over already.
      shell.begin(core.going == nil ? .home : .run)
    } catch let error as ArnaError {
      let question = beyondMeans(reader: screens.reader, error: error, does: does)
      guard let question else { throw error }
      shell.go(.confirm(question))
    }
    again()
  }

  /// Removes a list once its user says so, and shows those that are left.
  private func remove(_ list: String) async throws {
    guard case .confirm = shell.place else {
      shell.go(.confirm(confirmRemoval(reader: screens.reader, list: list)))
      return again()
    }
    _ = try await core.engine().act(does: .removeList(list: list))
    // The list's own page is gone.
    _ = shell.back()
    _ = shell.back()
    again()
  }

  private func send(_ measurement: String) async throws {
    switch try await core.engine().card(reader: screens.reader, measurement: measurement) {
    case .ready(let card): try window.sends(card)
    case .trouble(let trouble), .locked(let trouble):
      says(notDone(reader: screens.reader, sentence: trouble.sentence))
    case .working: break
    }
  }

  private func unlock() async {
    if isLocked {
      guard await window.unlocks(reason: lockedTrouble.sentence) else { return }
      isLocked = false
    }
    again()
    onChange()
  }

  private func wipe() async throws {
    window.forgets()
    // Also where something of what was kept is left.
    defer { chosen.forget() }
    try await core.wipe()
    shell.network = nil
    shell.begin(.first(firstState()))
    again()
  }

  // MARK: - The first run

  /// What somebody did in the first run, and what it comes to: one after the other, each on what the one before came to.
  private func first(_ input: FirstInput) {
    let (before, asked) = (inputs, shell.place)
    inputs = Task {
      await before?.value
      // What was meant for another step was done by the touch before.
      if shell.place.isSamePage(as: asked) { await tells { try await took(input) } }
    }
  }

  private func took(_ input: FirstInput) async throws {
    guard case .first(let state) = shell.place else { return }
    let engine = try await core.engine()
    let next = try await engine.firstStateAfter(
      state: state, input: input, network: shell.network)
    if let language = next.language { _ = chosen.set(Chosen.language, "\(language)") }
    switch next.ended {
    case nil: shell.show(.first(next))
    case .left:
      // An app for iOS does not close itself: it is as it was before anything was chosen.
      chosen.forget()
      shell.begin(.first(firstState()))
    case .tests, .looks, .later:
      chosen.isBegun = true
      shell.begin(.home)
      if next.ended == .tests { later(.begin(.start, RunRequest(network: shell.network))) }
      if next.ended == .looks { later(.look) }
    }
    again()
  }
}
