// Refused: used before being initialized
func usedBeforeSet(_ isSo: Bool) -> Int {
  let number: Int
  if isSo { number = 1 }
  return number
}
