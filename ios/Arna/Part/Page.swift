import ArnaScreens
import SwiftUI

/// Puts a page together: what stays above, the picture (beside the text on a lying screen), what scrolls, the button above the
/// tabs. Text is never wider than may be read.
struct Page<Top: View, Sight: View, Content: View, Dock: View>: View {
  var tab: MainTab?
  var more: MoreRows?
  @ViewBuilder let top: Top
  @ViewBuilder let picture: Sight
  @ViewBuilder let content: Content
  @ViewBuilder let dock: Dock
  @Environment(\.look) private var look

  var body: some View {
    Group {
      if look.isSideways { sideways } else { upright }
    }
    .frame(maxWidth: .infinity, maxHeight: .infinity)
    .background(look.colour(.ground).ignoresSafeArea())
  }

  private var upright: some View {
    VStack(spacing: 0) {
      top.modifier(Centred())
      ScrollView {
        VStack(spacing: 0) {
          picture
          lines.modifier(Centred())
          if isDockInside { docked }
        }
      }
      if !isDockInside { docked }
      if let tab {
        Rule()
        Tabs(chosen: tab)
      }
    }
  }

  private var sideways: some View {
    HStack(spacing: 0) {
      if let tab {
        Tabs(chosen: tab).frame(width: 80)
        upRule
      }
      if Sight.self != EmptyView.self {
        VStack { picture }.padding(.top, 16).frame(maxWidth: .infinity, maxHeight: .infinity)
        upRule
      }
      VStack(spacing: 0) {
        top
        ScrollView {
          lines
          if isDockInside { docked }
        }
        if !isDockInside { docked }
      }
      .frame(maxWidth: Sight.self == EmptyView.self ? Space.maxTextWidth : 364)
      .frame(maxWidth: Sight.self == EmptyView.self ? .infinity : 364)
    }
  }

  /// Buttons with the largest letters would leave no room for what they are about: there they end the page.
  private var isDockInside: Bool { look.scale >= (look.isSideways || look.isShort ? 1.6 : 2) }

  private var lines: some View {
    LazyVStack(spacing: 0) {
      content
      if let more { Color.clear.frame(height: 1).onAppear(perform: more.ask).id(more.after) }
    }
    .padding(.bottom, 16)
  }

  @ViewBuilder private var docked: some View {
    if Dock.self != EmptyView.self {
      dock
        .padding(.horizontal, look.margin)
        .padding(.top, 10)
        .padding(.bottom, 12)
        .modifier(Centred())
    }
  }

  private var upRule: some View {
    look.colour(.hairline).frame(width: Lines.hairline).accessibilityHidden(true)
  }
}

/// More rows, asked for when the end of those that are there is near.
struct MoreRows {
  /// How many are there: with others at its end a page asks again.
  let after: Int
  let ask: Tap
}

/// Not wider than text may be, in the middle of a wide screen.
struct Centred: ViewModifier {
  func body(content: Content) -> some View {
    content.frame(maxWidth: Space.maxTextWidth).frame(maxWidth: .infinity)
  }
}

/// A line above a page that leads back, with a title; a small one where the answer below it is the headline.
struct BackBar: View {
  var title: String?
  var isSmall = false
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    HStack(spacing: 0) {
      GlyphButton(glyph: .back, spoken: model.words.back) { model.back() }
      if let title {
        Words(isSmall ? .row : .title, title, points: isSmall ? 17 : nil).heading()
      }
      Spacer(minLength: 0)
    }
    .frame(minHeight: title == nil ? Space.targetMin : Space.topBar)
    .padding(.leading, 4)
    .padding(.trailing, look.margin)
  }
}

/// A title above a page, and what stands at its end.
struct TitleBar<End: View>: View {
  let title: String
  @ViewBuilder let end: End
  @Environment(\.look) private var look

  var body: some View {
    HStack(spacing: 0) {
      Words(.title, title).heading()
      Spacer(minLength: 8)
      end
    }
    .frame(minHeight: Space.topBar)
    .padding(.leading, look.margin)
    .padding(.trailing, 8)
  }
}
