import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// What was asked for and did not come about: it stays said, whatever is read meanwhile, and a way leads back.
@MainActor @Suite(.timeLimit(.minutes(2))) struct NotDoneTests {
  /// A name that no list may have.
  private static let long = String(repeating: "x", count: 5_000)

  private func why(_ app: App) throws -> Trouble {
    guard case .notDone(let trouble) = app.store.shell.place else {
      throw NeverCame(description: "it is no page of its own: \(app.store.shell.place)")
    }
    return trouble
  }

  @Test func aListWhoseNameIsTooLongIsSaidWhileItsPageIsReadAgainAndAgain() async throws {
    let app = try App()
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.store.asks(.typed("https://example.org/"))
    app.store.does(.addList(name: Self.long))
    let trouble = try await app.shows("nothing is said", \.trouble)
    #expect(!trouble.sentence.isEmpty && app.store.shown.wipe == nil)
    try await app.readsAgain { app.store.returns() }
    #expect(app.store.shown.trouble == trouble, "it is said no more")
    try app.press(try why(app).action)
    let adding = try await app.shows("no way back", \.adding)
    #expect(adding.text == "https://example.org/", "what was typed is there still")
    #expect(try await app.engine.lists().count == 1)
  }

  @Test func itIsSaidWhileThePageWhereItWasAskedForIsBeingReadAgain() async throws {
    let (app, gate) = (try App(), Gate())
    app.store.goes(.automatic)
    _ = try await app.shows("no page", \.automatic)
    app.window.gate = gate
    app.store.returns()
    await gate.holds()
    app.store.asks(.rename(list: "none", name: "Mine"))
    let trouble = try await app.shows("nothing is said", \.trouble)
    #expect(try why(app) == trouble)
    gate.open()
    try await app.readsAgain { app.store.returns() }
    #expect(app.store.shown.trouble == trouble, "it is said no more")
    try app.press(trouble.action)
    _ = try await app.shows("no way back", \.automatic)
    app.store.back()
    _ = try await app.shows("not home", \.home)
  }

  @Test func whoPressesTwiceGoesBackOnce() async throws {
    let app = try App()
    app.store.goes(.lists)
    _ = try await app.shows("no lists", \.lists)
    app.window.fault = FileFault(.unread)
    app.store.does(.openFile)
    app.store.does(.openFile)
    let trouble = try await app.shows("nothing is said", \.trouble)
    app.store.does(.openFile)
    try await app.readsAgain { app.store.returns() }
    #expect(app.store.shell.been == [.home, .lists()])
    try app.press(trouble.action)
    _ = try await app.shows("no way back", \.lists)
  }

  @Test func whereAReadingFailsNoOtherPageIsTakenAway() async throws {
    let (door, folder) = (Held(), try folder())
    let app = try App(folder.appendingPathComponent("taken")) { try door.passes() }
    var away: Trouble?
    for await _ in door.came { break }
    let drawn = app.store.onChange
    app.store.onChange = {
      if app.store.shownPlace == .about { away = away ?? app.store.shown.trouble }
      drawn()
    }
    app.store.goes(.about)
    _ = try await app.shows("no page", \.about)
    door.fails()
    await #expect(throws: (any Error).self) { try await app.engine }
    // By the end of these home's own reading, which failed at the same time, is over as well.
    for _ in 0..<3 { try await app.readsAgain { app.store.returns() } }
    app.store.back()
    _ = try await app.shows("home is there", \.trouble)
    #expect(away == nil, "home's trouble stood on another page")
  }

  @Test func whoLeftWhileAListWasAddedStaysWhereTheyAre() async throws {
    let app = try App()
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.store.asks(.typed("https://example.org/"))
    _ = try await app.shows("not read") { $0.adding.flatMap { $0.rows.isEmpty ? nil : $0 } }
    let before = app.times
    app.store.does(.addList(name: "Mine"))
    app.store.goes(.about)
    // Once for whoever goes there, and once for what was added.
    try await app.until("nothing is added") { _ in app.times >= before + 2 }
    #expect(app.store.shell.place == .about)
    #expect(try await app.engine.lists().count == 2)
  }

  @Test func whatTheMeansForbidIsAskedAboutAndBeginsWithAYesForThisOnce() async throws {
    let app = try App()
    try app.press(try await app.shows("no home", \.home).main)
    _ = try await app.shows("no result") { shown in
      shown.home.flatMap { $0.picture.kinds.contains { $0.kind == .open } ? $0 : nil }
    }
    _ = try await app.engine.changeMeans(change: .cellularMonth(bytes: 1))
    app.store.does(.start)
    let question = try await app.shows("nothing is asked", \.question)
    #expect(question.yes.does == .start)
    try app.press(question.no)
    _ = try await app.shows("no way back", \.home)
    #expect(try await app.engine.runs(before: nil, limit: 9).count == 1)
    app.store.does(.start)
    try app.press(try await app.shows("nothing is asked", \.question).yes)
    try await app.until("it does not begin") { if case .run = $0.shown { true } else { false } }
    try await app.until("it does not end") { $0.shell.place == .home && $0.shown.home != nil }
    #expect(try await app.engine.runs(before: nil, limit: 9).count == 2)
  }
}

/// A door before the store: whoever opens it waits, and then it does not open.
private final class Held: Sendable {
  /// Whether somebody waits.
  let came: AsyncStream<Void>
  private let come: AsyncStream<Void>.Continuation
  private let shut = DispatchSemaphore(value: 0)

  init() { (came, come) = AsyncStream.makeStream(of: Void.self) }

  func passes() throws {
    come.yield()
    shut.wait()
    shut.signal()
    throw ArnaError.Storage(reason: "It does not open.")
  }

  func fails() { shut.signal() }
}
