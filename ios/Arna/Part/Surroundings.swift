import ArnaScreens
import SwiftUI

/// What every view of the app finds around it: how things look in this room, in which language, light or dark.
struct Surroundings<Content: View>: View {
  @ObservedObject var model: Model
  /// Told how wide the room is.
  @ViewBuilder let content: (CGFloat) -> Content
  @Environment(\.colorScheme) private var scheme
  @Environment(\.layoutDirection) private var direction
  @Environment(\.accessibilityReduceMotion) private var isStill
  /// So large is what is a hundred points large as usual.
  @ScaledMetric(relativeTo: .body) private var hundred: CGFloat = 100

  var body: some View {
    GeometryReader { room in
      content(room.size.width)
        .environment(\.look, look(room))
        .environmentObject(model)
    }
    .preferredColorScheme(model.isDark.map { $0 ? .dark : .light })
    .environment(\.locale, Locale(identifier: model.language))
  }

  private func look(_ room: GeometryProxy) -> Look {
    let isNight = model.isDark ?? (scheme == .dark)
    return Look(
      palette: isNight ? .dark : .light, scale: hundred / 100, width: room.size.width,
      // With what a keyboard covers: else a tall page would lie down under one, and lose the field that is typed in.
      height: room.size.height + room.safeAreaInsets.bottom, isMirrored: direction == .rightToLeft,
      isStill: isStill)
  }
}
