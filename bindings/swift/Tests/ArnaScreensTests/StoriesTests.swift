import ArnaScreens
import ArnaTesting
import Foundation
import Testing

/// What people do with the app, from one screen to the next, with the real engine in the simulated country.
@MainActor @Suite(.timeLimit(.minutes(3))) struct StoriesTests {
  private func step(_ app: App, _ number: UInt8) async throws -> FirstRun {
    try await app.shows("no step \(number)") { $0.first.flatMap { $0.step == number ? $0 : nil } }
  }

  /// To the last step of the first run, with the right answer.
  private func throughFirstRun(_ app: App) async throws -> FirstRun {
    _ = try await step(app, 1)
    app.store.asks(.choice("en"))
    try app.press(try await step(app, 2).next)
    _ = try await step(app, 3)
    app.store.asks(.choice("operator"))
    let answered = try await app.shows("not answered") { shown in
      shown.first.flatMap { $0.step == 3 && $0.next?.isEnabled == true ? $0 : nil }
    }
    try app.press(answered.next)
    try app.press(try await step(app, 4).next)
    return try await step(app, 5)
  }

  private func homeAfterTest(_ app: App) async throws -> Home {
    try await app.shows("no result") { shown in
      shown.home.flatMap { $0.picture.kinds.contains { $0.kind == .open } ? $0 : nil }
    }
  }

  @Test func firstRunATestItsSitesOneOfThemAndHistory() async throws {
    let app = try App(isBegun: false)
    let ready = try await throughFirstRun(app)
    #expect(!app.chosen.isBegun, "nothing is kept as begun before somebody tests")
    try app.press(ready.next)
    let home = try await homeAfterTest(app)
    #expect(app.chosen.isBegun && app.store.shell.place == .home)
    #expect(home.answer == "1 site is blocked, 1 more probably")
    #expect(app.window.overs == 1 && app.window.followed.last ?? 0 > 0, "the phone follows it")
    #expect(app.window.followed == app.window.followed.sorted())

    let likely = home.rows.first { $0.mark == .code(code: .likelyBlocked) }
    try app.tap(likely)
    let results = try await app.shows("no list", \.results)
    #expect(results.sections.map(\.verdict.code) == [.likelyBlocked])
    try app.tap(results.sections[0].rows[0])
    let site = try await app.shows("no site", \.site)
    #expect(site.sure?.steps.count == 3 && site.spoken.contains(site.host))
    app.store.asks(.fold)
    try await app.until("not unfolded") {
      if case .site(let site, true) = $0.shown {
        site.evidence?.rows.isEmpty == false
      } else {
        false
      }
    }
    guard case .remind(let atMs) = site.again.does else {
      Issue.record("a second look is due later: \(site.again)")
      return
    }
    try app.press(site.again)
    try await app.until("not reminded") { _ in app.window.reminded == [atMs] }

    try app.press(site.save)
    try app.press(site.share)
    let card = try await app.shows("no card", \.card)
    #expect(card.host == site.host && card.doubt != nil)
    guard case .card(_, let question) = app.store.shown else { return }
    try app.press(question.yes)
    try await app.until("not written") { _ in
      !app.window.written.isEmpty && !app.window.sent.isEmpty
    }
    #expect(app.window.sent == [card])
    #expect(app.window.written[0].text.hasPrefix("{"))

    app.store.back()
    _ = try await app.shows("not back at the site", \.site)
    app.store.back()
    _ = try await app.shows("not back at the list", \.results)
    app.store.tab(.history)
    let history = try await app.shows("no history", \.history)
    #expect(history.days.isEmpty, "nothing was watched, so there is no calendar")
    app.store.asks(.half(history.halves[1].id))
    _ = try await app.shows("no changes of sites") { shown in
      shown.history.flatMap { $0.halves[1].isChosen ? $0 : nil }
    }
  }

  @Test func aWrongAnswerLeadsBackAndLeavingForgets() async throws {
    let app = try App(isBegun: false)
    _ = try await step(app, 1)
    app.store.asks(.choice("kk"))
    try app.press(try await step(app, 2).next)
    let question = try await step(app, 3)
    #expect(question.next?.isEnabled == false || question.next?.does == .next)
    app.store.does(.next)
    app.store.asks(.choice("nobody"))
    let replied = try await app.shows("no reply") { shown in
      shown.first.flatMap { $0.reply == nil ? nil : $0 }
    }
    #expect(replied.step == 3, "there is no way past the question")
    try app.press(replied.next)
    let again = try await step(app, 2)
    #expect(app.chosen.language == "kk")
    try app.press(again.leave)
    _ = try await step(app, 1)
    #expect(!app.chosen.isBegun && app.chosen.language == "en", "what was chosen is forgotten")
    #expect(!app.store.shell.canGoBack)
  }

  @Test func killedInMidRunItGoesOn() async throws {
    let folder = try folder()
    let child = try Child("ArnaChild", folder.path)
    for _ in 0..<3 { try #require(child.line() != nil, "it measures") }
    child.kill()
    #expect(await child.status() == SIGKILL)

    let app = try App(folder, scenario: "kz-2024-sni-drop")
    let home = try await app.shows("no way on") {
      $0.home.flatMap { $0.main.does == .goOn ? $0 : nil }
    }
    let before = try await app.engine.runs(before: nil, limit: 9)
    try app.press(home.main)
    try await app.until("it does not go on") { if case .run = $0.shown { true } else { false } }
    try await app.until("it does not end") { $0.shell.place == .home && $0.shown.home != nil }
    let after = try await app.engine.runs(before: nil, limit: 9)
    #expect(before.map(\.id) == after.map(\.id), "it is the same run")
    #expect(before.map(\.isWhole) == [false] && after.map(\.isWhole) == [true])
  }

  @Test func aRunIsStoppedAndWhatIsCompleteIsKept() async throws {
    let app = try App(scenario: "kz-2024-sni-drop")
    try app.press(try await app.shows("no home", \.home).main)
    try await app.until("no run") { if case .run = $0.shown { true } else { false } }
    app.store.back()
    #expect(app.store.shell.place == .run, "nothing leads out of it but its end")
    app.store.returns()
    app.store.does(.stop)
    try await app.until("it does not stop") { $0.shell.place == .home && $0.shown.home != nil }
    #expect(app.core.going == nil)
    let said = app.window.said
    #expect(!said.isEmpty, "whatever came before the page was read is still to be told")
    #expect(Set(said).count == said.count, "nothing is told twice")
  }

  @Test func whoComesBackToARunThatIsOverComesHome() async throws {
    let app = try App(scenario: "kz-2024-sni-drop")
    try app.press(try await app.shows("no home", \.home).main)
    try await app.until("no run") { if case .run = $0.shown { true } else { false } }
    app.store.receives("https://example.org/")
    _ = try await app.shows("not shown", \.adding)
    app.store.does(.stop)
    try await app.until("it does not stop") { _ in app.window.overs == 1 }
    app.store.back()
    _ = try await app.shows("nothing is there", \.home)
    #expect(!app.store.shell.canGoBack)
  }

  @Test func aLanguageIsTheLanguageOfEverything() async throws {
    let app = try App()
    app.store.tab(.settings)
    #expect(try await app.shows("no settings", \.settings).heading == "Settings")
    app.store.does(.set(key: "app.language", value: "ru"))
    _ = try await app.shows("still English") { shown in
      shown.settings.flatMap { $0.heading == "Настройки" ? $0 : nil }
    }
    #expect(app.store.words.home == "Главная")
    #expect(Chosen(app.memory, phoneLanguages: { [] }).language == "ru", "it is kept")
  }

  @Test func aSettingOfTheEngineIsSetByTheEngine() async throws {
    let app = try App()
    app.store.tab(.settings)
    _ = try await app.shows("no settings", \.settings)
    app.store.does(.set(key: "automatic", value: "on"))
    try await app.until("not read again") { store in
      let rows = store.shown.settings?.blocks.flatMap(\.rows) ?? []
      return rows.contains {
        $0.key == "automatic" && $0.choices.contains { $0.id == "on" && $0.isChosen }
      }
    }
    #expect(try await app.engine.means().isAutomatic)
  }

  @Test func whatIsTypedLastIsWhatIsFound() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.store.goes(.lists)
    _ = try await app.shows("no lists", \.lists)
    for letters in ["w", "wi", "wiki"] { app.store.asks(.query(letters)) }
    let found = try await app.shows("not found") {
      $0.lists.flatMap { $0.query == "wiki" ? $0 : nil }
    }
    #expect(found.found.contains { $0.title.contains("wikipedia") })
    #expect(app.store.shell.been == [.home], "another query is no other place")
  }

  @Test func whatAnotherAppSharesIsKeptOnlyByWhoSaysSo() async throws {
    let app = try App()
    _ = try await app.shows("no home", \.home)
    app.store.receives("Look: https://www.example.org/news and https://example.com/")
    let adding = try await app.shows("not shown", \.adding)
    #expect(adding.rows.count == 2)
    #expect(try await app.engine.lists().count == 1)
    try app.press(adding.add)
    _ = try await app.shows("the lists are not shown", \.lists)
    #expect(try await app.engine.lists().count == 2)
    app.store.back()
    _ = try await app.shows("not home", \.home)

    let new = try App(isBegun: false)
    new.store.receives("https://example.com/")
    #expect(new.store.shell.place.isSamePage(as: .first(firstState())))
  }

  @Test func aFileIsReadIntoTheList() async throws {
    let app = try App()
    app.store.goes(.adding)
    _ = try await app.shows("no page", \.adding)
    app.window.file = Data("https://example.org/\nno site at all\n".utf8)
    app.store.does(.openFile)
    let adding = try await app.shows("not read") {
      $0.adding.flatMap { $0.rows.isEmpty ? nil : $0 }
    }
    #expect(adding.wrong?.rows.count == 1)
  }

  @Test func whoseWorkIsInTheAppIsSaid() async throws {
    let app = try App()
    app.store.goes(.about)
    let about = try await app.shows("no page", \.about)
    let named = try #require(about.partsTitle)
    #expect(named.contains("\(about.parts.count)"))
    for part in ["rustls ", "rusqlite ", "ring ", "tokio "] {
      let row = try #require(about.parts.first { $0.title.hasPrefix(part) }, "\(part)is in it")
      #expect(row.detail?.isEmpty == false && row.spoken.contains(row.title))
    }
    #expect(!about.parts.contains { $0.title.hasPrefix("arna") || $0.title.hasPrefix("jni ") })
    #expect(!about.parts.contains { $0.title == "Arna" }, "it is no part of itself")
  }

  @Test func everyPartLeadsToItsLicence() async throws {
    let app = try App()
    app.store.goes(.about)
    let about = try await app.shows("no page", \.about)
    for row in about.parts {
      guard case .licence(let part?) = row.goes else { throw NeverCame(description: row.title) }
      app.store.goes(.licence(part: part))
      let licence = try await app.shows("no licence of \(part)") {
        $0.licence?.heading == row.title ? $0.licence : nil
      }
      #expect(licence.rows.first?.detail == row.detail)
      #expect(licence.texts.contains { $0.text.count > 500 }, "no text of \(part)")
      app.store.back()
      _ = try await app.shows("not back", \.about)
    }
    try app.tap(about.parts.first { $0.title.hasPrefix("hyper ") })
    let hyper = try await app.shows("no licence", \.licence)
    #expect(hyper.texts.count == 1)
    #expect(hyper.texts[0].text.contains("Sean McArthur\n\nPermission is hereby granted"))
    app.store.back()
    _ = try await app.shows("not back", \.about)
    try app.tap(about.rows.first { $0.goes != nil })
    let own = try await app.shows("no licence of its own") {
      $0.licence?.heading == "Arna" ? $0.licence : nil
    }
    #expect(own.texts.map(\.name) == ["MIT", "Apache-2.0"])
  }

  @Test func everythingIsWiped() async throws {
    let app = try App()
    try app.press(try await app.shows("no home", \.home).main)
    _ = try await homeAfterTest(app)
    app.store.tab(.settings)
    let wipe = try #require(try await app.shows("no settings", \.settings).wipe)
    app.store.asks(.confirm(wipe.confirm))
    let question = try await app.shows("nothing is asked", \.question)
    try app.press(question.no)
    _ = try await app.shows("not back", \.settings)
    app.store.does(wipe.hold.does)
    _ = try await step(app, 1)
    #expect(!app.chosen.isBegun && app.window.hasForgotten)
    #expect(try await app.engine.runs(before: nil, limit: 9).isEmpty)
  }
}
