import ArnaKit

/// A part of the app, as the build wrote it down.
struct PartOfApp: Sendable {
  let name: String
  /// As SPDX writes it.
  let licence: String
  let copyright: [String]
  /// Where its source is, if its licence wants that said.
  let source: String?
  /// By number, of ``textsOfLicences``.
  let texts: [Int]

  init(
    _ name: String, _ licence: String, _ copyright: [String], _ source: String?, _ texts: [Int]
  ) {
    (self.name, self.licence, self.copyright) = (name, licence, copyright)
    (self.source, self.texts) = (source, texts)
  }
}

/// What the app says of itself: its version, what of others is in it, and their licences.
enum About {
  /// As the project has it; `scripts/ios check` compares.
  static let version = "0.1.0"

  /// Swift's own library is the system's: nothing of others is packed with the app but what is in libarna. Who signed it no app
  /// on an iPhone can say: Apple signs what its shop gives out anew.
  static func read(_ reader: Reader) -> AboutApp {
    let others = partsOfApp.dropFirst().map { AboutPart(name: $0.name, licence: $0.licence) }
    return aboutApp(reader: reader, version: version, parts: Array(others))
  }

  /// The licence of a part, or of the app itself, which stands first; nothing: there is no such part. Read beside the main
  /// thread, since some are long.
  static func licence(_ reader: Reader, of part: String?) async -> ShownLicence? {
    guard let told = partsOfApp.first(where: { part == nil || $0.name == part }) else { return nil }
    let facts = PartLicence(
      name: told.name, licence: told.licence, copyright: told.copyright, source: told.source,
      texts: told.texts.map { textsOfLicences[$0] })
    return licenceOfPart(reader: reader, part: facts)
  }
}
