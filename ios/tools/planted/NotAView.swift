// Refused: does not conform to 'View'
import SwiftUI

struct NotAView: View {
  var body: some View {
    VStack {
      "words"
      EmptyView()
    }
  }
}
