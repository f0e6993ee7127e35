import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// Files that somebody chooses: what is the matter with one is said, and the app goes on.
@MainActor @Suite(.timeLimit(.minutes(2))) struct FilesTests {
  private func opened(_ text: String) async throws -> App {
    let app = try App()
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.store.asks(.typed(text))
    _ = try await app.shows("not read") { $0.adding.flatMap { $0.text == text ? $0 : nil } }
    return app
  }

  @Test func whatIsTheMatterWithAFileIsSaidAndAWayLeadsBack() async throws {
    let app = try await opened("https://example.org/")
    app.window.fault = FileFault(.unread)
    app.store.does(.openFile)
    let trouble = try await app.shows("nothing is said", \.trouble)
    #expect(trouble.sentence.contains("cannot be read"))
    try app.press(trouble.action)
    let adding = try await app.shows("no way back", \.adding)
    #expect(adding.text == "https://example.org/", "what was typed is there still")
    app.window.fault = FileFault(.noRoom)
    app.store.does(.export)
    let question = try await app.shows("nothing is asked", \.question)
    #expect(question.sentences.contains { $0.contains("not encrypted") })
    try app.press(question.yes)
    let room = try await app.shows("nothing is said", \.trouble)
    #expect(room.sentence.contains("no room"))
    try app.press(room.action)
    _ = try await app.shows("it is asked once more", \.adding)
  }

  @Test func aFileIsReadAsItIsAndOneThatIsTooLongStandsInNoField() async throws {
    let app = try await opened("https://example.org/")
    // "https://пример.рф/" in the old encoding of Russian systems.
    let name: [UInt8] = [0xef, 0xf0, 0xe8, 0xec, 0xe5, 0xf0, 0x2e, 0xf0, 0xf4]
    app.window.file = Data("https://".utf8) + name + Data("/\n".utf8)
    app.store.does(.openFile)
    let old = try await app.shows("not read") { $0.adding.flatMap { $0.held == nil ? nil : $0 } }
    #expect(old.rows.count == 1 && old.text == nil)
    let lines = (0..<5_000).map { "https://site\($0).example.kz/" }
    app.window.file = Data(lines.joined(separator: "\n").utf8)
    app.store.does(.openFile)
    let long = try await app.shows("not read") { shown in
      shown.adding.flatMap { $0.rows.count == 100 ? $0 : nil }
    }
    #expect(long.held != nil)
    try app.press(long.add)
    _ = try await app.shows("the lists are not shown", \.lists)
    #expect(try await app.engine.lists().contains { $0.pages == 5_000 })
  }

  @Test func aFileThatAnotherAppGivesIsReadOnceTheFirstRunIsOver() async throws {
    let file = try folder().appendingPathComponent("sites.txt")
    try Data("https://example.org/\n".utf8).write(to: file)
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.store.receives { try SitesFile.read(file) }
    #expect(try await app.shows("not shown", \.adding).rows.count == 1)
    try FileManager.default.removeItem(at: file)
    app.store.receives { try SitesFile.read(file) }
    try app.press(try await app.shows("nothing is said", \.trouble).action)
    _ = try await app.shows("no way back", \.adding)
    let new = try App(isBegun: false)
    new.store.receives { Data() }
    #expect(new.store.shell.place.isSamePage(as: .first(firstState())))
  }

  @Test func ofALongFileNoMoreIsReadThanAListMayHave() throws {
    let file = try folder().appendingPathComponent("long")
    let most = Int(longestList())
    try Data(count: most + 100).write(to: file)
    #expect(try SitesFile.read(file).count == most + 1)
    #expect(throws: FileFault(.unread)) { try SitesFile.read(file.deletingLastPathComponent()) }
    #expect(throws: FileFault(.unread)) {
      try SitesFile.read(URL(string: "https://example.org/")!)
    }
  }

  @Test func aDiskWithoutRoomIsToldFromOtherTroubles() throws {
    #expect(throws: FileFault(.noRoom)) {
      try FileFault.told(.unwritten) { throw CocoaError(.fileWriteOutOfSpace) }
    }
    #expect(throws: FileFault(.unwritten)) {
      try FileFault.told(.unwritten) { throw CocoaError(.fileWriteNoPermission) }
    }
  }
}
