// Refused: risks causing data races
import UserNotifications

func notSendable(_ center: UNUserNotificationCenter) {
  Task.detached { center.removeAllDeliveredNotifications() }
}
