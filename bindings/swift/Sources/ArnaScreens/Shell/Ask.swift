import ArnaKit
import Foundation

/// Another part of the same screen is wanted. Ids are those of the record.
public enum Ask: Equatable, Sendable {
  /// One of several answers.
  case choice(String)
  /// A filter of a list.
  case filter(String)
  /// Whatever has this in its name.
  case query(String)
  /// What was typed or pasted as sites.
  case typed(String)
  /// What a file with sites holds.
  case file(Data)
  /// What a list is to be called.
  case named(String)
  /// Another name for a list.
  case rename(list: String, name: String)
  /// What is folded, or folded again.
  case fold
  /// The next page of rows.
  case more
  case run(String)
  /// A half of the history.
  case half(String)
  /// A day of the history.
  case day(String)
  /// A question before something that cannot be undone.
  case confirm(Confirm)
}

/// The four places that are always one touch away.
public enum MainTab: CaseIterable, Sendable {
  case home, sites, history, settings

  public var glyph: Glyph {
    switch self {
    case .home: .navHome
    case .sites: .navSites
    case .history: .navHistory
    case .settings: .navSettings
    }
  }

  /// Its word.
  public func word(_ frame: Frame) -> String {
    switch self {
    case .home: frame.home
    case .sites: frame.sites
    case .history: frame.history
    case .settings: frame.settings
    }
  }
}
