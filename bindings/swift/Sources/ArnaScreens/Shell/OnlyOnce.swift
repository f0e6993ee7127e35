import Foundation

/// Does something the first time it is asked to, from whichever thread, and never again: a task of the system's is said to be
/// complete by its work and by its expiration alike, and a second word ends the app.
public final class OnlyOnce<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var body: (@Sendable (Value) -> Void)?

  public init(_ body: @escaping @Sendable (Value) -> Void) {
    self.body = body
  }

  /// Whether this was the first time.
  @discardableResult public func callAsFunction(_ value: Value) -> Bool {
    lock.lock()
    let mine = body
    body = nil
    lock.unlock()
    mine?(value)
    return mine != nil
  }
}
