// Refused: has no member 'answr'
import ArnaScreens
import SwiftUI

struct NoSuchField: View {
  let home: Home
  var body: some View { Text(verbatim: home.answr) }
}
