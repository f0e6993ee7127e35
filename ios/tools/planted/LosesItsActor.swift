// Refused: loses global actor
import SwiftUI

func losesItsActor(_ view: some View, _ tap: @escaping @MainActor () -> Void) -> some View {
  view.onTapGesture(perform: tap)
}
