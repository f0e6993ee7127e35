//! Text in lines of a width: broken between words, never inside one.

/// Parts with `between` them, broken into lines of at most `width` characters between parts only.
pub(crate) fn lines(parts: impl IntoIterator<Item = String>, between: &str, width: u16) -> String {
    let (mut text, mut used) = (String::new(), 0);
    for part in parts {
        let length = part.chars().count();
        if !text.is_empty() {
            let more = between.chars().count() + length;
            if used + more > usize::from(width) {
                text.push_str(between.trim_end());
                text.push('\n');
                used = 0;
            } else {
                text.push_str(between);
                used += between.chars().count();
            }
        }
        text.push_str(&part);
        used += length;
    }
    text
}

/// A sentence broken between words, and never at a space that joins the thousands of a figure.
pub(crate) fn wrapped(sentence: &str, width: u16) -> String {
    lines(sentence.split_ascii_whitespace().map(str::to_owned), " ", width)
}

/// A word that is too long for a line, in pieces that are not.
pub(crate) fn pieces(word: &str, width: u16) -> String {
    let all: Vec<char> = word.chars().collect();
    let lines = all.chunks(usize::from(width.max(1))).map(|line| line.iter().collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

/// Lines broken between words; what goes on stands as deep as its line began, past a dash.
pub(crate) fn hanging(text: &str, width: u16) -> String {
    let lines = text.lines().map(|line| {
        let begun = line.trim_start();
        let dash = if begun.starts_with("- ") { 2 } else { 0 };
        let (first, indent) = (line.len() - begun.len(), line.len() - begun.len() + dash);
        let room = width.saturating_sub(u16::try_from(indent).unwrap_or(u16::MAX)).max(1);
        let rest =
            wrapped(&begun[dash..], room).replace('\n', &format!("\n{}", " ".repeat(indent)));
        format!("{}{}{rest}", " ".repeat(first), &begun[..dash])
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_parts_only() {
        let parts = ["one thing", "another", "a third"].map(str::to_owned);
        assert_eq!(lines(parts, " · ", 20), "one thing · another ·\na third");
        assert_eq!(wrapped("a word and averylongword", 6), "a word\nand\naverylongword");
        assert_eq!(wrapped("in 10\u{a0}000", 4), "in\n10\u{a0}000");
    }

    #[test]
    fn what_goes_on_hangs_below_its_beginning() {
        let text = "one two three\n  - four five six\n\n  seven eight";
        let expected = "one two\nthree\n  - four\n    five\n    six\n\n  seven\n  eight";
        assert_eq!(hanging(text, 9), expected);
        assert_eq!(hanging("short", 80), "short");
        assert_eq!((pieces("жазу", 3), pieces("жаз", 3)), ("жаз\nу".to_owned(), "жаз".to_owned()));
    }
}
