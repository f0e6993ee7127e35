import ArnaScreens
import Testing

/// Rows of a list that come by pages: each comes without those before it, and stands behind them.
@MainActor @Suite(.timeLimit(.minutes(2))) struct MoreRowsTests {
  private func sites(_ numbers: Range<Int>) -> [String] { numbers.map { "site\($0).example.kz" } }

  private func text(_ sites: [String]) -> ListSource {
    .text(text: sites.map { "https://\($0)/\n" }.joined())
  }

  private func group(_ app: App, rows: Int) async throws -> GroupSites {
    try await app.shows("not \(rows) rows") { shown in
      guard case .group(let group) = shown, group.rows.count == rows else { return nil }
      return group
    }
  }

  @Test func eachPageStandsBehindThoseBeforeIt() async throws {
    let app = try App()
    let kept = try await app.engine.addList(name: "Mine", source: text(sites(0..<130)))
    app.store.goes(.group(id: try #require(kept.list).id))
    _ = try await group(app, rows: 50)
    app.store.asks(.more)
    _ = try await group(app, rows: 100)
    app.store.asks(.more)
    let all = try await group(app, rows: 130)
    #expect(all.rows.map(\.title) == sites(0..<130) && all.more == nil)
  }

  @Test func whatChangedMeanwhileIsReadWhole() async throws {
    let app = try App()
    let kept = try await app.engine.addList(name: "Mine", source: text(sites(0..<130)))
    let list = try #require(kept.list).id
    app.store.goes(.group(id: list))
    _ = try await group(app, rows: 50)
    _ = try await app.engine.replaceList(list: list, source: text(sites(7..<150)))
    app.store.asks(.more)
    let all = try await app.shows("not anew") { shown in
      guard case .group(let group) = shown, group.rows.first?.title == sites(7..<8)[0] else {
        return nil as GroupSites?
      }
      return group.rows.count == 100 ? group : nil
    }
    #expect(all.rows.map(\.title) == sites(7..<107))
  }
}
