import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// What stands in a screen's place, and how somebody gets on from there.
@MainActor @Suite(.timeLimit(.minutes(2))) struct TroubleTests {
  @Test func aStoreOfANewerVersionIsLeftAloneAndSaid() async throws {
    let folder = try folder()
    let first = try App(folder)
    _ = try await first.shows("no home", \.home)
    try await first.engine.shutdown()
    let file = folder.appendingPathComponent("arna.db")
    // SQLite's user_version: a large number in the header's bytes 60 to 63.
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(60..<64, with: [0, 0, 0x03, 0xe7])
    try bytes.write(to: file)
    let app = try App(folder)
    let trouble = try await app.shows("no trouble", \.trouble)
    #expect(trouble.sentence.contains("newer"))
    app.store.tab(.sites)
    _ = try await app.shows("another place hides it", \.trouble)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func whereNothingCanBeOpenedASentenceAndAButtonStandAndItIsTriedAgain() async throws {
    let folder = try folder().appendingPathComponent("taken")
    try Data("no folder".utf8).write(to: folder)
    let app = try App(folder)
    let trouble = try await app.shows("no trouble", \.trouble)
    try FileManager.default.removeItem(at: folder)
    try app.press(trouble.action)
    _ = try await app.shows("it is not tried again", \.home)
  }

  @Test func aKeyThatCannotBeHadNowLocksEverything() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    let first = try App(folder, vault: drawer)
    _ = try await first.shows("no home", \.home)
    try await first.engine.shutdown()
    drawer.isShut = true
    let app = try App(folder, vault: drawer)
    let locked = try await app.shows("not locked", \.locked)
    drawer.isShut = false
    try app.press(locked.action)
    _ = try await app.shows("not opened", \.home)
  }

  @Test func whatCannotBeOpenedCanBeWipedAndTheAppBeginsAnew() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    let first = try App(folder, vault: drawer)
    try first.press(try await first.shows("no home", \.home).main)
    try await first.until("it does not end") { _ in first.window.overs == 1 }
    try await first.engine.shutdown()
    let key = try drawer.key()
    drawer.isShut = true
    let app = try App(folder, vault: drawer)
    _ = try await app.shows("not locked", \.locked)
    app.store.tab(.settings)
    _ = try await app.shows("not locked", \.locked)
    app.store.asks(.confirm(try #require(app.store.shown.wipe)))
    let question = try await app.shows("nothing is asked", \.question)
    try app.press(question.no)
    _ = try await app.shows("not back", \.locked)
    app.store.asks(.confirm(question))
    _ = try await app.shows("nothing is asked", \.question)
    drawer.onForget = { drawer.isShut = false }
    try app.press(question.yes)
    let begun = try await app.shows("it does not begin anew", \.first)
    #expect(begun.step == 1 && !app.chosen.isBegun && app.window.hasForgotten)
    #expect(try await app.engine.runs(before: nil, limit: 9).isEmpty)
    #expect(try drawer.key() != key, "the key is another one")
  }

  @Test func whatAWipeLeavesIsSaid() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    let first = try App(folder, vault: drawer)
    _ = try await first.shows("no home", \.home)
    try await first.engine.shutdown()
    (drawer.isShut, drawer.isStuck) = (true, true)
    let app = try App(folder, vault: drawer)
    _ = try await app.shows("not locked", \.locked)
    app.store.does(.wipe)
    let trouble = try await app.shows("nothing is said", \.trouble)
    #expect(trouble.sentence.contains("key") && app.window.hasForgotten && !app.chosen.isBegun)
    let file = folder.appendingPathComponent("arna.db").path
    #expect(!FileManager.default.fileExists(atPath: file), "the rest is gone")
    try app.press(trouble.action)
    _ = try await app.shows("no way back", \.locked)
  }

  @Test func theChosenLockHidesEverythingUntilItsOwnerComes() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.store.hides()
    #expect(!app.store.isLocked, "nobody chose a lock")
    app.store.does(.set(key: Chosen.lock, value: "phone"))
    app.store.hides()
    #expect(app.store.isLocked)
    app.window.isOwner = false
    #expect(app.store.lockedTrouble.sentence == "Arna is locked.")
    try app.press(app.store.lockedTrouble.action)
    app.store.tab(.sites)
    _ = try await app.shows("no list", \.results)
    #expect(app.store.isLocked)
    app.window.isOwner = true
    try app.press(app.store.lockedTrouble.action)
    try await app.until("it stays locked") { !$0.isLocked }
    let next = Store(core: app.core, chosen: app.chosen, window: app.window)
    #expect(next.isLocked, "a process that is started anew is locked, too")
  }
}

/// A vault in memory, as a test wants it.
final class Drawer: Vault, @unchecked Sendable {
  private let lock = NSLock()
  private var kept: Data?
  private var shut = false
  private var stuck = false
  private var forgotten: @Sendable () -> Void = {}

  var isShut: Bool {
    get { lock.withLock { shut } }
    set { lock.withLock { shut = newValue } }
  }

  /// Whether nothing is forgotten.
  var isStuck: Bool {
    get { lock.withLock { stuck } }
    set { lock.withLock { stuck = newValue } }
  }

  /// Told once the key is forgotten.
  var onForget: @Sendable () -> Void {
    get { lock.withLock { forgotten } }
    set { lock.withLock { forgotten = newValue } }
  }

  func key() throws -> Data? {
    if isShut { throw PlatformError.Failed(reason: "not before the first unlock") }
    return lock.withLock { kept }
  }

  func keep(key: Data) throws { lock.withLock { kept = key } }

  func forget() throws {
    if isStuck { throw PlatformError.Failed(reason: "it does not answer") }
    lock.withLock { kept = nil }
    onForget()
  }
}
