import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// Whoever taps twice has it done once.
@MainActor @Suite(.timeLimit(.minutes(2))) struct TwiceTests {
  @Test func aListIsAddedOnce() async throws {
    let app = try App()
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.store.asks(.typed("https://example.org/"))
    let adding = try await app.shows("not read") {
      $0.adding.flatMap { $0.rows.isEmpty ? nil : $0 }
    }
    try app.press(adding.add)
    try app.press(adding.add)
    _ = try await app.shows("the lists are not shown", \.lists)
    #expect(try await app.engine.lists().count == 2)
    try await app.readsAgain { app.store.returns() }
    #expect(app.store.shell.place == .lists() && app.store.shell.been.isEmpty)
  }

  @Test func aListIsRemovedOnceItsUserSaysSo() async throws {
    let app = try App()
    let kept = try await app.engine.addList(
      name: "Mine", source: .text(text: "https://example.org/"))
    let id = try #require(kept.list).id
    app.store.goes(.lists)
    _ = try await app.shows("no lists", \.lists)
    app.store.goes(.group(id: id))
    let group = try await app.shows("no list", \.group)
    let remove = try #require(group.actions.last)
    try app.press(remove)
    try app.press(remove)
    let question = try await app.shows("nobody asks", \.question)
    #expect(try await app.engine.lists().count == 2)
    try app.press(question.yes)
    try app.press(question.yes)
    _ = try await app.shows("the lists are not shown", \.lists)
    #expect(try await app.engine.lists().count == 1)
    #expect(app.store.shell.place == .lists() && app.store.shell.been == [.home])
  }

  @Test func aRowIsGoneToOnce() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.store.goes(.lists)
    app.store.goes(.lists)
    _ = try await app.shows("no lists", \.lists)
    #expect(app.store.shell.been == [.home])
    app.store.goes(.about)
    app.store.does(.cancel)
    _ = try await app.shows("no page", \.about)
    #expect(app.store.shell.been == [.home, .lists()])
  }

  @Test func aFileIsAskedForOnce() async throws {
    let (app, gate) = (try App(), Gate())
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.window.picker = gate
    app.window.file = Data("https://example.org/\n".utf8)
    app.store.does(.openFile)
    await gate.holds()
    app.store.does(.openFile)
    gate.open()
    _ = try await app.shows("not read") { $0.adding.flatMap { $0.rows.isEmpty ? nil : $0 } }
    #expect(app.window.picked == 1)
    app.store.does(.openFile)
    try await app.until("it is not asked again") { _ in app.window.picked == 2 }
  }

  @Test func oneStepOfTheFirstRunIsTakenAtATime() async throws {
    let app = try App(isBegun: false)
    func step(_ number: UInt8) async throws -> FirstRun {
      try await app.shows("no step \(number)") {
        $0.first.flatMap { $0.step == number ? $0 : nil }
      }
    }
    _ = try await step(1)
    app.store.asks(.choice("en"))
    let second = try await step(2)
    try app.press(second.next)
    try app.press(second.next)
    _ = try await step(3)
    app.store.asks(.choice("operator"))
    let answered = try await app.shows("not answered") { shown in
      shown.first.flatMap { $0.step == 3 && $0.next?.isEnabled == true ? $0 : nil }
    }
    try app.press(answered.next)
    try app.press(answered.next)
    let fourth = try await step(4)
    try app.press(fourth.next)
    try app.press(fourth.next)
    _ = try await step(5)
    try await app.readsAgain { app.store.returns() }
    #expect(!app.chosen.isBegun && app.core.going == nil, "a test begins by its own button alone")
  }
}
