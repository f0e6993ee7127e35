extension ArnaError {
  /// What went wrong, whatever its kind: a sentence for the user, in English.
  public var reason: String {
    switch self {
    case .Refused(let reason): reason
    case .NotAllowed(let reason): reason
    case .NotFound(let reason): reason
    case .Busy(let reason): reason
    case .Storage(let reason): reason
    case .Locked(let reason): reason
    case .Internal(let reason): reason
    }
  }
}
