// Refused: no such module 'ArnaKit'
import ArnaKit

func measuresInTheExtension() -> [NetworkInfo] { [] }
