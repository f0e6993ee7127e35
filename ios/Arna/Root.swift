import ArnaScreens
import SwiftUI
import UIKit

/// The one window: the page of where somebody is, and what covers it while nobody is to see it.
struct Root: View {
  @ObservedObject var model: Model
  let cover: Cover
  let moved: (ScenePhase) -> Void
  @Environment(\.layoutDirection) private var direction
  @Environment(\.scenePhase) private var phase

  var body: some View {
    Surroundings(model: model) { width in
      ZStack {
        PageOf(shown: model.shown, place: model.shownPlace)
          // Told once the page is there: who listens is led to its beginning.
          .onAppear { UIAccessibility.post(notification: .screenChanged, argument: nil) }
          .id(model.page)
          // A container, so that the way back below holds for whatever is in it.
          .accessibilityElement(children: .contain)
          .accessibilityHidden(isCovered)
          .simultaneousGesture(fromEdge(width))
          .accessibilityAction(.escape) { model.back() }
        if isCovered { Covering(isInFront: phase == .active) }
      }
    }
    .onChange(of: phase) { moves(to: $0) }
    .onChange(of: model.isLocked) { _ in covers(phase) }
    .onOpenURL { model.opens($0) }
  }

  /// No site's name stands in the app switcher: what is not in front is covered. It stays as it is below that.
  private var isCovered: Bool { phase != .active || model.isLocked }

  private func moves(to phase: ScenePhase) {
    moved(phase)
    switch phase {
    case .active: model.returns()
    case .background: model.hides()
    default: break
    }
    covers(phase)
  }

  /// What stands above the page is covered as well.
  private func covers(_ phase: ScenePhase) {
    guard phase != .active || model.isLocked else { return cover.isOver() }
    let page = Surroundings(model: model) { _ in
      Covering(isInFront: phase == .active).accessibilityAddTraits(.isModal)
    }
    cover.covers(with: page)
  }

  /// A swipe from the edge at which reading begins leads back, as everywhere on this phone.
  private func fromEdge(_ width: CGFloat) -> some Gesture {
    DragGesture(minimumDistance: 24).onEnded { drag in
      let isMirrored = direction == .rightToLeft
      let start = isMirrored ? width - drag.startLocation.x : drag.startLocation.x
      let way = isMirrored ? -drag.translation.width : drag.translation.width
      if start < 24, way > 60, abs(drag.translation.height) < way { model.back() }
    }
  }
}

/// The page of a record.
struct PageOf: View {
  let shown: Shown
  let place: Place

  var body: some View {
    switch shown {
    case .working(let sentence): Working(sentence: sentence, tab: place.tab)
    case .trouble(let trouble, let wipe):
      Instead(glyph: .info, trouble: trouble, tab: place.tab, wipe: wipe)
    case .locked(let trouble, let wipe):
      Instead(glyph: .mark, trouble: trouble, tab: nil, wipe: wipe)
    case .first(let first): FirstRunPage(first: first)
    case .home(let home): HomePage(home: home)
    case .run(let run): RunPage(run: run)
    case .results(let results): ResultsPage(results: results)
    case .site(let site, let isUnfolded): SitePage(site: site, isUnfolded: isUnfolded)
    case .history(let history): HistoryPage(history: history)
    case .card(let card, let question): CardPage(card: card, question: question)
    default: ChoosingPageOf(shown: shown)
    }
  }
}

/// The page of a record of what is tested, set or to be known.
private struct ChoosingPageOf: View {
  let shown: Shown

  var body: some View {
    switch shown {
    case .lists(let lists): ListsPage(lists: lists)
    case .group(let group): GroupPage(group: group)
    case .risky(let kind): RiskyPage(kind: kind)
    case .settings(let settings, let isPart): SettingsPage(settings: settings, isPart: isPart)
    case .adding(let adding, let text, let name):
      AddingPage(adding: adding, text: text, name: name)
    case .automatic(let why): AutoWhyPage(why: why)
    case .contacts(let contacts): ContactsPage(contacts: contacts)
    case .risks(let risks): RisksPage(risks: risks)
    case .about(let about): AboutPage(about: about)
    case .licence(let licence): LicencePage(licence: licence)
    case .confirm(let question): ConfirmPage(question: question)
    default: EmptyView()
    }
  }
}
