import ArnaShared
import UIKit

/// What stands there when another app shares something with Arna. It keeps text and addresses until the app is opened, and says
/// so. What is in them it does not know: it has no engine, and asks no network.
final class ShareController: UIViewController {
  private var isAsked = false

  override func viewDidAppear(_ animated: Bool) {
    super.viewDidAppear(animated)
    guard !isAsked else { return }
    isAsked = true
    Task { says(await isKept() ? "shared_is_kept" : "shared_is_not_kept") }
  }

  private func isKept() async -> Bool {
    var texts: [String] = []
    for case let item as NSExtensionItem in extensionContext?.inputItems ?? [] {
      for provider in item.attachments ?? [] {
        if let text = await text(of: provider) { texts.append(text) }
      }
    }
    do {
      guard let inbox = Inbox.ofGroup else { return false }
      try inbox.put(texts.joined(separator: "\n"))
      return true
    } catch {
      return false
    }
  }

  /// An address as it is written, else text. A file's address says nothing: its text is wanted.
  private func text(of provider: NSItemProvider) async -> String? {
    if provider.canLoadObject(ofClass: URL.self) {
      let url: URL? = await withCheckedContinuation { done in
        // It comes on any thread: a closure of the main actor's would end the extension there.
        _ = provider.loadObject(ofClass: URL.self) { @Sendable url, _ in
          done.resume(returning: url)
        }
      }
      if let url, !url.isFileURL { return url.absoluteString }
    }
    guard provider.canLoadObject(ofClass: String.self) else { return nil }
    return await withCheckedContinuation { done in
      _ = provider.loadObject(ofClass: String.self) { @Sendable text, _ in
        done.resume(returning: text)
      }
    }
  }

  /// A sentence, and a button that leads back to the app that shared.
  private func says(_ key: String) {
    let sentence = UIAlertController(title: word(key), message: nil, preferredStyle: .alert)
    let understood = UIAlertAction(title: word("shared_understood"), style: .default) {
      [weak self] _ in
      self?.extensionContext?.completeRequest(returningItems: nil, completionHandler: nil)
    }
    sentence.addAction(understood)
    present(sentence, animated: true, completion: nil)
  }

  /// The core's words: they are made into the extension's own files, since it has no core.
  private func word(_ key: String) -> String {
    words.localizedString(forKey: key, value: nil, table: nil)
  }

  /// Those of the language that was chosen in the app, else of the phone's.
  private lazy var words: Bundle = {
    let language = ChosenLanguage.ofGroup?.among(Bundle.main.localizations)
    let folder = language.flatMap { Bundle.main.path(forResource: $0, ofType: "lproj") }
    return folder.flatMap(Bundle.init(path:)) ?? .main
  }()
}
