// Refused: does not conform to protocol 'NSObjectProtocol'
import UIKit

@MainActor final class NotAnObject: UIDocumentPickerDelegate {}
