// Refused: unavailable from asynchronous contexts
import Foundation

func locksWhereItAwaits(_ lock: NSLock) async {
  lock.lock()
}
