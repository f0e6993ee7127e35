// Refused: missing return
func missingReturn(_ number: Int) -> Int {
  if number > 1 { return 2 }
}
