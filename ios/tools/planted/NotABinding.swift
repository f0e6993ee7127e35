// Refused: use wrapper instead
import SwiftUI

struct NotABinding: View {
  @State private var isOn = false
  var body: some View { Toggle(isOn: isOn) { EmptyView() } }
}
