// An app as a guest on its phone: slices, watches, two networks compared.

extension Engine {
  /// Begins a slice and gives what became of it, once.
  ///
  /// If the task is cancelled, the slice is too, at once: for a background task's expiration handler. What it measured by
  /// then is stored, the next slice goes on with the rest, and this gives its end all the same.
  public func backgroundSlice(
    _ request: SliceRequest, isolation: isolated (any Actor)? = #isolation
  ) async throws -> SliceEnd {
    try Task.checkCancellation()
    let slice = try await self.slice(request: request)
    return try await cancelling(by: slice.cancel) { try await slice.end() }
  }
}

extension Watch {
  /// What this watch says, until it is over.
  ///
  /// Each event is heard once; whoever stops iterating stops nothing. ``Watch/cancel()`` does.
  public var events: AsyncStream<WatchEvent> {
    AsyncStream(unfolding: nextEvent)
  }
}

extension Comparing {
  /// What both runs say, until both are over.
  ///
  /// Each event is heard once; whoever stops iterating stops nothing. ``Comparing/cancel()`` does.
  public var events: AsyncStream<OverEvent> {
    AsyncStream(unfolding: nextEvent)
  }
}
