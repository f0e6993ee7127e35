// Cancellation across the border to Rust.
//
// Cancelling a Swift task does not reach a Rust future that the task awaits: the await goes on until Rust answers.
// So work in Rust is stopped by its own `cancel`, and this ties that to the task.

/// Awaits `body`, and calls `cancel` as soon as the current task is cancelled.
///
/// `cancel` must make `body` return, and may be called from any thread, also before `body` began.
/// What `body` then returns or throws is handed on: a result that came with the cancellation is not lost.
public func cancelling<Value>(
  isolation: isolated (any Actor)? = #isolation,
  by cancel: @Sendable () -> Void,
  _ body: () async throws -> Value
) async rethrows -> Value {
  try await withTaskCancellationHandler(operation: body, onCancel: cancel, isolation: isolation)
}
