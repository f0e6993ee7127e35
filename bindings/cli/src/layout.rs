//! Text in lines of a width: broken between words, never inside one, and never between a figure and its unit.

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
    let joined = joined(sentence);
    lines(joined.split_ascii_whitespace().map(parted), " ", width)
}

/// A text whose figures hold on to the word after them, which is mostly their unit: no line breaks there until it is
/// [parted].
pub(crate) fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(one) = rest.next() {
        let is_unit = |next: &char| next.is_alphabetic() || *next == '%';
        let is_joint = one == ' '
            && joined.ends_with(|last: char| last.is_ascii_digit())
            && rest.peek().is_some_and(is_unit);
        joined.push(if is_joint { JOINT } else { one });
    }
    joined
}

/// A joined text as it was.
pub(crate) fn parted(text: &str) -> String {
    text.replace(JOINT, " ")
}

/// As wide as a space, and in nobody's text.
const JOINT: char = '\u{e000}';

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
        assert_eq!(wrapped("took 105.0 kB, 5 % lost", 12), "took\n105.0 kB,\n5 % lost");
        assert_eq!(wrapped("on 2024-05-14 08:00", 13), "on 2024-05-14\n08:00");
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
