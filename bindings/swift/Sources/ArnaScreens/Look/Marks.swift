import ArnaKit

/// An icon and the family of its colour; none: the soft ink of what says nothing of a network.
public struct ShownMark: Equatable, Sendable {
  public let glyph: Glyph
  public let family: Family?
  public let side: Double

  init(_ glyph: Glyph, _ family: Family?) {
    self.glyph = glyph
    self.family = family
    side = family == nil ? 26 : 28
  }
}

extension Mark {
  /// What stands before a row; nothing if there is no icon.
  public var shown: ShownMark? {
    switch self {
    case .code(let code): ShownMark(code.glyph, code.family)
    case .state(let state): ShownMark(state.glyph, state.family)
    case .waiting: ShownMark(.waiting, .ink)
    case .icon(let icon): ShownMark(icon.glyph, nil)
    case .ends(let ends): ShownMark(ends.glyph, ends.family)
    case .check(let isMet): isMet ? ShownMark(.check, .water) : ShownMark(.close, .amber)
    case .none: nil
    }
  }
}

extension NetworkState {
  var glyph: Glyph {
    switch self {
    case .online: .verdictAccessible
    case .noService: .verdictNoInternet
    case .whitelistShutdown: .verdictBlocked
    case .internationalCut: .verdictUnreachable
    case .captivePortal, .outOfCredit: .lock
    case .unknown: .verdictInconclusive
    }
  }
}

extension Ends {
  var glyph: Glyph {
    switch self {
    case .phone: .verdictNoInternet
    case .gate: .verdictBlocked
    case .gateProbably: .verdictLikelyBlocked
    case .narrow: .verdictThrottled
    case .unknown: .verdictUnreachable
    case .atSite: .verdictSiteRefuses
    case .through: .verdictAccessible
    }
  }

  var family: Family {
    switch self {
    case .phone: .ink
    case .gate: .clay
    case .gateProbably, .narrow: .amber
    case .unknown: .violet
    case .atSite, .through: .water
    }
  }
}

extension StrandKind {
  /// What the colour of a strand says.
  public var family: Family {
    switch self {
    case .blocked: .clay
    case .likelyBlocked, .throttled: .amber
    case .unreachable: .violet
    case .untold, .bed: .stone
    case .waiting: .ink
    case .siteTrouble, .inside, .open: .water
    }
  }
}

extension PartKind {
  var family: Family {
    switch self {
    case .open, .siteTrouble: .water
    case .slowed, .probably: .amber
    case .blocked: .clay
    case .unreachable: .violet
    }
  }
}

extension Icon {
  public var glyph: Glyph {
    switch self {
    case .list: .navSites
    case .open: .verdictAccessible
    case .eye: .eye
    case .phone: .phone
    case .people: .people
    case .globe: .globe
    case .info: .info
    case .clock: .clock
    case .wifi: .wifi
    case .sim: .sim
    case .history: .navHistory
    case .evidence: .evidence
    case .file: .file
    case .again: .again
    case .add: .plus
    case .lock: .lock
    case .light: .light
    case .data: .data
    case .battery: .battery
    case .night: .moon
    case .place: .roaming
    case .closer: .search
    case .bin: .wipe
    }
  }
}

extension Does {
  /// The icon at the end of a button.
  public var glyph: Glyph? {
    switch self {
    case .start, .goOn: .verdictAccessible
    case .stop: .stop
    case .look, .again, .unlock: .again
    case .next, .show, .showSetting, .openPhone: .next
    case .remind: .bell
    case .share, .export, .send: .share
    case .save, .openFile: .file
    case .addPage, .addList: .plus
    case .removeList, .wipe: .wipe
    default: nil
    }
  }
}
