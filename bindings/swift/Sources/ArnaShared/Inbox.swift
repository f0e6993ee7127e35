import Foundation

/// What other apps shared and Arna has not taken yet: a file for each time, in a folder of the app and its extension. It is text as
/// it came: what in it is a site, the engine says once the app is opened.
public struct Inbox: Sendable {
  private let folder: URL

  public init(_ folder: URL) {
    self.folder = folder
  }

  /// There is no text in it, or more than fits.
  public struct NotTaken: Error {}

  /// Bytes of text that it holds; a list has no more.
  public static let longest = 4_000_000

  /// Keeps a text until the app takes it.
  public func put(_ text: String, at time: Date = Date()) throws {
    let content = Data(text.utf8)
    guard !text.allSatisfy(\.isWhitespace), held() + content.count <= Self.longest else {
      throw NotTaken()
    }
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: nil)
    // By their names in the order in which they came.
    let moment = String(Int64(max(time.timeIntervalSince1970, 0) * 1_000))
    let padded = String(repeating: "0", count: max(16 - moment.count, 0)) + moment
    let file = folder.appendingPathComponent("\(padded)-\(UUID().uuidString)\(Self.ending)")
    try content.write(to: file, options: Self.sealed)
  }

  /// All of it in the order in which it came, below each other; nothing: there is none. It is here no more.
  public func take() -> String? {
    var texts: [String] = []
    for file in files() {
      // What cannot be read now, since the phone is locked, is here the next time.
      guard let content = try? Data(contentsOf: file) else { continue }
      try? FileManager.default.removeItem(at: file)
      texts.append(String(decoding: content, as: UTF8.self))
    }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }

  /// Erases all of it: it says what somebody looks at.
  public func forget() {
    try? FileManager.default.removeItem(at: folder)
  }

  private func files() -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    // What was half written has another ending.
    return names.filter { $0.hasSuffix(Self.ending) }.sorted()
      .map { folder.appendingPathComponent($0) }
  }

  private func held() -> Int {
    files().reduce(0) { sum, file in
      sum + ((try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
    }
  }

  private static let ending = ".shared"

  /// Whole or not at all, and unreadable while the phone is locked.
  private static var sealed: Data.WritingOptions {
    #if os(iOS)
      [.atomic, .completeFileProtection]
    #else
      .atomic
    #endif
  }
}

#if os(iOS)
  extension Inbox {
    /// That of the app and its extension; nothing: they were signed without their group. No backup takes it.
    public static var ofGroup: Inbox? {
      let group = FileManager.default.containerURL(
        forSecurityApplicationGroupIdentifier: "group.kz.arna.app")
      let folder = group?.appendingPathComponent("Library/Caches/shared", isDirectory: true)
      return folder.map(Inbox.init)
    }
  }
#endif
