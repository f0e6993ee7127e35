import ArnaScreens
import ArnaShared
import ArnaTesting
import Foundation
import Testing

/// What other apps share: from the extension's inbox to the page where sites are added.
@MainActor @Suite(.timeLimit(.minutes(2))) struct SharedTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)

  private func inbox() throws -> Inbox {
    Inbox(try folder().appendingPathComponent("shared", isDirectory: true))
  }

  private func app(_ inbox: Inbox, isBegun: Bool = true) async throws -> App {
    let app = try App(isBegun: isBegun)
    app.window.inbox = inbox
    if isBegun { _ = try await app.shows("no home", \.home) }
    return app
  }

  private func shown(_ app: App, _ text: String) async throws -> AddingSites {
    try app.window.inbox?.put(text)
    app.store.returns()
    return try await app.shows("not shown", \.adding)
  }

  @Test func whatWasSharedIsShownOnceAndKeptOnlyByWhoSaysSo() async throws {
    let inbox = try inbox()
    let app = try await app(inbox)
    try inbox.put("https://www.example.org/news", at: now)
    try inbox.put("Look: https://example.com/ and more", at: now + 1)
    app.store.returns()
    let adding = try await app.shows("not shown", \.adding)
    #expect(adding.rows.map(\.title) == ["www.example.org/news", "example.com"], "in their order")
    #expect(try await app.engine.lists().count == 1, "nobody said so yet")
    #expect(inbox.take() == nil, "it is on the page alone")
    app.store.back()
    _ = try await app.shows("not back", \.home)
    app.store.returns()
    #expect(app.store.shell.place == .home, "it does not come again")
  }

  @Test func textWithoutAnAddressIsAnsweredInWords() async throws {
    let app = try await app(try inbox())
    let adding = try await shown(app, "See you at eight, then.\nBring the cake!")
    #expect(adding.rows.isEmpty && !adding.add.isEnabled)
    #expect(adding.answer?.isEmpty == false && adding.name == nil)
  }

  @Test func aMegabyteOfTextIsRead() async throws {
    let app = try await app(try inbox())
    let prose = String(repeating: "nothing of this is an address; ", count: 34_000)
    #expect(prose.utf8.count > 1_000_000)
    let adding = try await shown(app, prose + "\nhttps://www.example.org/\n")
    #expect(adding.rows.map(\.title) == ["www.example.org"])
  }

  @Test func fiveThousandLinesAreReadAndTheFirstAreShown() async throws {
    let app = try await app(try inbox())
    let lines = (0..<5_000).map { "https://site\($0).example/" }.joined(separator: "\n")
    let adding = try await shown(app, lines)
    #expect(adding.answer?.contains("5,000") == true)
    #expect(!adding.rows.isEmpty && adding.rows.count < 5_000 && adding.more != nil)
  }

  @Test func nothingComesBeforeTheFirstRunIsOver() async throws {
    let inbox = try inbox()
    let app = try await app(inbox, isBegun: false)
    try inbox.put("https://example.com/")
    app.store.returns()
    _ = try await app.shows("no first run", \.first)
    #expect(app.store.shell.place.isSamePage(as: .first(firstState())))
    app.chosen.isBegun = true
    app.store.returns()
    #expect(try await app.shows("it is lost", \.adding).rows.count == 1)
  }

  @Test func whatDoesNotFitIsRefusedAndWhatIsThereStays() throws {
    let inbox = try inbox()
    #expect(throws: Inbox.NotTaken.self) { try inbox.put(" \n\t ") }
    let most = String(repeating: "a", count: Inbox.longest)
    #expect(throws: Inbox.NotTaken.self) { try inbox.put(most + "a") }
    try inbox.put("first", at: now)
    #expect(throws: Inbox.NotTaken.self, "together they are too long") { try inbox.put(most) }
    try inbox.put("second", at: now + 1)
    #expect(inbox.take() == "first\nsecond")
    try inbox.put(most)
    #expect(inbox.take() == most, "there is room again")
    try inbox.put("third")
    inbox.forget()
    #expect(inbox.take() == nil)
  }

  @Test func whereThereIsNoRoomThatIsSaid() throws {
    let file = try folder().appendingPathComponent("taken")
    try Data("no folder".utf8).write(to: file)
    let inbox = Inbox(file)
    #expect(throws: (any Error).self) { try inbox.put("https://example.com/") }
    #expect(inbox.take() == nil)
    #expect(try Data(contentsOf: file) == Data("no folder".utf8))
  }
}
