import ArnaScreens
import UIKit

/// What the phone says of itself. What it does not say is left out, and never made up.
@MainActor final class Phone {
  private let networks: Networks

  init(_ networks: Networks) {
    self.networks = networks
    UIDevice.current.isBatteryMonitoringEnabled = true
  }

  /// Under which conditions something would run now.
  func conditions() -> Conditions {
    let device = UIDevice.current
    let charge = device.batteryLevel
    return Conditions(
      network: networks.used(),
      batteryPercent: charge < 0 ? nil : Int32((charge * 100).rounded()),
      isCharging: device.batteryState == .unknown
        ? nil : device.batteryState == .charging || device.batteryState == .full,
      isPowerSaving: ProcessInfo.processInfo.isLowPowerModeEnabled,
      isDataSaving: networks.isDataSaved())
  }
}
