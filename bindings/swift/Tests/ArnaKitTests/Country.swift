// Engines in simulated countries, and what a phone would supply.

import ArnaKit
import ArnaTesting
import Dispatch
import Foundation
import Testing

func config(
  _ folder: URL,
  scenario: String = "first-light",
  seed: UInt64 = 1,
  language: String = "en",
  country: String = "KZ"
) -> EngineConfig {
  let lab = LabConfig(scenario: scenario, profile: nil, seed: seed)
  return EngineConfig(folder: folder.path, language: language, country: country, lab: lab)
}

func open(_ scenario: String = "first-light", seed: UInt64 = 1, radio: Radio? = nil) throws
  -> Engine
{
  try Engine.open(config: config(folder(), scenario: scenario, seed: seed), radio: radio)
}

/// A run of nothing over so many sites: all that costs is Arna itself.
func nothing(_ sites: Int) -> RunRequest {
  RunRequest(nettests: ["nothing"], targets: (0..<sites).map { "https://site\($0).example/" })
}

/// A value that many threads may touch.
final class Shared<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func get() -> Value { lock.withLock { value } }
  func set(_ new: Value) { lock.withLock { value = new } }
}

extension Shared<Int> {
  /// Counts one more, and gives how many that makes.
  @discardableResult func increment() -> Int {
    lock.withLock {
      value += 1
      return value
    }
  }
}

/// What an app throws by mistake.
struct Mistake: Error {}

/// A radio that says what a test wants.
final class Says: Radio {
  private let say: @Sendable () throws -> RadioReading

  init(_ say: @escaping @Sendable () throws -> RadioReading) { self.say = say }

  func reading() throws -> RadioReading { try say() }
}

/// A radio that says nothing before it is let: until then the simulated clock stands still, and no run gets to its end.
final class Gate: Radio {
  private let isOpen = DispatchSemaphore(value: 0)

  func reading() throws -> RadioReading {
    isOpen.wait()
    isOpen.signal()
    return RadioReading()
  }

  func open() { isOpen.signal() }
}

/// A phone at home, on its operator's network, with a full battery.
func fine() -> Conditions {
  let network = NetworkInfo(id: "1", kind: .cellular, isDefault: true, isRoaming: false)
  return Conditions(
    network: network, batteryPercent: 80, isCharging: false, isPowerSaving: false, isIdle: false)
}

/// What a slice of so many seconds is asked for.
func asked(_ engine: Engine, seconds: Int64 = 600) async throws -> SliceRequest {
  let deadline = try await engine.nowMs() + seconds * 1_000
  return SliceRequest(conditions: fine(), deadlineMs: deadline, minutesAhead: 300)
}

/// An uplink that is gone.
final class Gone: Uplinks {
  let (bound, asked) = (Shared(0), Shared(0))

  func list() throws -> [NetworkInfo] {
    [
      NetworkInfo(id: "12", kind: .vpn, isDefault: true),
      NetworkInfo(id: "37", kind: .cellular, operator: "40101"),
    ]
  }

  func bind(network: String, socket: Int32) throws {
    if network == "37" { bound.increment() }
    throw PlatformError.Failed(reason: "airplane mode")
  }

  func resolve(network: String, name: String) throws -> [String] {
    if network == "37" { asked.increment() }
    throw Mistake()
  }
}

/// A vault in memory, as a test wants it.
final class Drawer: Vault {
  let kept = Shared<Data?>(nil)
  let isShut = Shared(false)

  func key() throws -> Data? {
    if isShut.get() { throw PlatformError.Failed(reason: "not before the first unlock") }
    return kept.get()
  }

  func keep(key: Data) throws { kept.set(key) }

  func forget() throws { kept.set(nil) }
}

/// Whether a file in a folder holds these bytes.
func holds(_ folder: URL, _ marker: String) throws -> Bool {
  let paths = try #require(FileManager.default.enumerator(atPath: folder.path))
  return try paths.contains { path in
    let file = folder.appendingPathComponent(path as! String)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
      !isFolder.boolValue
    else {
      return false
    }
    return try Data(contentsOf: file).range(of: Data(marker.utf8)) != nil
  }
}

/// The kinds of errors.
enum Kind { case refused, notAllowed, notFound, busy, storage, locked, `internal` }

/// Which error came, if one did.
struct Thrown: CustomStringConvertible {
  let error: any Error
  var description: String { "\(error)" }
  var reason: String { (error as? ArnaError)?.reason ?? "" }
  var kind: Kind? {
    switch error as? ArnaError {
    case .Refused: .refused
    case .NotAllowed: .notAllowed
    case .NotFound: .notFound
    case .Busy: .busy
    case .Storage: .storage
    case .Locked: .locked
    case .Internal: .internal
    case nil: nil
    }
  }
}

func thrown(_ body: () async throws -> Any?) async -> Thrown? {
  do {
    _ = try await body()
    return nil
  } catch {
    return Thrown(error: error)
  }
}

extension AsyncSequence {
  func all() async throws -> [Element] {
    var all: [Element] = []
    for try await element in self { all.append(element) }
    return all
  }
}

extension Collection {
  /// The one element that there is.
  func single() throws -> Element {
    try #require(count == 1)
    return self[startIndex]
  }
}

extension Ending {
  /// The sum of a run that is whole.
  var whole: Totals? { if case .whole(let totals) = self { totals } else { nil } }

  var isStopped: Bool { if case .stopped = self { true } else { false } }
}

extension Event {
  var measurement: MeasurementRow? {
    if case .measured(let measurement) = self { measurement } else { nil }
  }

  var ending: Ending? { if case .finished(let ending) = self { ending } else { nil } }
}

/// Does `body`, but does not wait for ever: an await of Rust that hangs would hang the whole test run.
func patiently(seconds: Int = 120, _ body: @escaping @Sendable () async throws -> Void) async throws
{
  struct Hangs: Error {}
  let (ends, end) = AsyncThrowingStream.makeStream(of: Void.self, throwing: (any Error).self)
  let work = Task {
    do {
      try await body()
      end.finish()
    } catch {
      end.finish(throwing: error)
    }
  }
  DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) {
    end.finish(throwing: Hangs())
  }
  defer { work.cancel() }
  for try await _ in ends {}
}
