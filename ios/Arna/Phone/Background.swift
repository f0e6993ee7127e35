import ArnaScreens
import BackgroundTasks
import Foundation
import UIKit

/// A task of the system's. It may be ended from any thread, which is all that is done to it.
struct Held: @unchecked Sendable {
  let task: BGTask
}

/// Tests by themselves, when the system lets the app start: a little one now and then, a longer one at night.
@MainActor final class Background {
  private static let refresh = "kz.arna.app.refresh"
  private static let processing = "kz.arna.app.processing"
  /// Apple gives a refresh some thirty seconds: what is begun has to be ended and stored within them.
  private static let refreshSeconds: Int64 = 20
  private static let refreshBytes: UInt64 = 500_000
  private static let processingSeconds: Int64 = 180

  private let core: Core
  private let chosen: Chosen
  private let due: Due
  private let phone: Phone
  private var more = UIBackgroundTaskIdentifier.invalid
  /// Holds a run that somebody began, on systems that let it go on out of sight.
  private var lasting: (any Lasting)?

  init(core: Core, chosen: Chosen, due: Due, phone: Phone) {
    (self.core, self.chosen, self.due, self.phone) = (core, chosen, due, phone)
  }

  /// Says what the system may start. Before the app has finished launching, and once.
  func register() {
    register(Self.refresh) { [self] in
      work($0, seconds: Self.refreshSeconds, mostBytes: Self.refreshBytes)
    }
    register(Self.processing) { [self] in
      work($0, seconds: Self.processingSeconds, mostBytes: nil)
    }
  }

  private func register(_ id: String, _ begin: @escaping @MainActor @Sendable (Held) -> Void) {
    // On the main queue, so what it calls is on the main actor already.
    BGTaskScheduler.shared.register(forTaskWithIdentifier: id, using: .main) { task in
      let held = Held(task: task)
      MainActor.assumeIsolated { begin(held) }
    }
  }

  private func work(_ held: Held, seconds: Int64, mostBytes: UInt64?) {
    due.begins()
    submit()
    let complete = OnlyOnce<Bool> { held.task.setTaskCompleted(success: $0) }
    let conditions = phone.conditions()
    let reader = Reader.ofPhone(language: chosen.language)
    let work = Task { [core] in
      let before = await core.journal()
      let isDone = await core.slice(conditions, seconds: seconds, mostBytes: mostBytes)
      if let news = await core.news(reader: reader, before: before) {
        await Reminder.tells(news)
      }
      complete(isDone)
    }
    // It comes on any thread: a closure of the main actor's would end the app there.
    held.task.expirationHandler = { @Sendable in
      work.cancel()
      complete(false)
    }
  }

  /// Asks the system to start the app, no sooner than it was asked before.
  private func submit() {
    let next = due.next()
    let small = BGAppRefreshTaskRequest(identifier: Self.refresh)
    small.earliestBeginDate = next
    let long = BGProcessingTaskRequest(identifier: Self.processing)
    long.requiresNetworkConnectivity = true
    long.earliestBeginDate = next
    for request in [small, long] {
      // It fails where somebody switched this off for the app: then there is nothing to start.
      try? BGTaskScheduler.shared.submit(request)
    }
  }

  func goesOn(done: Int, of total: Int) {
    if lasting == nil { lasting = makeLasting(core: core, language: chosen.language) }
    lasting?.goesOn(done: done, of: total)
  }

  func isOver() {
    lasting?.isOver()
    lasting = nil
    letGo()
  }

  /// The app is out of sight: a run that goes on gets the time that there is, and what is due is asked for.
  func hides() {
    if core.going != nil, more == .invalid {
      more = UIApplication.shared.beginBackgroundTask { [self] in
        // What is complete by now is kept, and home offers to go on.
        core.stop()
        letGo()
      }
    }
    Task {
      if await core.isAutomatic() { submit() } else { forget() }
    }
  }

  /// The app is in front again.
  func returns() {
    letGo()
    guard chosen.isBegun, let missed = due.missed() else { return }
    Task { if await core.isAutomatic() { await core.noteNotStarted(due: missed) } }
  }

  /// Nothing is started any more, and when something was to be is not kept.
  func forget() {
    BGTaskScheduler.shared.cancelAllTaskRequests()
    due.begins()
  }

  private func letGo() {
    guard more != .invalid else { return }
    UIApplication.shared.endBackgroundTask(more)
    more = .invalid
  }
}
