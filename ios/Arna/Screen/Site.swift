import ArnaScreens
import SwiftUI
import UIKit

/// One site: the answer, how sure it is, since when, and what it stands on.
struct SitePage: View {
  let site: Site
  let isUnfolded: Bool
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar()
    } picture: {
    } content: {
      head
      StrandView(strand: site.strand, family: family).padding(.top, 14)
      Words(.body, site.meaning).set(look, above: 16)
      if let how = site.how { SaidPart(said: how) }
      if let reason = site.reason { SaidPart(said: reason) }
      if let sure = site.sure { SurePart(sure: sure, family: family) }
      if !site.since.isEmpty { SincePart(site: site) }
      ForEach(site.beside, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 8) }
      if let evidence = site.evidence {
        EvidencePart(site: site, fold: evidence, isUnfolded: isUnfolded)
      }
      if isOne, let share = site.share { ActionButton(share, .small).set(look, above: 12) }
      if isInside { pair.set(look, above: 12) }
    } dock: {
      if isOne {
        ActionButton(site.again)
      } else if !isInside {
        pair
      }
    }
  }

  private var family: Family { site.verdict.code.family }

  /// A reminder is the one thing to do, and a button by itself; two of equal rank stand beside each other.
  private var isOne: Bool { if case .remind = site.again.does { true } else { false } }

  private var actions: [Action] { [site.again] + (site.share.map { [$0] } ?? []) }
  private var pair: some View { ButtonPair(actions: actions) }

  /// Stacked buttons end a short page instead of staying above it.
  private var isInside: Bool {
    let perLetter = look.size(.button, 16) * 0.58
    let room = (min(look.width, Space.maxTextWidth) - 2 * look.margin - 10) / 2 - 72
    let isStacked = actions.contains { CGFloat($0.label.count) * perLetter > room }
    return !isOne && look.isShort && actions.count > 1 && isStacked
  }

  /// The name, the answer in its colour, where and when.
  private var head: some View {
    VStack(spacing: 0) {
      HStack(spacing: 8) {
        Words(.row, site.host, points: 17).across().contextMenu { copy }
        if let tag = site.tag { TagWord(tag) }
      }
      .padding(.top, 2)
      HStack(alignment: .top, spacing: 12) {
        GlyphView(site.verdict.code.glyph, .family(family), 34).padding(.top, 2)
        Answer(text: site.verdict.word, spoken: site.spoken, ink: .family(family))
      }
      .padding(.top, 4)
      if !site.place.isEmpty {
        // It is spoken with the answer.
        Words(.detail, site.place, .inkSoft).across().padding(.top, 6).accessibilityHidden(true)
      }
    }
    .set(look)
  }

  /// A long press on the name copies it: the menu shows the name alone, which needs no word.
  private var copy: some View {
    Button {
      UIPasteboard.general.string = site.host
    } label: {
      Text(verbatim: site.host)
      Image(systemName: "doc.on.doc")
    }
  }
}

/// Sentences under a heading.
struct SaidPart: View {
  let said: Said
  @Environment(\.look) private var look

  var body: some View {
    Titled(said.heading)
    ForEach(said.sentences, id: \.self) { Words(.body, $0).set(look) }
  }
}

/// How sure: a word, and always the same three steps.
struct SurePart: View {
  let sure: Sure
  let family: Family
  @Environment(\.look) private var look

  var body: some View {
    Titled(sure.heading)
    Words(.row, sure.word).set(look)
    LadderView(taken: sure.steps.map(\.isTaken), family: family)
      .set(look, above: 8)
      .padding(.bottom, 10)
    ForEach(sure.steps.indices, id: \.self) { step(sure.steps[$0]) }
  }

  private func step(_ step: Step) -> some View {
    HStack(alignment: .top, spacing: 10) {
      GlyphView(step.isTaken ? .check : .clock, step.isTaken ? .water : .inkSoft, 20)
      VStack(alignment: .leading, spacing: 0) {
        Words(.detail, step.sentence, points: 15)
        if let detail = step.detail { Words(.detail, detail, .inkSoft) }
      }
      .across()
    }
    .set(look)
    .padding(.bottom, 8)
    .accessibilityElement(children: .combine)
  }
}

/// Since when: a band for each network, the newest state beside its name.
struct SincePart: View {
  let site: Site
  @Environment(\.look) private var look

  var body: some View {
    Titled(site.sinceTitle)
    ForEach(site.since.indices, id: \.self) { band(site.since[$0]) }
    if let axis = site.axis {
      HStack {
        Words(.station, axis.from, .inkSoft)
        Spacer(minLength: 8)
        Words(.station, axis.until, .inkSoft)
      }
      .set(look)
      // Time runs from left to right in every language.
      .environment(\.layoutDirection, .leftToRight)
    }
    ForEach(site.caveats, id: \.self) { Words(.detail, $0, .inkSoft).set(look, above: 6) }
  }

  private func band(_ band: Band) -> some View {
    let ink = Ink.family(band.verdict.code.family)
    let word = HStack(spacing: 6) {
      Words(.heading, band.verdict.word, ink)
      GlyphView(band.verdict.code.glyph, ink, 20)
    }
    let network = Words(.row, band.network)
    return VStack(alignment: .leading, spacing: 0) {
      if fits(band) {
        HStack {
          network
          Spacer(minLength: 8)
          word
        }
      } else {
        network
        word
      }
      BandView(parts: band.parts).padding(.top, 4).padding(.bottom, 3)
      Words(.detail, band.sentence, .inkSoft)
    }
    .set(look)
    .padding(.vertical, 8)
    .spoken(band.spoken)
  }

  private func fits(_ band: Band) -> Bool {
    let letters = Double(band.network.count + band.verdict.word.count) * look.size(.row) * 0.56
    return letters + 40 < min(look.width, Space.maxTextWidth) - 2 * look.margin
  }
}
