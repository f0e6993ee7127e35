import ArnaScreens
import Testing

/// Notices that somebody wants, on a phone that shows none of this app's.
@MainActor @Suite(.timeLimit(.minutes(2))) struct NoticesTests {
  @Test func whoLetsNoNoticeBeShownHearsThatAndWhatHelps() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.window.areNoticesShown = false
    let wishes: [(says: String, wish: () -> Void)] = [
      ("it cannot remind you", { app.store.does(.remind(atMs: 1)) }),
      ("it cannot tell you", { app.store.goes(.offer(offer: .notices)) }),
    ]
    for (says, wish) in wishes {
      wish()
      let trouble = try await app.shows("it is not said", \.trouble)
      #expect(trouble.sentence.contains(says))
      try app.press(trouble.action)
      #expect(app.window.opened.last == .notices)
      app.store.back()
      _ = try await app.shows("no way back", \.home)
    }
    #expect(app.window.reminded == [1] && app.window.hasAskedForNotices)
  }
}
