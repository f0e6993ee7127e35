/// A number stays on the line of what it counts ("12 September", "30 %"), a dot between two things on that of the first.
public func tied(_ text: String) -> String {
  var result = ""
  var figures = 0
  var isWord = false  // the figures end a word: "site12"
  let letters = Array(text)
  for (at, letter) in letters.enumerated() {
    let next = at + 1 < letters.count ? letters[at + 1] : " "
    let counts = (1...4).contains(figures) && !isWord && (next.isLetter || next == "%")
    let isBeforeDot = next == "·" && at + 2 < letters.count && letters[at + 2] == " "
    result.append(letter == " " && (counts || isBeforeDot) ? "\u{a0}" : letter)
    if letter.isASCII, letter.isNumber {
      if figures == 0 { isWord = at > 0 && letters[at - 1].isLetter }
      figures += 1
    } else {
      figures = 0
    }
  }
  return result
}
