import ArnaScreens
import Foundation

/// What the app chose, in its own defaults: nothing of it says what somebody looked at.
final class KeptWords: Kept {
  private let defaults = UserDefaults.standard

  func word(_ key: String) -> String? { defaults.string(forKey: key) }

  func keep(_ word: String?, _ key: String) {
    if let word { defaults.set(word, forKey: key) } else { defaults.removeObject(forKey: key) }
  }
}
