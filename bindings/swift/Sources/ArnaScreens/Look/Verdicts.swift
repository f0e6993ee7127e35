// swift-format-ignore-file
// Made by scripts/design of design/*.json: change those.

import ArnaKit

extension Code {
  /// What a verdict's colour says.
  public var family: Family {
    switch self {
    case .accessible: .water
    case .blocked: .clay
    case .likelyBlocked: .amber
    case .throttled: .amber
    case .unreachable: .violet
    case .siteRefuses: .water
    case .siteDown: .water
    case .weakSignal: .stone
    case .noInternet: .ink
    case .inconclusive: .stone
    case .notTested: .stone
    case .measured: .water
    }
  }
}

extension Code {
  /// A verdict's icon.
  public var glyph: Glyph {
    switch self {
    case .accessible: .verdictAccessible
    case .blocked: .verdictBlocked
    case .likelyBlocked: .verdictLikelyBlocked
    case .throttled: .verdictThrottled
    case .unreachable: .verdictUnreachable
    case .siteRefuses: .verdictSiteRefuses
    case .siteDown: .verdictSiteDown
    case .weakSignal: .verdictWeakSignal
    case .noInternet: .verdictNoInternet
    case .inconclusive: .verdictInconclusive
    case .notTested: .verdictNotTested
    case .measured: .verdictMeasured
    }
  }
}

extension NetworkState {
  /// What the colour of a network's state says.
  public var family: Family {
    switch self {
    case .online: .water
    case .internationalCut: .violet
    case .whitelistShutdown: .clay
    case .noService: .ink
    case .captivePortal: .stone
    case .outOfCredit: .stone
    case .unknown: .stone
    }
  }
}
