// Refused: has no member 'glow'
import SwiftUI

struct NoSuchModifier: View {
  var body: some View { EmptyView().glow() }
}
