import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// What a phone does to an app: tasks that end before they began, a keychain that is locked, a network that goes away.
@MainActor @Suite(.timeLimit(.minutes(3))) struct PhoneTests {
  private func tries(_ app: App) async throws -> AutomaticTests {
    let conditions = await app.window.conditions()
    return try await app.engine.automaticTests(conditions: conditions, minutesAhead: 300)
  }

  private func slice(_ app: App) async -> Bool {
    await app.core.slice(await app.window.conditions(), seconds: 600, mostBytes: 500_000)
  }

  @Test func aTaskThatIsOverBeforeItBeganBeginsNothing() async throws {
    let app = try App()
    try await app.engine.set(key: "automatic", value: "on")
    let conditions = await app.window.conditions()
    let late = Task { await app.core.slice(conditions, seconds: 600, mostBytes: nil) }
    // Both are the main actor's: it did not run yet.
    late.cancel()
    #expect(await !late.value)
    let tries = try await tries(app)
    #expect(tries.last == nil && tries.since.isEmpty)
    #expect(await slice(app), "the next one goes")
  }

  @Test func beforeTheFirstUnlockNothingIsMeasuredAndNothingIsLost() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    let first = try App(folder, vault: drawer)
    try await first.engine.set(key: "automatic", value: "on")
    #expect(await slice(first))
    let runs = try await first.engine.runs(before: nil, limit: 9)
    #expect(!runs.isEmpty)
    try await first.engine.shutdown()

    drawer.isShut = true
    let app = try App(folder, vault: drawer)
    #expect(await !slice(app))
    #expect(await !app.core.isAutomatic(), "nobody knows it now")
    await app.core.noteNotStarted(due: Date(timeIntervalSince1970: 1_800_000_000))
    drawer.isShut = false
    #expect(await slice(app))
    #expect(try await app.engine.setAside() == nil)
    let kept = try await app.engine.runs(before: nil, limit: 9).map(\.id)
    #expect(Set(kept).isSuperset(of: runs.map(\.id)))
  }

  @Test func inLowPowerModeNothingIsMeasuredAndThePageSaysWhy() async throws {
    let app = try App()
    try await app.engine.set(key: "automatic", value: "on")
    app.window.isPowerSaving = true
    #expect(await slice(app), "it came to an end")
    let tries = try await tries(app)
    #expect(tries.last == nil && tries.since.map(\.ended) == [.notAllowed])
    #expect(tries.since.allSatisfy { $0.sent == 0 && $0.measured == 0 })
    app.store.goes(.automatic)
    let why = try await app.shows("no page", \.automatic)
    let first = try #require(why.conditions.first)
    #expect(first.mark == .check(isMet: false), "\(first)")
    #expect(why.tries.count == 1)
    app.window.isPowerSaving = false
    app.store.returns()
    _ = try await app.shows("not read again") { shown in
      shown.automatic.flatMap { $0.conditions.first?.mark == .check(isMet: false) ? nil : $0 }
    }
  }

  @Test func aNetworkThatGoesAwayEndsTheRunAndItGoesOnOnceItIsBack() async throws {
    let phone = Leaving()
    let app = try App(scenario: "kz-2024-sni-drop", uplinks: phone)
    _ = try await app.shows("no home", \.home)
    app.store.goes(.network(id: "pdp_ip0"))
    try app.press(try await app.shows("no home", \.home).main)
    try await app.until("no run") { if case .run = $0.shown { true } else { false } }
    phone.gone = "pdp_ip0"
    try await app.until("it does not end") { $0.shell.place == .home && $0.shown.home != nil }
    #expect(app.core.going == nil)
    let left = try await app.engine.runs(before: nil, limit: 9)
    #expect(left.map(\.isWhole) == [false])

    phone.gone = nil
    app.store.returns()
    let home = try await app.shows("no way on") {
      $0.home.flatMap { $0.main.does == .goOn && $0.main.isEnabled ? $0 : nil }
    }
    try app.press(home.main)
    try await app.until("it does not go on") { if case .run = $0.shown { true } else { false } }
    try await app.until("it does not end") { $0.shell.place == .home && $0.shown.home != nil }
    let whole = try await app.engine.runs(before: nil, limit: 9)
    #expect(whole.map(\.id) == left.map(\.id) && whole.map(\.isWhole) == [true])
  }

  @Test func aNetworkThatIsGoneBeforeTheRunIsAnsweredInWords() async throws {
    let phone = Leaving()
    let app = try App(uplinks: phone)
    let home = try await app.shows("no home", \.home)
    phone.gone = "en0"
    // Home is read again while the button is pressed.
    app.store.goes(.network(id: "en0"))
    try app.press(home.main)
    let trouble = try await app.shows("no sentence", \.trouble)
    #expect(!trouble.sentence.isEmpty && app.core.going == nil)
    phone.gone = nil
    app.store.tab(.home)
    _ = try await app.shows("there is no way back", \.home)
  }
}

/// The networks of a phone that is on Wi-Fi, without the one that is gone.
private final class Leaving: Uplinks, @unchecked Sendable {
  private let lock = NSLock()
  private var left: String?

  var gone: String? {
    get { lock.withLock { left } }
    set { lock.withLock { left = newValue } }
  }

  func list() throws -> [NetworkInfo] {
    let wifi = NetworkInfo(id: "en0", kind: .wifi, isDefault: true)
    return [wifi, NetworkInfo(id: "pdp_ip0", kind: .cellular)].filter { $0.id != gone }
  }

  func bind(network: String, socket: Int32) throws {
    throw PlatformError.Failed(reason: "a simulated country has no sockets")
  }

  func resolve(network: String, name: String) throws -> [String] {
    throw PlatformError.Failed(reason: "a simulated country has no resolvers")
  }
}
