import ArnaScreens
import CoreTelephony

/// What the phone says of its radio. Apple gives apps neither the operator's name nor how strong the signal is.
final class PhoneRadio: Radio {
  func reading() throws -> RadioReading {
    let telephony = CTTelephonyNetworkInfo()
    guard let data = telephony.dataServiceIdentifier,
      let technology = telephony.serviceCurrentRadioAccessTechnology?[data]
    else { return RadioReading() }
    return RadioReading(link: Self.link(technology))
  }

  private static func link(_ technology: String) -> RadioLink? {
    switch technology {
    case CTRadioAccessTechnologyNR, CTRadioAccessTechnologyNRNSA: return .nr
    case CTRadioAccessTechnologyLTE: return .lte
    case CTRadioAccessTechnologyGPRS, CTRadioAccessTechnologyEdge: return .twoG
    case CTRadioAccessTechnologyWCDMA, CTRadioAccessTechnologyHSDPA, CTRadioAccessTechnologyHSUPA:
      return .threeG
    default: return nil
    }
  }
}
