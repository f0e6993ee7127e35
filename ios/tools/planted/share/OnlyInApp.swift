// Refused: is unavailable in application extensions
import UIKit

@MainActor func leavesTheExtension() {
  UIApplication.shared.open(URL(fileURLWithPath: ""), options: [:], completionHandler: nil)
}
