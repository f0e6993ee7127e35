import ArnaKit

/// Where the app keeps what it chose: a few words by key.
public protocol Kept: AnyObject {
  func word(_ key: String) -> String?
  func keep(_ word: String?, _ key: String)
}

/// What the app itself keeps, since it is asked before anything is opened: its own settings by the keys that the core has for
/// them. Nothing of it says what somebody looked at.
@MainActor public final class Chosen {
  private let kept: any Kept
  private let phoneLanguages: () -> [String]
  /// Whether the phone can ask who holds it.
  private let isLockable: () -> Bool
  /// Told of the language that was chosen, at once and whenever it changes; nothing: the phone's.
  private let onLanguage: (String?) -> Void

  public init(
    _ kept: any Kept, phoneLanguages: @escaping () -> [String],
    isLockable: @escaping () -> Bool = { false },
    onLanguage: @escaping (String?) -> Void = { _ in }
  ) {
    self.kept = kept
    self.phoneLanguages = phoneLanguages
    self.isLockable = isLockable
    self.onLanguage = onLanguage
    onLanguage(chosenLanguage)
  }

  private var chosenLanguage: String? {
    kept.word(Self.language).flatMap { $0 == Self.phone ? nil : $0 }
  }

  /// The language: the one that was chosen, else the phone's if Arna speaks it, else Russian, which most who do not read one
  /// of the others read.
  public var language: String {
    if let chosenLanguage { return chosenLanguage }
    let first = phoneLanguages().first?.split(whereSeparator: { $0 == "-" || $0 == "_" }).first
    return first.map(String.init).flatMap { Self.spoken.contains($0) ? $0 : nil } ?? "ru"
  }

  /// The app's own settings, each with its value. One that is not here the app does not have.
  public var own: [String: String] {
    var own = Self.own.reduce(into: [:]) { $0[$1.key] = kept.word($1.key) ?? $1.value }
    if !isLockable() { own[Self.lock] = "none" }
    return own
  }

  /// Whether who opens the app has to unlock it.
  public var isLocked: Bool { own[Self.lock] == Self.phone }

  /// Light or dark; nothing: as the phone is.
  public var isDark: Bool? {
    switch own[Self.theme] {
    case "dark": true
    case "light": false
    default: nil
    }
  }

  /// Sets one of them; `false`: it is none of the app's.
  public func set(_ key: String, _ value: String) -> Bool {
    guard Self.own[key] != nil else { return false }
    kept.keep(value, key)
    if key == Self.language { onLanguage(chosenLanguage) }
    return true
  }

  /// Whether the first run is over.
  public var isBegun: Bool {
    get { kept.word(Self.begun) != nil }
    set { kept.keep(newValue ? "yes" : nil, Self.begun) }
  }

  /// Offers that were put off, and are not made again.
  public func isPutOff(_ offer: Offer) -> Bool { kept.word(Self.putOff(offer)) != nil }

  public func putOff(_ offer: Offer) { kept.keep("yes", Self.putOff(offer)) }

  /// Forgets all of it.
  public func forget() {
    let keys = [Self.begun] + Array(Self.own.keys) + Self.offers.map { Self.putOff($0) }
    for key in keys { kept.keep(nil, key) }
    onLanguage(nil)
  }

  /// The language's key.
  public static let language = "app.language"
  /// The lock's.
  public static let lock = "app.lock"
  private static let theme = "app.theme"
  private static let phone = "phone"
  private static let begun = "begun"
  private static let spoken: Set = ["kk", "ru", "en"]
  private static let own = [language: phone, lock: "off", theme: phone]
  /// What this app can offer: automatic tests, and notices about them.
  static let offers: [Offer] = [.automatic, .notices]

  private static func putOff(_ offer: Offer) -> String { "put_off.\(offer)" }
}
