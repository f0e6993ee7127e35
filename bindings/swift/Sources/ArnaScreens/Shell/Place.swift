import ArnaKit
import Foundation

/// Where somebody is in the app, and which part of it is shown.
public enum Place: Hashable, Sendable {
  /// The first run.
  case first(FirstState)
  case home
  /// A run that goes on.
  case run
  /// The sites of a run.
  case sites(ResultsQuery)
  case site(SiteQuery, isUnfolded: Bool = false)
  case history(HistoryQuery)
  /// The card of a measurement, before it is sent on.
  case card(String)
  /// What is tested; what is looked for there.
  case lists(String = "")
  /// The sites of a group or a list.
  case group(String, pages: UInt32 = 1)
  /// What a risky kind of sites means.
  case risky(String, pages: UInt32 = 1)
  /// What is set; the main part has no name.
  case settings(String = "")
  /// Whom a test contacts.
  case contacts
  case risks
  case about
  /// The licence of a part of the app; nothing: its own.
  case licence(String?)
  /// Where sites are added: text that was typed, or a file; `isShared`: another app gave the text.
  case adding(text: String = "", name: String? = nil, isShared: Bool = false, file: Data? = nil)
  /// Why there was no automatic test.
  case automatic
  /// What was asked for did not come about, and why.
  case notDone(Trouble)
  /// A question before something that cannot be undone.
  case confirm(Confirm)

  /// What the engine calls its screen, where that changes by itself.
  public var screen: ScreenName? {
    switch self {
    case .home: .home
    case .sites: .results
    case .site: .site
    case .history: .history
    case .lists, .group, .risky: .lists
    case .settings: .settings
    case .automatic: .autoWhy
    default: nil
    }
  }

  /// The tab that it belongs to; nothing: there are no tabs.
  public var tab: MainTab? {
    switch self {
    case .home: .home
    case .sites: .sites
    case .history: .history
    case .settings(let part): part.isEmpty ? .settings : nil
    default: nil
    }
  }

  /// Whether two places are one page, though perhaps another part of it: it keeps what it had scrolled to.
  public func isSamePage(as other: Place) -> Bool {
    switch (self, other) {
    case (.first(let one), .first(let other)): one.step == other.step
    case (.sites, .sites), (.history, .history), (.lists, .lists), (.adding, .adding): true
    case (.site(let one, _), .site(let other, _)): one == other
    case (.group(let one, _), .group(let other, _)): one == other
    case (.risky(let one, _), .risky(let other, _)): one == other
    default: self == other
    }
  }

  /// The same place with another part shown; nothing if it has no such part.
  func asked(_ ask: Ask) -> Place? {
    switch (self, ask) {
    case (.sites(let query), _): query.asked(ask).map(Place.sites)
    case (.site(let query, let isUnfolded), .fold): .site(query, isUnfolded: !isUnfolded)
    case (.history(let query), _): query.asked(ask).map(Place.history)
    case (.lists, .query(let text)): .lists(text)
    case (.adding(_, let name, let isShared, _), .typed(let text)):
      .adding(text: text, name: name, isShared: isShared)
    case (.adding(_, let name, _, _), .file(let content)):
      .adding(name: name, file: content)
    case (.adding(let text, _, let isShared, let file), .named(let name)):
      .adding(text: text, name: name, isShared: isShared, file: file)
    case (.group(let id, let pages), .more): .group(id, pages: pages + 1)
    case (.risky(let category, let pages), .more): .risky(category, pages: pages + 1)
    default: nil
    }
  }
}

extension ResultsQuery {
  fileprivate func asked(_ ask: Ask) -> ResultsQuery? {
    switch ask {
    case .filter(let id): with(text: text, only: id)
    case .query(let text): with(text: text, only: only)
    case .run(let id): ResultsQuery(run: id, network: network)
    case .fold:
      ResultsQuery(
        run: run, text: text, only: only, isUnfolded: !isUnfolded, pages: pages, network: network)
    case .more:
      ResultsQuery(
        run: run, text: text, only: only, isUnfolded: isUnfolded, pages: pages + 1,
        network: network)
    default: nil
    }
  }

  /// The first page of the same run, narrowed in another way.
  func with(text: String, only: String?) -> ResultsQuery {
    ResultsQuery(run: run, text: text, only: only, isUnfolded: isUnfolded, network: network)
  }
}

extension HistoryQuery {
  fileprivate func asked(_ ask: Ask) -> HistoryQuery? {
    switch ask {
    case .half(let id): with(half: id, day: day, pages: pages)
    case .day(let id): with(half: half, day: id, pages: pages)
    case .more: with(half: half, day: day, pages: pages + 1)
    default: nil
    }
  }

  private func with(half: String?, day: String?, pages: UInt32) -> HistoryQuery {
    HistoryQuery(
      half: half, days: days, day: day, journalOf: journalOf, pages: pages, network: network)
  }
}
