// Lists of any length, read page by page.

/// Rows that the engine keeps. Each loop over them begins anew, and has a page of them in memory at a time.
///
/// A loop in a task that is cancelled throws `CancellationError` before the next page.
public struct Rows<Row: Sendable>: AsyncSequence, Sendable {
  public typealias Element = Row

  fileprivate let page: UInt32
  /// Reads the page behind so many rows, of which this is the last.
  fileprivate let read: @Sendable (UInt32, Row?) async throws -> [Row]

  /// Where a loop is.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate let rows: Rows
    fileprivate var batch: [Row] = []
    fileprivate var given = 0
    fileprivate var before: UInt32 = 0
    fileprivate var isLast = false

    public mutating func next() async throws -> Row? {
      if given == batch.count {
        if isLast { return nil }
        isLast = true  // also if reading throws
        try Task.checkCancellation()
        before += UInt32(batch.count)
        batch = try await rows.read(before, batch.last)
        given = 0
        isLast = batch.count < rows.page
        if batch.isEmpty { return nil }
      }
      defer { given += 1 }
      return batch[given]
    }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(rows: self) }
}

extension Engine {
  /// Every run, newest first, read `page` rows at a time.
  public func allRuns(page: UInt32 = 200) -> Rows<RunInfo> {
    Rows(page: page) { _, last in try await self.runs(before: last?.id, limit: page) }
  }

  /// Every measurement of a run in the order of its plan, read `page` rows at a time.
  public func allMeasurements(run: String, page: UInt32 = 200) -> Rows<MeasurementRow> {
    Rows(page: page) { from, _ in try await self.measurements(run: run, from: from, limit: page) }
  }

  /// Every history, of one site (a URL or a host) or of all, what changed last first.
  public func allHistories(site: String? = nil, page: UInt32 = 200) -> Rows<SiteHistory> {
    Rows(page: page) { skip, _ in
      try await self.histories(query: SiteHistoryQuery(site: site, skip: skip, limit: page))
    }
  }

  /// Every page of a list in its order, read `page` rows at a time.
  public func allPages(list: String, page: UInt32 = 200) -> Rows<ListPage> {
    Rows(page: page) { from, _ in try await self.listPages(list: list, from: from, limit: page) }
  }
}
