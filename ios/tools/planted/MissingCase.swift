// Refused: switch must be exhaustive
import ArnaScreens

func missingCase(_ tab: MainTab) -> Int {
  switch tab {
  case .home: 1
  case .sites: 2
  case .history: 3
  }
}
