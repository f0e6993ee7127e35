// Refused: verbatim
import SwiftUI

struct OwnWord: View {
  var body: some View { Text("A word of the app's own") }
}
