import ArnaKit
import Testing

@Suite struct CancellingTests {
  @Test func handsOnTheValue() async {
    let value = await cancelling(by: unexpected) { 7 }
    #expect(value == 7)
  }

  @Test func handsOnTheError() async {
    struct Refused: Error {}
    await #expect(throws: Refused.self) {
      try await cancelling(by: unexpected) { throw Refused() }
    }
  }

  @Test func cancelsWhatRuns() async {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
    // Deaf to Swift's own cancellation, as an await of Rust is.
    let deaf = Task.detached { for await _ in stopped {} }
    let task = Task {
      await cancelling(by: { stop.finish() }) {
        begin.finish()
        await deaf.value
        return "the end"
      }
    }
    for await _ in begun {}
    #expect(!isFinished(stop))
    task.cancel()
    #expect(isFinished(stop))
    stop.finish()
    #expect(await task.value == "the end")
  }

  @Test func cancelsWhatHasNotBegun() async {
    let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await cancelling(by: { stop.finish() }) { isFinished(stop) }
    }
    task.cancel()
    #expect(await task.value)
    withExtendedLifetime(stopped) {}  // a stream that is let go is finished too
  }

  @Sendable private func unexpected() { Issue.record("nobody cancelled") }

  private func isFinished(_ stream: AsyncStream<Void>.Continuation) -> Bool {
    if case .terminated = stream.yield() { true } else { false }
  }
}
