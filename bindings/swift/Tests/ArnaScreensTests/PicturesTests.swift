import ArnaScreens
import Testing

/// What stands where in a picture.
@Suite struct PicturesTests {
  private func channel(_ kinds: (StrandKind, UInt32)..., height: Double = 164) -> Channel {
    Channel(
      width: 360, height: height, kinds: kinds.map { StrandCount(kind: $0.0, count: $0.1) },
      hasBorder: false)
  }

  @Test func everySiteIsAStrandInTheOrderOfTheRecord() {
    let picture = channel((.blocked, 2), (.likelyBlocked, 1), (.open, 20))
    #expect(picture.strands.count == 23 && picture.ribbons.isEmpty)
    #expect(picture.strands.map(\.y) == picture.strands.map(\.y).sorted())
    let kinds: [StrandKind] = [.blocked, .blocked, .likelyBlocked, .open]
    #expect(picture.strands.prefix(4).map(\.kind) == kinds)
    #expect(picture.strands.allSatisfy { $0.y > 0 && $0.y < 164 })
  }

  @Test func whatIsTooCloseBecomesOneBody() {
    let picture = channel((.blocked, 2), (.open, 100))
    #expect(picture.ribbons.map(\.kind) == [.open] && picture.ribbons[0].count == 100)
    #expect(picture.strands.map(\.kind) == [.blocked, .blocked])
    #expect(abs(picture.ribbons[0].bottom - (164 - Picture.pad)) < 0.001)
  }

  @Test(arguments: [72.0, 84, 164, 292], [1, 6, 30])
  func barsNeverTouch(height: Double, blocked: UInt32) {
    let picture = channel((.blocked, blocked), (.open, 30), height: height)
    for (one, next) in zip(picture.strands, picture.strands.dropFirst())
    where next.kind == .blocked {
      #expect(picture.bar(gap: one.gap) < next.y - one.y)
    }
    #expect(picture.strands.count + picture.ribbons.map(\.count).reduce(0, +) == Int(blocked) + 30)
  }

  @Test func whatIsCertainHasOneBarAndWhatIsProbableTwo() {
    func bars(_ kind: StrandKind, _ family: Family) -> Int {
      let drawn = channel((kind, 1)).draw().water
      return drawn.filter { drawn in
        guard case .box = drawn.outline.steps.first, drawn.line == nil else { return false }
        return drawn.ink == .family(family)
      }.count
    }
    #expect(bars(.blocked, .clay) == 1 && bars(.likelyBlocked, .amber) == 2)
    #expect(bars(.unreachable, .violet) == 0, "nobody is accused there")
  }

  @Test func whereAStrandEndsSaysWhoStopsIt() throws {
    func last(_ ends: Ends) -> Double {
      let drawn = strand(ends, .clay, from: 36, until: 324)
      let lines = drawn.filter { $0.line?.width == 7 }
      return lines.compactMap {
        if case .line(let spot) = $0.outline.steps.last { spot.x } else { nil }
      }
      .max() ?? 36
    }
    #expect(last(.phone) == 36 && last(.unknown) < last(.gate) && last(.gate) < 180)
    #expect(last(.atSite) > 300 && last(.through) == 324)
  }

  @Test func hoursInOneStateAreOneStretchAndNobodyWatchedIsNoState() {
    let hours: [NetworkState?] = [nil, .online, .online, .noService, nil, nil]
    let told = reaches(hours)
    #expect(told.map(\.from) == [0, 1, 3, 4] && told.last?.until == 6)
    #expect(told.map(\.state) == [nil, .online, .noService, nil])
    let axis = Hours(width: 360, label: 40)
    #expect(axis.at(0) == 48 && abs(axis.at(24) - 355) < 0.001)
    let unwatched = river([nil], along: axis, y: 9)
    #expect(unwatched.allSatisfy { $0.ink == .bed && $0.line?.dash.isEmpty == false })
  }

  @Test func aPartOfABandCanAlwaysBeSeen() {
    let parts = [
      BandPart(from: 0.999, until: 1, kind: .blocked), BandPart(from: -3, until: 0.5, kind: .open),
    ]
    let told = placed(parts, width: 300)
    #expect(told[0].from == 294 && told[0].until == 300)
    #expect(told[1].from == 0 && told[1].until == 150)
  }

  @Test func labelsNeverOverlap() {
    func labels(_ width: Double, _ gate: String) -> [PlacedLabel] {
      Labels(
        width: width, margin: 20, first: "You", between: [(gate, width * 0.56)], last: "60 sites"
      )
      .placed { text, _ in Double(text.count) * 7 }
    }
    for (width, gate) in [
      (360.0, "Beeline"), (320, "A very long name of an operator"), (90, "Beeline"),
    ] {
      let told = labels(width, gate)
      for (one, next) in zip(told, told.dropFirst()) {
        let end = one.x + min(Double(one.text.count) * 7, one.room)
        #expect(end <= next.x, "\(told)")
      }
      #expect(told.allSatisfy { $0.x + $0.room <= width + 0.001 }, "\(told)")
    }
    #expect(labels(360, "Beeline").map(\.text) == ["You", "Beeline", "60 sites"])
  }

  @Test(arguments: Glyph.allCases) func everyIconCanBeDrawn(_ glyph: Glyph) {
    #expect(!glyph.shapes.isEmpty && glyph.read.count == glyph.shapes.count)
  }

  @Test func whatIsNoPathIsNone() {
    #expect(Outline(told: "M 1") == nil && Outline(told: "Q 1 2") == nil)
    #expect(Outline(told: "M 1 2 L 3 4 Z")?.steps.count == 3)
  }

  @Test(arguments: [
    ("since 12 September", "since 12\u{a0}September"), ("30 % left", "30\u{a0}% left"),
    ("Beeline 4G · today", "Beeline 4G\u{a0}· today"), ("site12 opens", "site12 opens"),
    ("12345 sites", "12345 sites"), ("14:32, 3 more", "14:32, 3\u{a0}more"), ("", ""),
  ])
  func aNumberStaysWithWhatItCounts(_ text: String, _ tiedText: String) {
    #expect(tied(text) == tiedText)
  }
}
