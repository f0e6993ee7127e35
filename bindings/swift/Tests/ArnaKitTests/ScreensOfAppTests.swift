import ArnaKit
import ArnaTesting
import Foundation
import Testing

/// Every screen, as an app in Russian reads it in a simulated country.
@Suite struct ScreensOfAppTests {
  private let reader = Reader(language: "ru", zone: [ZoneShift(fromMs: 0, aheadS: 5 * 3600)])

  private func russian(_ scenario: String = "first-light") throws -> Engine {
    try Engine.open(config: config(folder(), scenario: scenario, language: "ru"))
  }

  private func home(_ engine: Engine) async throws -> Home {
    try #require(await engine.home(reader: reader, query: HomeQuery()).ready)
  }

  private func results(_ engine: Engine, only: String?) async throws -> Results {
    let query = ResultsQuery(only: only)
    return try #require(await engine.results(reader: reader, query: query).ready)
  }

  @Test func everyScreenLeadsToTheNext() async throws {
    try await patiently {
      let engine = try russian()
      #expect(try await home(engine).main.does == .start)
      _ = try await engine.measure()
      let rows = try await home(engine).rows
      let row = try #require(rows.first { $0.mark == .code(code: .likelyBlocked) })
      #expect(row.spoken.hasPrefix("Вероятно"))
      guard case .sites(let only) = row.goes else { throw Mistake() }
      let listed = try await results(engine, only: only)
      #expect(listed.sections.map(\.verdict.code) == [.likelyBlocked])
      guard case .site(let input) = listed.sections[0].rows[0].goes else { throw Mistake() }
      let query = SiteQuery(input: input)
      guard case .ready(let site) = await engine.site(reader: reader, query: query) else {
        throw Mistake()
      }
      #expect(site.place.contains("UTC+5") && site.sure?.steps.count == 3)
      guard case .share(let measurement) = site.share?.does else { throw Mistake() }
      let card = await engine.card(reader: reader, measurement: measurement)
      guard case .ready(let drawn) = card else { throw Mistake() }
      #expect(drawn.doubt != nil)
      let history = await engine.history(reader: reader, query: HistoryQuery(half: "sites"))
      guard case .ready(let shown) = history else { throw Mistake() }
      #expect(shown.halves.map(\.id) == ["network", "sites"])
    }
  }

  @Test func aRunIsFollowedByWhatChanges() async throws {
    try await patiently {
      let engine = try russian("kz-2024-sni-drop")
      let changes = try engine.changes()
      let run = try await engine.start(request: RunRequest())
      #expect(try engine.running()?.id() == run.id())
      var (told, stages) = (Set<ScreenName>(), [Stage]())
      while stages.last != .ending {
        told.formUnion(try #require(await changes.next()).screens)
        guard case .ready(let screen) = await run.screen(reader: reader) else { throw Mistake() }
        if stages.last != screen.stage { stages.append(screen.stage) }
      }
      _ = await run.ending()
      #expect(stages.contains(.makingSure))
      #expect(told.isSuperset(of: [.run, .home, .results, .lists]))
      #expect(try engine.running() == nil)
      engine.shutdown()
      while await changes.next() != nil {}
      guard case .trouble = await engine.home(reader: reader, query: HomeQuery()) else {
        throw Mistake()
      }
    }
  }

  @Test func aStoreThatCannotBeOpenedHasAScreen() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    try Engine.open(config: config(folder), vault: drawer).shutdown()
    drawer.isShut.set(true)
    let error = await thrown { try Engine.open(config: config(folder), vault: drawer) }
    let locked = try #require(error?.error as? ArnaError)
    guard case .locked(let trouble) = homeUnopened(reader: reader, error: locked) else {
      throw Mistake()
    }
    #expect(trouble.sentence == error?.reason && trouble.action?.does == .unlock)
    let missing = try await russian().results(reader: reader, query: ResultsQuery(run: "none"))
    guard case .trouble = missing else { throw Mistake() }
  }

  @Test func aStoreThatCannotBeOpenedCanBeWiped() async throws {
    let (folder, drawer) = (try folder(), Drawer())
    try Engine.open(config: config(folder), vault: drawer).shutdown()
    drawer.isShut.set(true)
    let error = await thrown { try Engine.open(config: config(folder), vault: drawer) }
    #expect(error?.kind == .locked)
    let asked = confirmWipe(reader: reader)
    #expect(asked.yes.does == .wipe && asked.no.does == .cancel)
    try wipeUnopened(config: config(folder), vault: drawer)
    #expect(drawer.kept.get() == nil)
    #expect(lockedApp(reader: reader).action?.does == .unlock)
  }

  @Test func theFirstRunHasNoWayPastItsQuestion() async throws {
    let engine = try russian()
    var state = firstState()
    let inputs: [FirstInput] = [
      .chose(id: "ru"), .next, .chose(id: "makers"), .next, .next, .chose(id: "operator"), .next,
    ]
    for input in inputs { state = try await engine.firstStateAfter(state: state, input: input) }
    #expect(state.step == .results)
    guard case .ready(let step) = await engine.firstRun(reader: reader, state: state) else {
      throw Mistake()
    }
    #expect(step.choices.isEmpty && step.sentences.count == 3)
  }

  @Test func thePhonesZoneIsToldWithItsShifts() throws {
    let may: Int64 = 1_525_446_000  // in 2018: UTC+8:30 until then, and UTC+9 before August 2015
    func told(_ zone: String) throws -> [ZoneShift] {
      let zone = try #require(TimeZone(identifier: zone))
      let now = Date(timeIntervalSince1970: TimeInterval(may + 1))
      return Reader.ofPhone(language: "kk", zone: zone, now: now).zone
    }
    let pyongyang = try told("Asia/Pyongyang")
    let minutes = pyongyang.map { $0.aheadS / 60 }
    #expect(minutes == [540, 510, 540])
    #expect(pyongyang.last?.fromMs == may * 1000)
    let berlin = try told("Europe/Berlin").map { $0.aheadS / 3600 }
    #expect(Set(berlin) == [1, 2])
  }
}

extension HomeScreen {
  fileprivate var ready: Home? { if case .ready(let screen) = self { screen } else { nil } }
}

extension ResultsScreen {
  fileprivate var ready: Results? { if case .ready(let screen) = self { screen } else { nil } }
}
