import ArnaScreens
import Foundation
import UserNotifications

/// What Arna says outside of its window: neutrally, without a site's name. A locked screen shows of it what its owner lets
/// it show of all apps: no app can keep out of it by itself.
@MainActor enum Reminder {
  private static let due = "due"
  private static let news = "news"

  /// Reminds at a time, also after the phone was restarted. A later wish replaces an earlier one. Whether that may be seen.
  static func at(_ time: Date, language: String) async -> Bool {
    guard await isAllowed() else { return false }
    let told = textsOfNotices(reader: Reader.ofPhone(language: language)).due
    await add(told, due, after: max(time.timeIntervalSinceNow, 1))
    return true
  }

  /// Says something now, in place of what was said before. Whoever allowed no notices sees none.
  static func tells(_ told: Notice) async { await add(told, news, after: nil) }

  private static func add(_ told: Notice, _ id: String, after wait: TimeInterval?) async {
    let content = UNMutableNotificationContent()
    content.title = told.title
    content.body = told.detail ?? ""
    content.sound = told.isSilent ? nil : .default
    var trigger: UNNotificationTrigger?
    if let wait { trigger = UNTimeIntervalNotificationTrigger(timeInterval: wait, repeats: false) }
    let request = UNNotificationRequest(identifier: id, content: content, trigger: trigger)
    try? await UNUserNotificationCenter.current().add(request)
  }

  /// Whether notices may be shown: asked here, and nowhere before somebody wants one.
  static func isAllowed() async -> Bool {
    let center = UNUserNotificationCenter.current()
    return (try? await center.requestAuthorization(options: [.alert, .sound])) ?? false
  }

  static func forget() {
    UNUserNotificationCenter.current().removeAllPendingNotificationRequests()
    UNUserNotificationCenter.current().removeAllDeliveredNotifications()
  }
}
