// Programs of this package, run as children.

import Foundation

/// A program of this package that runs.
final class Child: @unchecked Sendable {
  private let process = Process()
  private let output = Pipe()
  private let ended: AsyncStream<Void>
  private var said = Data()

  init(_ program: String, _ arguments: String...) throws {
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    self.ended = ended
    process.executableURL = Self.programs.appendingPathComponent(program)
    process.arguments = arguments
    process.standardOutput = output
    process.terminationHandler = { _ in end.finish() }
    try process.run()
  }

  /// Waits for the next line; `nil`: it says no more.
  func line() -> String? {
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
  func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Waits for its end, and gives its exit code.
  func status() async -> Int32 {
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
