import ArnaScreens
import Foundation
import Testing

/// Where a touch leads, without an engine.
@Suite struct ShellTests {
  @Test func aPlaceLeadsBackToWhereItWasEntered() {
    var shell = Shell(place: .home)
    #expect(!shell.canGoBack && shell.back() == nil)
    #expect(shell.goes(.sites(only: "blocked")) == .again)
    #expect(shell.goes(.site(input: "https://example.org/")) == .again)
    #expect(shell.does(.share(measurement: "m")) == .again)
    #expect(shell.place == .card("m"))
    #expect(shell.does(.cancel) == .again)
    #expect(shell.place == .site(SiteQuery(input: "https://example.org/")))
    #expect(shell.asks(.fold) == .again)
    #expect(shell.place == .site(SiteQuery(input: "https://example.org/"), isUnfolded: true))
    #expect(shell.back() == .again && shell.place == .sites(ResultsQuery(only: "blocked")))
    #expect(shell.back() == .again && shell.place == .home)
  }

  @Test func aTabBeginsAnewAndLeadsHome() {
    var shell = Shell(place: .home)
    shell.network = .wifi
    shell.go(.lists())
    #expect(shell.tab(.history) == .again)
    #expect(shell.place == .history(HistoryQuery(network: .wifi)) && shell.been.isEmpty)
    #expect(shell.back() == .again && shell.place == .home)
    #expect(shell.does(.start) == .begin(.start, RunRequest(network: .wifi)))
  }

  @Test func aListIsNarrowedInItsPlace() {
    var shell = Shell(place: .sites(ResultsQuery(run: "r", pages: 3)))
    _ = shell.asks(.filter("blocked"))
    #expect(shell.place == .sites(ResultsQuery(run: "r", only: "blocked")), "from the first page")
    _ = shell.asks(.query("kz"))
    _ = shell.asks(.more)
    #expect(
      shell.place == .sites(ResultsQuery(run: "r", text: "kz", only: "blocked", pages: 2)))
    _ = shell.goes(.sites(only: nil))
    #expect(shell.place == .sites(ResultsQuery(run: "r")), "undone in one tap")
    #expect(shell.been.isEmpty)
  }

  @Test func theFirstRunGoesBackOneStep() {
    var shell = Shell(place: .first(firstState()))
    #expect(shell.back() == nil)
    let state = firstState()
    let later = FirstState(
      step: .question, language: state.language, answer: state.answer, ended: nil)
    shell.show(.first(later))
    #expect(shell.back() == .first(.back))
    #expect(shell.does(.leave) == .first(.leave))
    #expect(shell.does(.start) == .first(.next), "else it would begin anew at the next start")
  }

  @Test(arguments: [
    (Does.openPhone(page: .vpn), Effect.openPhone(.vpn)),
    (.remind(atMs: 7), .remind(atMs: 7)), (.save(measurement: "m"), .save("m")),
    (.send(measurement: "m"), .send("m")), (.export, .export), (.wipe, .wipe),
    (.unlock, .unlock), (.look, .look), (.stop, .stop), (.openFile, .openFile),
    (.putOff(offer: .notices), .putOff(.notices)), (.goOn, .begin(.goOn, RunRequest())),
    (
      .again(input: "x"),
      .begin(.again(input: "x"), RunRequest(targets: ["x"], isRecheck: true))
    ),
    (.removeList(list: "l"), .remove(list: "l")),
    (.set(key: "k", value: "v"), .set(key: "k", value: "v")),
  ])
  func aButtonStaysWhereItIs(_ does: Does, _ effect: Effect) {
    var shell = Shell(place: .home)
    #expect(shell.does(does) == effect)
    #expect(shell.place == .home && shell.been.isEmpty)
  }

  @Test func aSettingIsShownInItsPart() {
    var shell = Shell(place: .automatic)
    _ = shell.does(.showSetting(key: "cellular_month"))
    #expect(shell.place == .settings("data"))
    _ = shell.does(.showSetting(key: "quiet_hours"))
    #expect(shell.place == .settings())
    #expect(shell.place.tab == .settings && Place.settings("data").tab == nil)
  }

  @MainActor @Test func thePhonesLanguageIsTakenWhereArnaSpeaksIt() {
    func language(_ phone: String...) -> String {
      Chosen(Memory(), phoneLanguages: { phone }).language
    }
    #expect(language("kk-KZ") == "kk" && language("en_GB", "ru") == "en")
    #expect(language("uz-UZ") == "ru" && language() == "ru")
  }

  @MainActor @Test func aPhoneWithoutALockHasNothingToChoose() {
    let memory = Memory()
    let chosen = Chosen(memory, phoneLanguages: { [] })
    #expect(chosen.set(Chosen.lock, "phone") && !chosen.isLocked)
    #expect(chosen.own[Chosen.lock] == "none")
    #expect(!chosen.set("automatic", "on"), "none of the app's")
    #expect(Chosen(memory, phoneLanguages: { [] }, isLockable: { true }).isLocked)
  }

  @Test func whatMayHappenOnceHappensOnce() async {
    let times = Times()
    let complete = OnlyOnce<Bool> { times.add($0) }
    await withTaskGroup(of: Bool.self) { group in
      for at in 0..<64 { group.addTask { complete(at == 0) } }
      var first = 0
      for await isFirst in group where isFirst { first += 1 }
      #expect(first == 1)
    }
    #expect(times.count == 1)
  }
}

/// What was said, from many threads.
private final class Times: @unchecked Sendable {
  private let lock = NSLock()
  private var said: [Bool] = []

  var count: Int { lock.withLock { said.count } }
  func add(_ word: Bool) { lock.withLock { said.append(word) } }
}
