// Refused: main actor-isolated
import UIKit

func noAwait() -> Float { UIDevice.current.batteryLevel }
