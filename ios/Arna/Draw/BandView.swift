import ArnaScreens
import SwiftUI

/// What was so over time on one network. Time runs from left to right in every language; its sentence stands below it.
struct BandView: View {
  let parts: [BandPart]

  var body: some View {
    Drawing(isWay: false, height: bandHeight) { band(parts, width: $0.width) }
  }
}
