import ArnaScreens
import Foundation

/// Where results are kept.
enum Folder {
  /// Its path; it is made where it is missing. No backup takes it, and it cannot be read before the phone was unlocked once
  /// since it was started: a test in the background may come with the screen locked.
  static func path() throws -> String {
    let files = FileManager.default
    let support = try files.url(
      for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
    var folder = support.appendingPathComponent("arna", isDirectory: true)
    try files.createDirectory(
      at: folder, withIntermediateDirectories: true,
      attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try folder.setResourceValues(values)
    return folder.path
  }

  /// What another app gave: a file, of which the system made a copy for this app.
  static func given(_ url: URL) throws -> Data {
    // It says what somebody looks at, and is not kept.
    defer { if url.isFileURL { try? FileManager.default.removeItem(at: url) } }
    return try SitesFile.read(url)
  }

  /// A file that is handed to another app, in a folder of its own: the next one replaces it.
  static func lent(name: String, _ write: (URL) throws -> Void) throws -> URL {
    try FileFault.told(.unwritten) {
      forgetLent()
      try FileManager.default.createDirectory(
        at: lending, withIntermediateDirectories: true, attributes: nil)
      let file = lending.appendingPathComponent(name)
      try write(file)
      return file
    }
  }

  /// The same of what is in memory.
  static func lent(_ content: Data, name: String) throws -> URL {
    try lent(name: name) { try content.write(to: $0, options: [.atomic, .completeFileProtection]) }
  }

  /// Erases what was handed on last: it says what somebody looked at.
  static func forgetLent() {
    try? FileManager.default.removeItem(at: lending)
  }

  private static var lending: URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("lent", isDirectory: true)
  }
}
