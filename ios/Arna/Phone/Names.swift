import ArnaScreens
import Foundation
import dnssd

/// What names lead to, by the resolver of a network.
enum Names {
  /// By the resolver of the network in use, as every app asks it.
  static func resolve(_ name: String) throws -> [String] {
    var hints = addrinfo()
    hints.ai_socktype = SOCK_STREAM
    var first: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(name, nil, &hints, &first)
    // The network is there: then it is the name that is not.
    if status == EAI_NONAME { return [] }
    guard status == 0 else { throw PlatformError.Failed(reason: "resolver: \(status)") }
    defer { freeaddrinfo(first) }
    var told: [String] = []
    var next = first
    while let one = next {
      if let address = text(one.pointee.ai_addr) { told.append(address) }
      next = one.pointee.ai_next
    }
    return told
  }

  /// By the resolver of the network with this interface: `getaddrinfo` asks that of the one in use alone.
  static func resolve(_ name: String, over interface: UInt32) throws -> [String] {
    let kinds = [kDNSServiceProtocol_IPv4, kDNSServiceProtocol_IPv6]
    let asked = try kinds.map { try Asked(name, UInt32($0), interface) }
    let told = asked.flatMap(\.told)
    guard !told.isEmpty || asked.allSatisfy(\.isAnswered) else {
      throw PlatformError.Failed(reason: "the resolver did not answer")
    }
    return told
  }

  /// An address as it is written.
  fileprivate static func text(_ address: UnsafePointer<sockaddr>) -> String? {
    let isSix = address.pointee.sa_family == sa_family_t(AF_INET6)
    let size = isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let length = socklen_t(text.count)
    let status = getnameinfo(
      address, socklen_t(size), &text, length, nil, 0, NI_NUMERICHOST)
    guard status == 0 else { return nil }
    let letters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: letters, as: UTF8.self)
  }

  /// A question for addresses of one kind, and what came of it within five seconds.
  private final class Asked {
    private(set) var told: [String] = []
    /// Whether the resolver said that this is all, or that there is nothing.
    private(set) var isAnswered = false
    private static let patience: TimeInterval = 5

    init(_ name: String, _ kind: UInt32, _ interface: UInt32) throws {
      var service: DNSServiceRef?
      let me = Unmanaged.passUnretained(self).toOpaque()
      let status = DNSServiceGetAddrInfo(
        &service, DNSServiceFlags(kDNSServiceFlagsTimeout), interface, kind, name,
        { _, flags, _, error, _, address, _, context in
          guard let context else { return }
          let asked = Unmanaged<Asked>.fromOpaque(context).takeUnretainedValue()
          asked.hears(flags, error, address)
        }, me)
      guard status == 0, let service else {
        throw PlatformError.Failed(reason: "resolver: \(status)")
      }
      defer { DNSServiceRefDeallocate(service) }
      var wait = pollfd(fd: DNSServiceRefSockFD(service), events: Int16(POLLIN), revents: 0)
      let end = Date() + Self.patience
      while !isAnswered, end.timeIntervalSinceNow > 0 {
        let left = Int32(end.timeIntervalSinceNow * 1_000)
        guard poll(&wait, 1, left) > 0, DNSServiceProcessResult(service) == 0 else { return }
      }
    }

    private func hears(
      _ flags: DNSServiceFlags, _ error: DNSServiceErrorType, _ address: UnsafePointer<sockaddr>?
    ) {
      switch Int(error) {
      case 0: if let address, let text = Names.text(address) { told.append(text) }
      case Int(kDNSServiceErr_NoSuchName), Int(kDNSServiceErr_NoSuchRecord): break
      // It did not answer in time, or cannot be asked.
      default: return
      }
      isAnswered = flags & DNSServiceFlags(kDNSServiceFlagsMoreComing) == 0
    }
  }
}
