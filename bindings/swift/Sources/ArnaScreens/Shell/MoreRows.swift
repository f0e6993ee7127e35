import ArnaKit

/// Rows come by pages, each without those before it: here they are put together again.
extension Shown {
  /// What of its rows is there, for the query of the next page.
  var held: RowsHeld? {
    switch self {
    case .results(let results): results.held
    case .history(let history): history.held
    case .group(let group): group.held
    case .risky(let kind): kind.held
    default: nil
    }
  }

  /// Whether its rows are the later ones alone.
  private var isRest: Bool {
    switch self {
    case .results(let results): results.isRest
    case .history(let history): history.isRest
    case .group(let group): group.isRest
    case .risky(let kind): kind.isRest
    default: false
    }
  }

  /// All of it; nothing: it is the rest of another screen than `before`, which was `held` when it was asked for.
  func whole(after before: Shown, holding held: RowsHeld?) -> Shown? {
    guard isRest else { return self }
    guard before.held == held else { return nil }
    return switch (self, before) {
    case (.results(let rest), .results(let had)): .results(rest.after(had))
    case (.history(let rest), .history(let had)): .history(rest.after(had))
    case (.group(let rest), .group(let had)): .group(rest.after(had))
    case (.risky(let rest), .risky(let had)): .risky(rest.after(had))
    default: nil
    }
  }
}

extension Results {
  fileprivate func after(_ had: Results) -> Results {
    // Every verdict has its section from the first page on.
    let sections = zip(had.sections, sections).map { had, rest in
      VerdictGroup(
        verdict: rest.verdict, count: rest.count, rows: had.rows + rest.rows, hasMore: rest.hasMore)
    }
    let folded = folded.map {
      Folded(row: $0.row, rows: (had.folded?.rows ?? []) + $0.rows, hasMore: $0.hasMore)
    }
    return Results(
      heading: heading, run: run, tag: tag, query: query, queryHint: queryHint, chips: chips,
      sections: sections, folded: folded, hidden: hidden, empty: empty, export: export, main: main,
      held: held)
  }
}

extension History {
  fileprivate func after(_ had: History) -> History {
    History(
      heading: heading, network: network, tag: tag, halves: halves, half: half, answer: answer,
      days: days, legend: legend, day: day, sites: had.sites + sites, hasMore: hasMore, held: held)
  }
}

extension GroupSites {
  fileprivate func after(_ had: GroupSites) -> GroupSites {
    GroupSites(
      heading: heading, count: count, rows: had.rows + rows, more: more, empty: empty,
      actions: actions, held: held)
  }
}

extension RiskyKind {
  fileprivate func after(_ had: RiskyKind) -> RiskyKind {
    RiskyKind(
      heading: heading, sentences: sentences, choose: choose, leave: leave, rows: had.rows + rows,
      more: more, spoken: spoken, held: held)
  }
}

extension Place {
  /// The same with its first page of rows alone: what tells its rows from others.
  var first: Place {
    switch self {
    case .sites(let query): .sites(query.with(pages: 1, held: nil))
    case .history(let query): .history(query.with(pages: 1, held: nil))
    case .group(let id, _): .group(id)
    case .risky(let category, _): .risky(category)
    default: self
    }
  }
}

extension ResultsQuery {
  func with(pages: UInt32, held: RowsHeld?) -> ResultsQuery {
    ResultsQuery(
      run: run, text: text, only: only, isUnfolded: isUnfolded, pages: pages, network: network,
      held: held)
  }
}

extension HistoryQuery {
  func with(pages: UInt32, held: RowsHeld?) -> HistoryQuery {
    HistoryQuery(
      half: half, days: days, day: day, journalOf: journalOf, pages: pages, network: network,
      held: held)
  }
}
