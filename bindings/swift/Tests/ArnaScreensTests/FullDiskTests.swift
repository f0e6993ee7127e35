import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// A phone without room: a sentence, what is complete is kept, and once there is room a test works.
@MainActor
@Suite(
  .timeLimit(.minutes(3)),
  .enabled(if: SmallDisk.canBeMade, "it needs a small disk, and only root can mount one"))
struct FullDiskTests {
  private let disk: SmallDisk
  private let app: App

  init() throws {
    disk = try SmallDisk()
    app = try App(disk.folder)
  }

  private func complete() async throws -> Int {
    var complete = 0
    for run in try await app.engine.runs(before: nil, limit: 10) {
      let measurements = try await app.engine.measurements(run: run.id, from: 0, limit: 500)
      complete += measurements.filter { $0.code != nil }.count
    }
    return complete
  }

  /// Why it did not come about, once it is said.
  private func said() async throws -> Trouble {
    try await app.shows("no sentence") {
      $0.trouble.flatMap { $0.sentence.contains(Self.full) ? $0 : nil }
    }
  }

  private func homeAfterTest() async throws {
    try await app.until("it does not end") { store in
      store.shell.place == .home && store.shown.home?.main.label == "Test again"
        && app.core.going == nil
    }
  }

  @Test
  func aRunThatFindsNoMoreRoomSaysSoKeepsWhatIsCompleteAndIsGoneOnWithOnceThereIsSome()
    async throws
  {
    let home = try await app.shows("no home", \.home)
    try disk.fill(left: Self.room)
    try app.press(home.main)
    _ = try await said()
    #expect(app.core.going == nil)
    let kept = try await complete()
    #expect(kept > 0)
    app.store.back()
    let left = try await app.shows("no way on") {
      $0.home.flatMap { $0.main.does == .goOn ? $0 : nil }
    }
    app.store.goes(.contacts)
    try await app.until("it does not go on") { $0.shownPlace == .contacts }
    app.store.back()
    _ = try await app.shows("not back", \.home)
    try disk.empty()
    try app.press(left.main)
    try await homeAfterTest()
    let runs = try await app.engine.runs(before: nil, limit: 10)
    #expect(runs.map(\.isWhole) == [true])
    #expect(try await complete() > kept)
  }

  @Test func aRunThatFindsNoRoomAtAllSaysSoAndNothingOfItIsLeft() async throws {
    let home = try await app.shows("no home", \.home)
    try disk.fill(left: 0)
    try app.press(home.main)
    _ = try await said()
    #expect(try await complete() == 0)
    try disk.empty()
    app.store.tab(.home)
    try app.press(try await app.shows("no home", \.home).main)
    try await homeAfterTest()
  }

  private static let full = "No room is left on this device to keep results."
  /// For about half of what a run keeps.
  private static let room = 256 * 1_024
}

/// A disk of 8 MB, on which somebody's photos can take all room.
private final class SmallDisk: Sendable {
  let folder: URL

  init() throws {
    folder = try ArnaTesting.folder()
    guard Self.system("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.path) else {
      throw NeverCame(description: "nothing can be mounted")
    }
  }

  deinit { _ = Self.system("umount", "-l", folder.path) }

  static let canBeMade: Bool = (try? SmallDisk()) != nil

  private var photos: URL { folder.appendingPathComponent("photos") }

  /// They take all room but this.
  func fill(left: Int) throws {
    #expect(FileManager.default.createFile(atPath: photos.path, contents: nil))
    let file = try FileHandle(forWritingTo: photos)
    defer { try? file.close() }
    let part = Data(repeating: 1, count: 4_096)
    while (try? file.write(contentsOf: part)) != nil {}
    let end = try file.seekToEnd()
    try file.truncate(atOffset: end - UInt64(left))
  }

  /// They are deleted.
  func empty() throws { try FileManager.default.removeItem(at: photos) }

  private static func system(_ command: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = nil
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
