import ArnaScreens
import Foundation
import Network

/// The phone's networks, by the names of their interfaces: how a test goes over one that is not the one in use.
final class Networks: Uplinks, @unchecked Sendable {
  private let monitor = NWPathMonitor()
  /// The operator's network alone: while Wi-Fi is in use the other path does not tell of it.
  private let mobile = NWPathMonitor(requiredInterfaceType: .cellular)
  private let queue = DispatchQueue(label: "kz.arna.app.networks")
  private let lock = NSLock()
  /// Keeps the operator's network up while Wi-Fi is in use: its interface is not there otherwise.
  private var awake: NWConnection?

  /// Tells whenever the phone's networks are others than before.
  func watch(_ tell: @escaping @Sendable () -> Void) {
    for one in [monitor, mobile] {
      one.pathUpdateHandler = { _ in tell() }
      one.start(queue: queue)
    }
  }

  /// The network in use; nothing: there is none.
  func used() -> NetworkInfo? {
    let path = monitor.currentPath
    guard path.status == .satisfied, let first = path.availableInterfaces.first else { return nil }
    return info(first, path, isDefault: true)
  }

  /// Whether its owner has the phone save data on the network in use: that is set for each network.
  func isDataSaved() -> Bool { monitor.currentPath.isConstrained }

  func list() throws -> [NetworkInfo] {
    let path = monitor.currentPath
    guard path.status == .satisfied else { return [] }
    var all = path.availableInterfaces.enumerated().map {
      info($0.element, path, isDefault: $0.offset == 0)
    }
    if let cellular, !all.contains(where: { $0.kind == .cellular }) {
      all.append(NetworkInfo(id: cellular, kind: .cellular, isMetered: true))
    }
    return all
  }

  func bind(network: String, socket: Int32) throws {
    var index = try index(of: network)
    let size = socklen_t(MemoryLayout<UInt32>.size)
    // A socket is of one family; the other option is refused, which is no harm.
    let isBound = [
      setsockopt(socket, IPPROTO_IP, IP_BOUND_IF, &index, size),
      setsockopt(socket, IPPROTO_IPV6, IPV6_BOUND_IF, &index, size),
    ].contains(0)
    guard isBound else { throw PlatformError.Failed(reason: "bind to \(network): \(errno)") }
  }

  func resolve(network: String, name: String) throws -> [String] {
    if used()?.id == network { return try Names.resolve(name) }
    return try Names.resolve(name, over: try index(of: network))
  }

  /// The number of a network's interface. One that went away meanwhile may still have its number, and carries nothing.
  private func index(of network: String) throws -> UInt32 {
    if network == cellular { wake() }
    let index = if_nametoindex(network)
    guard index != 0, try list().contains(where: { $0.id == network }) else {
      throw PlatformError.Failed(reason: "there is no \(network)")
    }
    return index
  }

  /// What the operator's interface is called; nothing: there is no such network, though its interface may be there.
  private var cellular: String? {
    let path = mobile.currentPath
    guard path.status != .unsatisfied else { return nil }
    let named = path.availableInterfaces.first { $0.type == .cellular }?.name
    // One that only sleeps may have no name yet.
    return named ?? (if_nametoindex(Self.usual) == 0 ? nil : Self.usual)
  }

  private func wake() {
    lock.lock()
    defer { lock.unlock() }
    guard awake == nil else { return }
    let over = NWParameters.udp
    over.requiredInterfaceType = .cellular
    // Nothing is sent: an address for documentation, and a port for what is thrown away.
    let connection = NWConnection(host: "192.0.2.1", port: 9, using: over)
    // What failed is tried anew by whoever asks next.
    connection.stateUpdateHandler = { [weak self] state in
      if case .failed = state { self?.sleep() }
    }
    connection.start(queue: queue)
    awake = connection
  }

  private func sleep() {
    lock.lock()
    defer { lock.unlock() }
    awake?.cancel()
    awake = nil
  }

  private func info(_ interface: NWInterface, _ path: NWPath, isDefault: Bool) -> NetworkInfo {
    // What is neither is a tunnel.
    let kind: LinkKind? =
      switch interface.type {
      case .wifi: .wifi
      case .cellular: .cellular
      case .wiredEthernet: .ethernet
      case .other: .vpn
      default: nil
      }
    let isMetered = isDefault ? path.isExpensive || path.isConstrained : kind == .cellular
    return NetworkInfo(
      id: interface.name, kind: kind, isDefault: isDefault, isMetered: isMetered,
      isVpn: kind == .vpn)
  }

  private static let usual = "pdp_ip0"
}
