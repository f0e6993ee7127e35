import ArnaKit
import Foundation

/// What is the matter with a file that was chosen: the engine has a sentence for it.
public struct FileFault: Error, Equatable {
  public let what: FileTrouble

  public init(_ what: FileTrouble) { self.what = what }

  /// Does what may find no room, no right, or no such file.
  public static func told<Done>(_ what: FileTrouble, _ work: () throws -> Done) throws -> Done {
    do {
      return try work()
    } catch let fault as FileFault {
      throw fault
    } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
      throw FileFault(.noRoom)
    } catch {
      throw FileFault(what)
    }
  }
}

/// What is written into a file that its owner chooses.
public enum Written: Equatable, Sendable {
  case text(String)
  /// What is in a file of the engine's, which may be long.
  case file(String)
}

/// Files with sites.
public enum SitesFile {
  /// What a file holds, and no more of it than tells that it is too long for a list.
  public static func read(_ file: URL) throws -> Data {
    try FileFault.told(.unread) {
      guard file.isFileURL else { throw FileFault(.unread) }
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      return try handle.read(upToCount: Int(longestList()) + 1) ?? Data()
    }
  }
}
