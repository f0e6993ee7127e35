// Refused: is only available in iOS 16 or newer
import SwiftUI

struct NewerType: View {
  var body: some View { NavigationStack { EmptyView() } }
}
