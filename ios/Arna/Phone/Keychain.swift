import ArnaScreens
import Foundation
import Security

/// The key that what is kept is sealed with, in the phone's keychain: it stays on this phone, and no backup has it.
final class Keychain: Vault {
  private var item: [String: Any] {
    [
      kSecClass as String: kSecClassGenericPassword,
      kSecAttrService as String: "kz.arna.app",
      kSecAttrAccount as String: "store",
    ]
  }

  func key() throws -> Data? {
    var wanted = item
    wanted[kSecReturnData as String] = true
    wanted[kSecMatchLimit as String] = kSecMatchLimitOne
    var found: CFTypeRef?
    switch SecItemCopyMatching(wanted as CFDictionary, &found) {
    case errSecSuccess:
      guard let key = found as? Data else { throw PlatformError.Failed(reason: "no data") }
      return key
    case errSecItemNotFound: return nil
    // Not before the first unlock, for one: nothing is lost then.
    case let status: throw PlatformError.Failed(reason: "keychain: \(status)")
    }
  }

  func keep(key: Data) throws {
    var new = item
    new[kSecValueData as String] = key
    new[kSecAttrAccessible as String] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
    new[kSecAttrSynchronizable as String] = false
    var status = SecItemAdd(new as CFDictionary, nil)
    if status == errSecDuplicateItem {
      // Changed in its place: a key that was deleted and could not be kept again would lose what it sealed.
      status = SecItemUpdate(item as CFDictionary, [kSecValueData as String: key] as CFDictionary)
    }
    guard status == errSecSuccess else { throw PlatformError.Failed(reason: "keychain: \(status)") }
  }

  func forget() throws {
    let status = SecItemDelete(item as CFDictionary)
    guard status == errSecSuccess || status == errSecItemNotFound else {
      throw PlatformError.Failed(reason: "keychain: \(status)")
    }
  }
}
