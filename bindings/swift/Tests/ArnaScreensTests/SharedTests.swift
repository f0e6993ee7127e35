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

  @Test func theExtensionSpeaksTheLanguageThatWasChosenInTheApp() async throws {
    let spoken = ["en", "ru", "kk"]
    let language = ChosenLanguage(try folder().appendingPathComponent("Library/language"))
    #expect(language.among(spoken) == nil, "nothing is there yet")
    let app = try App(isBegun: false, language: language)
    _ = try await app.shows("no first run", \.first)
    #expect(language.among(spoken) == nil, "the phone's is nobody's choice")
    app.store.asks(.choice("kk"))
    try await app.until("not chosen") { $0.language == "kk" }
    #expect(language.among(spoken) == "kk")
    app.store.does(.set(key: Chosen.language, value: "ru"))
    #expect(language.among(spoken) == "ru")
    #expect(language.among(["en", "kk"]) == nil, "it speaks none but its own")
    app.store.does(.set(key: Chosen.language, value: "phone"))
    #expect(language.among(spoken) == nil)
    app.store.does(.set(key: Chosen.language, value: "kk"))
    app.chosen.forget()
    #expect(language.among(spoken) == nil, "nothing of it is left")
  }

  @Test func whatWasChosenBeforeTheExtensionAskedIsFoundAndRubbishIsNone() throws {
    let spoken = ["en", "ru", "kk"]
    let file = try folder().appendingPathComponent("language")
    let language = ChosenLanguage(file)
    for rubbish in [Data(), Data("xx".utf8), Data("../kk".utf8), Data([0xff, 0xfe])] {
      try rubbish.write(to: file)
      #expect(language.among(spoken) == nil)
    }
    let memory = Memory()
    memory.keep("ru", Chosen.language)
    _ = try App(memory: memory, language: language)
    #expect(language.among(spoken) == "ru")
    // A folder in its place is no language, and hinders nobody.
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    #expect(language.among(spoken) == nil)
    let blocked = ChosenLanguage(file.appendingPathComponent("none/language"))
    blocked.keep("kk")
    #expect(blocked.among(spoken) == "kk")
    language.keep("kk")
    #expect(language.among(spoken) == "kk")
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
