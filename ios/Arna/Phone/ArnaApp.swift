import ArnaScreens
import ArnaShared
import SwiftUI
import UIKit

/// The app. What outlives its window is held by its delegate.
@main struct ArnaApp: App {
  @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

  var body: some Scene {
    WindowGroup {
      Root(
        model: delegate.process.model, cover: delegate.process.cover,
        moved: delegate.process.moved)
    }
  }
}

/// What the system tells the process.
@MainActor final class AppDelegate: NSObject, UIApplicationDelegate {
  /// The one of this process.
  private(set) lazy var process = Process()

  func application(
    _ application: UIApplication,
    didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?
  ) -> Bool {
    // A page that is drawn over the keyboard takes it away: a field for many lines has no key for that.
    UIScrollView.appearance().keyboardDismissMode = .interactive
    // The system wants to know what to start before the app has started.
    process.background.register()
    process.networks.watch { [core = process.core] in
      Task { @MainActor in core.networksChanged() }
    }
    return true
  }
}

/// The process: it holds the engine, which outlives every window.
@MainActor final class Process {
  let chosen: Chosen
  let core: Core
  let networks = Networks()
  let background: Background
  let model: Model
  let cover = Cover()
  private let window: PhoneWindow

  init() {
    // What was handed on before is with whom it was for, and is not locked here.
    Folder.forgetLent()
    let words = KeptWords()
    chosen = Chosen(
      words, phoneLanguages: { Locale.preferredLanguages }, isLockable: { Owner.canBeAsked },
      onLanguage: { ChosenLanguage.ofGroup?.keep($0) })
    let (language, uplinks) = (chosen.language, networks)
    let config = { @Sendable in
      let reader = Reader.ofPhone(language: language)
      return EngineConfig(folder: try Folder.path(), language: reader.language, zone: reader.zone)
    }
    core = Core {
      try Engine.open(
        config: config(), radio: PhoneRadio(), uplinks: uplinks, vault: Keychain())
    } erase: {
      try wipeUnopened(config: config(), vault: Keychain())
    }
    let phone = Phone(networks)
    background = Background(core: core, chosen: chosen, due: Due(words), phone: phone)
    window = PhoneWindow(chosen: chosen, phone: phone, background: background)
    model = Model(Store(core: core, chosen: chosen, window: window))
  }

  /// The window came to the front, or went out of sight. An app with scenes hears of it there alone.
  func moved(to phase: ScenePhase) {
    switch phase {
    case .active: background.returns()
    case .background: background.hides()
    default: break
    }
  }
}
