// What tests of all targets have: programs of this package, run as children, and folders that go with the tests.

import Foundation

/// The folder of this package.
public let packageFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A program of this package that runs.
public final class Child: @unchecked Sendable {
  private let process = Process()
  private let output = Pipe()
  private let ended: AsyncStream<Void>
  private var said = Data()

  public init(_ program: String, _ arguments: String...) throws {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    self.ended = ended
    process.executableURL = Self.programs.appendingPathComponent(program)
    process.arguments = arguments
    process.standardOutput = output
    process.terminationHandler = { _ in end.finish() }
    try process.run()
  }

  /// Waits for the next line; `nil`: it says no more.
  public func line() -> String? {
    while true {
      if let end = said.firstIndex(of: UInt8(ascii: "\n")) {
        defer { said = said[(end + 1)...] }
        return String(decoding: said[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      said.append(more)
    }
  }

  /// Ends it without a warning, as the system does to an app.
  public func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Waits for its end, and gives its exit code.
  public func status() async -> Int32 {
    for await _ in ended {}
    return process.terminationStatus
  }

  /// Where the programs lie: beside the tests.
  private static let programs: URL = {
    #if os(macOS)
      let tests = Bundle.allBundles.first { $0.bundleURL.pathExtension == "xctest" }!.bundleURL
    #else
      let tests = Bundle.main.executableURL!  // `allBundles` crashes here
    #endif
    return tests.deletingLastPathComponent()
  }()
}

/// A folder of its own for a test.
public func folder() throws -> URL {
  let folder = allFolders.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

/// Where all of them are, until the tests end.
private let allFolders: URL = {
  atexit { try? FileManager.default.removeItem(at: allFolders) }
  return FileManager.default.temporaryDirectory.appendingPathComponent(
    "arna-test-\(UUID().uuidString)")
}()
