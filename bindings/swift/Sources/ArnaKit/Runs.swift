// Runs, as Swift hears them.

extension Run {
  /// What this run says, until it is over.
  ///
  /// Each event is heard once: iterate in one place. Whoever stops iterating stops nothing: the run goes on, and what
  /// it measures is read from the engine. ``Run/cancel()`` stops it. A loop in a task that is cancelled ends with the
  /// event that it waits for.
  public var events: AsyncStream<Event> {
    AsyncStream(unfolding: nextEvent)
  }

  /// Waits for the end of this run; `nil` if somebody else has heard it.
  ///
  /// Cancelling the task does not end this, nor the run: `cancelling(by: run.cancel) { await run.ending() }` does both.
  public func ending() async -> Ending? {
    while let event = await nextEvent() {
      if case .finished(let ending) = event { return ending }
    }
    return nil
  }
}

extension Engine {
  /// Starts a run, tells `listen` what it says, and gives how it ended.
  ///
  /// If the task is cancelled, the run is too: what is complete by then is stored, and this gives ``Ending/stopped``.
  /// If `listen` throws, the run is stopped, and this throws the same once it is over.
  public func measure(
    _ request: RunRequest = RunRequest(),
    isolation: isolated (any Actor)? = #isolation,
    listen: (Event) async throws -> Void = { _ in }
  ) async throws -> Ending {
    try Task.checkCancellation()
    let run = try await start(request: request)
    return try await cancelling(by: run.cancel) {
      do {
        while let event = await run.nextEvent() {
          try await listen(event)
          if case .finished(let ending) = event { return ending }
        }
        throw ArnaError.Internal(reason: "a run ended without saying how")
      } catch {
        run.cancel()
        _ = await run.ending()
        throw error
      }
    }
  }
}
