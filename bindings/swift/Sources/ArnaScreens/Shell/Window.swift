import ArnaKit
import Foundation

/// What a store needs of the window and of the phone around it.
@MainActor public protocol Window: AnyObject {
  /// Sends a card on as a picture, to whom its owner chooses. What is the matter with its file is thrown, as below.
  func sends(_ card: Card) throws

  /// Writes into a file that its owner chooses.
  func writes(_ what: Written, name: String) throws

  /// What a file holds that its owner chooses; nothing: none was chosen.
  func reads() async throws -> Data?

  /// What other apps shared since it was asked last; nothing: there is none. It is kept nowhere else any more.
  func shared() -> String?

  /// Reminds neutrally at a time. Whether that will be seen.
  func reminds(atMs: Int64) async -> Bool

  /// Asks whether notices may be shown. Whether they may.
  func asksForNotices() async -> Bool

  /// Opens a page of the phone's own settings, or what is nearest to it.
  func opens(_ page: PhonePage)

  /// Says something to who listens, and interrupts nothing.
  func says(_ sentence: String)

  /// Asks who holds the phone; `reason` says why. Whether it is who may see this.
  func unlocks(reason: String) async -> Bool

  /// A run goes on: the phone is asked to let it, also once the app is out of sight.
  func goesOn(done: Int, of total: Int)

  /// The run that went on is over.
  func isOver()

  /// Takes back whatever was to happen later, reminders and tests by themselves, and forgets what others shared.
  func forgets()

  /// What the phone says of itself now.
  func conditions() async -> Conditions
}
