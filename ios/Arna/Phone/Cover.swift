import SwiftUI
import UIKit

/// Covers all of the app in a window of its own, above every other: a sheet of the system's (share, files) stands above the page
/// and above what covers that, and would be seen in the app switcher and while the app is locked. The sheet stays as it is.
@MainActor final class Cover {
  private var window: UIWindow?

  func covers(with page: some View) {
    guard let window = window ?? made() else { return }
    self.window = window
    window.rootViewController = UIHostingController(rootView: page)
    // It is not the key window: what was typed in stays so.
    window.isHidden = false
  }

  func isOver() {
    window?.isHidden = true
    window = nil
  }

  private func made() -> UIWindow? {
    let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
    guard let scene = scenes.first else { return nil }
    let window = UIWindow(windowScene: scene)
    window.windowLevel = UIWindow.Level(rawValue: UIWindow.Level.alert.rawValue + 1)
    return window
  }
}
