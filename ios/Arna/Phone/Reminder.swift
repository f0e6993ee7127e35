import ArnaScreens
import Foundation
import UserNotifications

/// Says that a second look is due: neutrally, without a site's name.
@MainActor enum Reminder {
  private static let due = "due"

  /// Reminds at a time, also after the phone was restarted. A later wish replaces an earlier one.
  static func at(_ time: Date, language: String) async {
    guard await isAllowed() else { return }
    let told = textsOfNotices(reader: Reader.ofPhone(language: language)).due
    let content = UNMutableNotificationContent()
    content.title = told.title
    content.body = told.detail ?? ""
    content.sound = told.isSilent ? nil : .default
    let wait = max(time.timeIntervalSinceNow, 1)
    let trigger = UNTimeIntervalNotificationTrigger(timeInterval: wait, repeats: false)
    let request = UNNotificationRequest(identifier: due, content: content, trigger: trigger)
    try? await UNUserNotificationCenter.current().add(request)
  }

  /// Whether notices may be shown: asked here, and nowhere before somebody wants one.
  @discardableResult static func isAllowed() async -> Bool {
    let center = UNUserNotificationCenter.current()
    return (try? await center.requestAuthorization(options: [.alert, .sound])) ?? false
  }

  static func forget() {
    UNUserNotificationCenter.current().removeAllPendingNotificationRequests()
    UNUserNotificationCenter.current().removeAllDeliveredNotifications()
  }
}
