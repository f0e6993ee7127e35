import ArnaKit

/// What stands on the screen: a record of the engine's, or what stands in its place.
public enum Shown: Equatable, Sendable {
  case working(String)
  /// `wipe`: nothing can be opened, and what is asked before all of it is wiped.
  case trouble(Trouble, wipe: Confirm? = nil)
  case locked(Trouble, wipe: Confirm? = nil)
  case first(FirstRun)
  case home(Home)
  case run(Running)
  case results(Results)
  case site(Site, isUnfolded: Bool)
  case history(History)
  case card(Card, Confirm)
  case lists(ShownLists)
  case group(GroupSites)
  case risky(RiskyKind)
  case settings(ShownSettings, isPart: Bool)
  case adding(AddingSites, text: String, name: String?)
  case automatic(AutoWhy)
  case contacts(ShownContacts)
  case risks(Risks)
  case about(AboutApp)
  case licence(ShownLicence)
  case confirm(Confirm)
}

extension HomeScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .home(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension FirstRunScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .first(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension RunScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .run(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension ResultsScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .results(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension SiteScreen {
  func shown(isUnfolded: Bool) -> Shown {
    switch self {
    case .ready(let screen): .site(screen, isUnfolded: isUnfolded)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension HistoryScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .history(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension SendScreen {
  func shown(_ card: Card) -> Shown {
    switch self {
    case .ready(let screen): .card(card, screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension ListsScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .lists(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension GroupScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .group(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension RiskyScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .risky(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension SettingsScreen {
  func shown(isPart: Bool) -> Shown {
    switch self {
    case .ready(let screen): .settings(screen, isPart: isPart)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension AddingScreen {
  /// `text`: what was typed; nothing: a file was given, and its field has what of it can stand there.
  func shown(text: String?, name: String?) -> Shown {
    switch self {
    case .ready(let screen): .adding(screen, text: text ?? screen.text ?? "", name: name)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension AutoWhyScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .automatic(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}

extension ContactsScreen {
  var shown: Shown {
    switch self {
    case .ready(let screen): .contacts(screen)
    case .working(let sentence): .working(sentence)
    case .trouble(let trouble): .trouble(trouble)
    case .locked(let trouble): .locked(trouble)
    }
  }
}
