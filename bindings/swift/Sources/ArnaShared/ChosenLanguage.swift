import Foundation

/// The language that was chosen in the app, where its extension finds it: that has neither the engine nor what the app keeps.
public struct ChosenLanguage: Sendable {
  private let file: URL

  public init(_ file: URL) {
    self.file = file
  }

  /// Keeps it; nothing: none was chosen. Where it cannot be kept, none was.
  public func keep(_ language: String?) {
    let content = language.map { Data($0.utf8) }
    guard content != (try? Data(contentsOf: file)) else { return }
    try? FileManager.default.removeItem(at: file)
    guard let content else { return }
    let folder = file.deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: nil)
    try? content.write(to: file, options: .atomic)
  }

  /// It, if it is one of these; nothing: the phone's is to be spoken.
  public func among(_ spoken: [String]) -> String? {
    guard let content = try? Data(contentsOf: file) else { return nil }
    return spoken.first { Data($0.utf8) == content }
  }
}

#if os(iOS)
  extension ChosenLanguage {
    /// That of the app and its extension; nothing: they were signed without their group.
    public static var ofGroup: ChosenLanguage? {
      let group = FileManager.default.containerURL(
        forSecurityApplicationGroupIdentifier: "group.kz.arna.app")
      let file = group?.appendingPathComponent("Library/language", isDirectory: false)
      return file.map(ChosenLanguage.init)
    }
  }
#endif
