import ArnaScreens
import CoreTelephony
import Foundation

/// What the phone says of its radio. Apple gives apps neither the operator's name nor country, nor how strong the signal is:
/// where it is, its clock tells, which a phone sets by the network that it comes to.
final class PhoneRadio: Radio {
  func reading() throws -> RadioReading {
    let telephony = CTTelephonyNetworkInfo()
    let technology = telephony.dataServiceIdentifier.flatMap {
      telephony.serviceCurrentRadioAccessTechnology?[$0]
    }
    let country = countryOfZone(zone: TimeZone.autoupdatingCurrent.identifier)
    return RadioReading(link: technology.flatMap(Self.link), country: country)
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
