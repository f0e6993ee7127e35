import ArnaKit
import Foundation

/// The engine, one for the life of the process: opened off the main thread, and asked by screens. The one file that starts
/// runs and keeps them; they go on whether or not somebody looks.
@MainActor public final class Core {
  private let open: @Sendable () throws -> Engine
  private let erase: @Sendable () throws -> Void
  private var opening: Task<Engine, any Error>?

  /// The engine, where it is open already.
  private(set) var opened: Engine?

  /// The run that goes on.
  public private(set) var going: Run?

  /// How many of its sites are done, and how many there are.
  public private(set) var progress = (done: 0, total: 0)

  /// Why the results of the latest run could not be kept.
  private var failure: String?

  /// Whether it is being looked whether there is any Internet.
  private(set) var isLooking = false { didSet { onLooking() } }

  /// Told when that begins and ends.
  var onLooking: () -> Void = {}

  /// Told once it is open, before anything is read of it.
  var onOpen: () -> Void = {}

  /// Told when a run begins, says something, or ends.
  var onGoing: () -> Void = {}

  /// `erase`: the wipe of what cannot be opened.
  public init(
    open: @escaping @Sendable () throws -> Engine, erase: @escaping @Sendable () throws -> Void
  ) {
    (self.open, self.erase) = (open, erase)
  }

  /// The engine, once it is open. What kept it from opening is thrown, and tried again by whoever asks next.
  public func engine() async throws -> Engine {
    let open = open
    let mine = opening ?? Task.detached { try open() }
    opening = mine
    do {
      let engine = try await mine.value
      if opened == nil {
        opened = engine
        onOpen()
      }
      return engine
    } catch {
      if opening == mine { opening = nil }
      throw error
    }
  }

  /// Starts a run. One that goes on already is the one that is shown.
  func start(_ request: RunRequest) async throws {
    try await begins { try await $0.start(request: request.here) }
  }

  /// Goes on with the run that is left.
  func goOn(_ request: RunRequest) async throws {
    try await begins { try await $0.resume(request: request.here).run }
  }

  private func begins(_ begin: (Engine) async throws -> Run?) async throws {
    let engine = try await engine()
    do {
      if let run = try await begin(engine) { follow(run) }
    } catch ArnaError.Busy(let reason) {
      guard going == nil else { return }
      guard let run = try engine.running() else { throw ArnaError.Busy(reason: reason) }
      follow(run)
    }
  }

  /// Stops the run that goes on: what is complete is kept.
  public func stop() { going?.cancel() }

  /// The phone's networks are others than before. Nothing is opened for that.
  public func networksChanged() {
    try? opened?.networksChanged()
  }

  /// Looks once whether there is any Internet; whoever shows that hears of it. Why nobody looked, if nobody may: abroad,
  /// behind a VPN, with no bytes left.
  func look() async throws -> String? {
    isLooking = true
    defer { isLooking = false }
    let watch = try await engine().watch(request: WatchRequest())
    let event = await watch.nextEvent()
    watch.cancel()
    switch event {
    case .away(let sentence), .resting(_, let sentence): return sentence
    case .looked, .finished, nil: return nil
    }
  }

  /// Keeps what was given as a list.
  func add(name: String, _ source: ListSource) async throws {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    _ = try await engine().addList(name: name.isEmpty ? nil : name, source: source)
  }

  /// Erases everything that is kept, and stops the run that goes on. The engine is then as new; where none can be opened, that
  /// is no hindrance.
  func wipe() async throws {
    repeat {
      if let engine = try? await engine() { return try await engine.wipe() }
      // Somebody else tries once more: what opens now would go on into nothing.
    } while opening != nil
    let (open, erase) = (open, erase)
    let erasing = Task.detached { try erase() }
    // Whoever asks for the engine meanwhile gets the one of what is left.
    opening = Task.detached {
      _ = await erasing.result
      return try open()
    }
    try await erasing.value
  }

  /// Why the results of the latest run could not be kept; it is told once.
  func takeFailure() -> String? {
    defer { failure = nil }
    return failure
  }

  private func follow(_ run: Run) {
    going = run
    failure = nil
    progress = (0, 0)
    onGoing()
    Task {
      for await event in run.events {
        if case .finished(.failed(let reason)) = event { failure = reason }
        if case .finished = event { break }
        if case .progress(let done, let total, _) = event { progress = (Int(done), Int(total)) }
        onGoing()
      }
      going = nil
      onGoing()
    }
  }
}

extension RunRequest {
  /// By the clock of this place: a month of bytes begins at its midnight.
  fileprivate var here: RunRequest {
    RunRequest(
      targets: targets, isRecheck: isRecheck, network: network, isBeyondMeans: isBeyondMeans,
      minutesAhead: minutesAheadHere())
  }
}

/// How far this place is ahead of UTC.
public func minutesAheadHere() -> Int32 { Int32(TimeZone.current.secondsFromGMT() / 60) }
