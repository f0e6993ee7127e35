// Refused: is only available in iOS 16 or newer
import SwiftUI

struct NewerModifier: View {
  var body: some View { EmptyView().bold() }
}
