import LocalAuthentication

/// Whoever holds the phone: by face, finger or its code.
enum Owner {
  /// Whether the phone has a code at all.
  static var canBeAsked: Bool {
    LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil)
  }

  /// Whether it is them; `reason` is shown.
  static func isHere(reason: String) async -> Bool {
    (try? await LAContext().evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason))
      ?? false
  }
}
