import ArnaScreens
import ArnaShared
import UIKit
import UniformTypeIdentifiers

/// The window, and the phone around it: sheets of the system's, its settings, its voice.
final class PhoneWindow: Window {
  private let chosen: Chosen
  private let phone: Phone
  private let background: Background
  private var picking: Picking?

  init(chosen: Chosen, phone: Phone, background: Background) {
    (self.chosen, self.phone, self.background) = (chosen, phone, background)
  }

  func sends(_ card: Card) throws {
    guard let top else { return }
    let traits = top.traitCollection
    let palette = traits.userInterfaceStyle == .dark ? Palette.dark : .light
    let isMirrored = traits.layoutDirection == .rightToLeft
    let picture = CardPicture(card, palette, isMirrored: isMirrored).image
    // Its name says nothing of what is on it.
    guard let content = picture.pngData() else { throw FileFault(.unwritten) }
    let file = try Folder.lent(content, name: "arna.png")
    let sheet = UIActivityViewController(activityItems: [file], applicationActivities: nil)
    // On an iPad it comes out of something.
    sheet.popoverPresentationController?.sourceView = top.view
    sheet.popoverPresentationController?.sourceRect = CGRect(
      x: top.view.bounds.midX, y: top.view.bounds.maxY - 80, width: 1, height: 1)
    top.present(sheet, animated: true, completion: nil)
  }

  func writes(_ what: Written, name: String) throws {
    guard let top else { return }
    let file =
      switch what {
      case .text(let text): try Folder.lent(Data(text.utf8), name: name)
      case .file(let path): try Folder.lent(name: name) { try move(path, to: $0) }
      }
    let sheet = UIDocumentPickerViewController(forExporting: [file], asCopy: true)
    top.present(sheet, animated: true, completion: nil)
  }

  /// What is long is not held in memory, and what the engine wrote out is not locked: it does not stay there.
  private func move(_ path: String, to file: URL) throws {
    try FileManager.default.moveItem(at: URL(fileURLWithPath: path), to: file)
    try FileManager.default.setAttributes(
      [.protectionKey: FileProtectionType.complete], ofItemAtPath: file.path)
  }

  func reads() async throws -> Data? {
    guard let top else { return nil }
    let types: [UTType] = [.plainText, .commaSeparatedText, .json, .data]
    let sheet = UIDocumentPickerViewController(forOpeningContentTypes: types, asCopy: true)
    let file = await withCheckedContinuation { done in
      let picking = Picking(done)
      self.picking = picking
      sheet.delegate = picking
      top.present(sheet, animated: true, completion: nil)
    }
    picking = nil
    guard let file else { return nil }
    return try await Task.detached { try Folder.given(file) }.value
  }

  func shared() -> String? { Inbox.ofGroup?.take() }

  func reminds(atMs: Int64) async -> Bool {
    let time = Date(timeIntervalSince1970: TimeInterval(atMs) / 1_000)
    return await Reminder.at(time, language: chosen.language)
  }

  func asksForNotices() async -> Bool { await Reminder.isAllowed() }

  /// Apple lets an app open its own page alone: from there the others are two taps away.
  func opens(_ page: PhonePage) {
    guard let own = URL(string: UIApplication.openSettingsURLString) else { return }
    UIApplication.shared.open(own, options: [:], completionHandler: nil)
  }

  func says(_ sentence: String) {
    // It waits for what is being spoken: a page that just came is named first.
    let waits = [NSAttributedString.Key.accessibilitySpeechQueueAnnouncement: true]
    let told = NSAttributedString(string: sentence, attributes: waits)
    UIAccessibility.post(notification: .announcement, argument: told)
  }

  func unlocks(reason: String) async -> Bool { await Owner.isHere(reason: reason) }

  func goesOn(done: Int, of total: Int) { background.goesOn(done: done, of: total) }

  func isOver() { background.isOver() }

  func forgets() {
    Reminder.forget()
    Folder.forgetLent()
    Inbox.ofGroup?.forget()
    background.forget()
  }

  func conditions() async -> Conditions { phone.conditions() }

  /// What is in front, to put a sheet before it.
  private var top: UIViewController? {
    let windows = UIApplication.shared.connectedScenes
      .compactMap { $0 as? UIWindowScene }
      .flatMap(\.windows)
    // Never before what covers the app.
    let own = windows.filter { $0.windowLevel == .normal }
    var top = (own.first { $0.isKeyWindow } ?? own.first)?.rootViewController
    while let next = top?.presentedViewController { top = next }
    return top
  }

  /// Hears which file was picked, once.
  private final class Picking: NSObject, UIDocumentPickerDelegate {
    private let picked: OnlyOnce<URL?>

    init(_ done: CheckedContinuation<URL?, Never>) {
      picked = OnlyOnce { done.resume(returning: $0) }
    }

    func documentPicker(
      _ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL]
    ) {
      picked(urls.first)
    }

    func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController) { picked(nil) }
  }
}
