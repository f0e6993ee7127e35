import ArnaKit
import Foundation

/// Reads a place's record from the engine, or what stands in its place.
@MainActor struct Screens {
  let core: Core
  let chosen: Chosen
  let window: any Window

  var reader: Reader { Reader.ofPhone(language: chosen.language) }

  /// What stands at a place; nothing if what it shows is gone. `held`: what of its rows is there already.
  func read(_ place: Place, network: NetworkChoice?, held: RowsHeld?) async -> Shown? {
    do {
      return try await screen(place, network: network, held)
    } catch {
      return unopened(told(error))
    }
  }

  /// What stands in the place of every screen where nothing can be opened: what is kept can be wiped all the same.
  private func unopened(_ error: ArnaError) -> Shown {
    let wipe = confirmWipe(reader: reader)
    switch homeUnopened(reader: reader, error: error) {
    case .trouble(let trouble): return .trouble(trouble, wipe: wipe)
    case .locked(let trouble): return .locked(trouble, wipe: wipe)
    case let other: return other.shown
    }
  }

  private func screen(
    _ place: Place, network: NetworkChoice?, _ held: RowsHeld?
  ) async throws -> Shown? {
    switch place {
    case .risks: .risks(risksOfTesting(reader: reader))
    case .about: .about(About.read(reader))
    case .licence(let part): await About.licence(reader, of: part).map(Shown.licence)
    case .confirm(let question): .confirm(question)
    case .notDone(let trouble): .trouble(trouble)
    case .lists, .group, .risky, .settings, .contacts, .adding, .automatic:
      try await choosing(place, held)
    default: try await results(place, network: network, held)
    }
  }

  /// Screens of what is tested and set.
  private func choosing(_ place: Place, _ held: RowsHeld?) async throws -> Shown? {
    let engine = try await core.engine()
    switch place {
    case .lists(let text): return await engine.listsScreen(reader: reader, query: text).shown
    case .group(let id, let pages):
      return await engine.groupScreen(reader: reader, id: id, pages: pages, held: held).shown
    case .risky(let category, let pages):
      let screen = await engine.riskyScreen(
        reader: reader, category: category, pages: pages, held: held)
      return screen.shown
    case .settings(let part):
      let query = SettingsQuery(part: part, own: chosen.own, version: About.version)
      let screen = await engine.settingsScreen(reader: reader, query: query)
      return screen.shown(isPart: !part.isEmpty)
    case .adding(let text, let name, let isShared, let file):
      let screen = await engine.addingScreen(
        reader: reader, content: file ?? Data(text.utf8), isShared: isShared)
      return screen.shown(text: file == nil ? text : nil, name: name)
    case .automatic:
      let conditions = await window.conditions()
      let screen = await engine.autoWhyScreen(
        reader: reader, conditions: conditions, maker: "Apple")
      return screen.shown
    case .contacts: return await engine.contactsScreen(reader: reader).shown
    default: return nil
    }
  }

  /// Screens of what was measured.
  private func results(
    _ place: Place, network: NetworkChoice?, _ held: RowsHeld?
  ) async throws -> Shown? {
    let engine = try await core.engine()
    switch place {
    case .first(let state):
      return await engine.firstRun(reader: reader, state: state, network: network).shown
    case .home:
      let offers = Chosen.offers.filter { !chosen.isPutOff($0) }
      let query = HomeQuery(
        network: network, offers: offers, isLooking: core.isLooking)
      return await engine.home(reader: reader, query: query).shown
    case .run: return await core.going?.screen(reader: reader).shown
    case .sites(let query):
      let query = query.with(pages: query.pages, held: held)
      return await engine.results(reader: reader, query: query).shown
    case .site(let query, let isUnfolded):
      return await engine.site(reader: reader, query: query).shown(isUnfolded: isUnfolded)
    case .history(let query):
      let query = query.with(pages: query.pages, held: held)
      return await engine.history(reader: reader, query: query).shown
    case .card(let measurement):
      switch await engine.card(reader: reader, measurement: measurement) {
      case .ready(let card):
        return await engine.sendScreen(reader: reader, measurement: measurement).shown(card)
      case .working(let sentence): return .working(sentence)
      case .trouble(let trouble): return .trouble(trouble)
      case .locked(let trouble): return .locked(trouble)
      }
    default: return nil
    }
  }
}

/// What went wrong, as the engine has it: what is none of its errors, only who writes the app can mend.
func told(_ error: any Error) -> ArnaError {
  error as? ArnaError ?? .Internal(reason: "\(error)")
}
