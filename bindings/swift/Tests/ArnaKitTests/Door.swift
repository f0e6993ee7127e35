import Foundation
import Testing

/// A server on this machine, to see whether somebody calls.
final class Door: Sendable {
  let port: UInt16
  private let socket: Int32

  init() throws {
    #if os(Linux)
      socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let listens = withUnsafeMutablePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, size) == 0 && listen(socket, 9) == 0
          && getsockname(socket, address, &size) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    try #require(listens && fcntl(socket, F_SETFL, O_NONBLOCK) == 0)
  }

  deinit { close(socket) }

  /// Whether somebody has called and was not let in yet.
  func isCalled() -> Bool {
    let caller = accept(socket, nil, nil)
    if caller >= 0 { close(caller) }
    return caller >= 0
  }
}
