import ArnaShared
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

  /// What another app gave: the text of a file, of which the system made a copy for this app; nothing: it cannot be read.
  static func text(of url: URL) -> String? {
    guard url.isFileURL, let file = try? FileHandle(forReadingFrom: url) else { return nil }
    // It says what somebody looks at, and is not kept.
    defer { try? FileManager.default.removeItem(at: url) }
    do {
      // A film that was taken for a list does not fit into memory. An empty file has no bytes to give.
      let content = try file.read(upToCount: Inbox.longest) ?? Data()
      return String(decoding: content, as: UTF8.self)
    } catch {
      return nil
    }
  }

  /// A file that is handed to another app, in a folder of its own: the next one replaces it.
  static func lent(_ content: Data, name: String) throws -> URL {
    forgetLent()
    try FileManager.default.createDirectory(
      at: lending, withIntermediateDirectories: true, attributes: nil)
    let file = lending.appendingPathComponent(name)
    try content.write(to: file, options: [.atomic, .completeFileProtection])
    return file
  }

  /// Erases what was handed on last: it says what somebody looked at.
  static func forgetLent() {
    try? FileManager.default.removeItem(at: lending)
  }

  private static var lending: URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("lent", isDirectory: true)
  }
}
