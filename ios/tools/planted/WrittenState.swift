// Refused: setter is inaccessible
import ArnaScreens

@MainActor func writtenState(_ store: Store) { store.isLocked = false }
