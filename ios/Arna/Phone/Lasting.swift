import ArnaScreens
import BackgroundTasks
import Foundation

/// What lets a run that somebody began go on while the phone is locked.
@MainActor protocol Lasting: AnyObject {
  func goesOn(done: Int, of total: Int)
  func isOver()
}

/// Systems before iOS 26 have none: there a run has the half minute that every app gets.
@MainActor func makeLasting(core: Core, language: String) -> (any Lasting)? {
  // Older Xcodes do not know it.
  #if compiler(>=6.2) || ARNA_STAND_INS
    if #available(iOS 26, *) { return LastingTask(core: core, language: language) }
  #endif
  return nil
}

#if compiler(>=6.2) || ARNA_STAND_INS
  /// A task that the system shows to its owner, with how far it is, and that they can stop there.
  @available(iOS 26, *)
  @MainActor private final class LastingTask: Lasting {
    private let core: Core
    private let id = "kz.arna.app.run.\(UUID().uuidString)"
    private var progress: Progress?
    private var complete: OnlyOnce<Bool>?
    private var isOverAlready = false
    /// How far the run is: the system may begin the task after it was told.
    private var reached: (done: Int, total: Int)?

    init(core: Core, language: String) {
      self.core = core
      BGTaskScheduler.shared.register(forTaskWithIdentifier: id, using: .main) { [weak self] task in
        let held = Held(task: task)
        MainActor.assumeIsolated { self?.begins(held) }
      }
      let told = textsOfNotices(reader: Reader.ofPhone(language: language)).working
      let request = BGContinuedProcessingTaskRequest(
        identifier: id, title: told.title, subtitle: told.detail ?? "")
      // At once or not at all: a run does not wait for it.
      request.strategy = .fail
      try? BGTaskScheduler.shared.submit(request)
    }

    private func begins(_ held: Held) {
      let complete = OnlyOnce<Bool> { held.task.setTaskCompleted(success: $0) }
      if isOverAlready {
        complete(true)
        return
      }
      self.complete = complete
      progress = (held.task as? BGContinuedProcessingTask)?.progress
      tells()
      // It comes on any thread. What is complete by now is kept, and home offers to go on.
      held.task.expirationHandler = { @Sendable [core] in
        Task { @MainActor in core.stop() }
        complete(false)
      }
    }

    func goesOn(done: Int, of total: Int) {
      reached = (done, total)
      tells()
    }

    /// A task that seems to stand still may be ended by the system.
    private func tells() {
      guard let reached else { return }
      progress?.totalUnitCount = Int64(reached.total)
      progress?.completedUnitCount = Int64(reached.done)
    }

    func isOver() {
      isOverAlready = true
      complete?(true)
    }
  }
#endif
