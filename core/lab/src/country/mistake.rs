//! What is wrong with a scenario's text: where, and in words for who wrote it.
//!
//! serde says what it misses in its own words and toml where; both are translated here. Tables with a
//! `kind` lose their places inside serde, so a word that is complained about is looked for in its table.

use std::ops::Range;

/// A mistake in a scenario's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The character in it, from 1.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
}

impl Mistake {
    /// At this place of `text`.
    pub(super) fn at(text: &str, place: &Range<usize>, reason: impl Into<String>) -> Self {
        let before = text.get(..place.start).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: line.trim_start_matches('\u{feff}').chars().count() + 1,
            reason: reason.into(),
        }
    }

    /// What `toml` has to say about `text`.
    pub(super) fn of_form(text: &str, error: &toml::de::Error) -> Self {
        let message = error.message();
        let place = error.span().unwrap_or_default();
        let place = match complained_about(message).and_then(|word| inside(text, &place, word)) {
            Some(exact) => exact,
            None => place,
        };
        Self::at(text, &place, reason(message))
    }
}

/// The word that a message is about, as it stands in the text.
fn complained_about(message: &str) -> Option<&str> {
    let quoted = |rest: &'static str| {
        message.strip_prefix(rest).and_then(|rest| rest.split_once('`')).map(|(word, _)| word)
    };
    let value = || {
        let (found, _) = message.strip_prefix("invalid ")?.split_once(", expected ")?;
        let (_, found) = found.split_once(": ")?.1.split_once(' ')?;
        Some(found.trim_matches('`'))
    };
    quoted("unknown field `").or_else(|| quoted("unknown variant `")).or_else(value)
}

/// Where `word` stands in the table that begins at `place`, if only the table's head was given.
fn inside(text: &str, place: &Range<usize>, word: &str) -> Option<Range<usize>> {
    if word.is_empty() || !text.get(place.clone())?.starts_with('[') {
        return None;
    }
    let body = text.get(place.end..)?;
    let body = body.split("\n[").next().unwrap_or(body);
    let is_whole = |at: &usize| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !body[..*at].ends_with(is_part) && !body[at + word.len()..].starts_with(is_part)
    };
    let at = body.match_indices(word).map(|(at, _)| at).find(is_whole)?;
    let quote = usize::from(body[..at].ends_with(['"', '\'']));
    Some(place.end + at - quote..place.end + at + word.len())
}

/// A message of serde's or toml's in words for people.
fn reason(message: &str) -> String {
    let unknown = |prefix: &str, what: &str| {
        let (asked, known) = message.strip_prefix(prefix)?.split_once('`')?;
        let known: Vec<_> = known.split('`').skip(1).step_by(2).collect();
        Some(format!("there is no {what} {asked:?} here{}", offer(asked, &known)))
    };
    let missing = || {
        let name = message.strip_prefix("missing field `")?.strip_suffix('`')?;
        Some(format!("the key {name:?} is missing"))
    };
    let wrong = || {
        let (found, wanted) = message.strip_prefix("invalid ")?.split_once(", expected ")?;
        // "invalid basic string, expected `"`" is about the form, and in words already.
        let found = found.split_once(": ")?.1;
        let found = match found.split_once(' ') {
            Some((_, value)) => value.trim_matches('`'),
            None if found == "map" => "a table",
            None if found == "sequence" => "a list",
            None => found,
        };
        Some(format!("{} is wanted here, not {found}", in_words(wanted)))
    };
    unknown("unknown field `", "key")
        .or_else(|| unknown("unknown variant `", "word"))
        .or_else(missing)
        .or_else(wrong)
        .unwrap_or_else(|| message.to_owned())
}

/// What there is instead, the nearest first if one is near.
pub(super) fn offer(asked: &str, known: &[&str]) -> String {
    let likeness = |other: &&str| strsim::jaro_winkler(asked, other);
    let near = known.iter().copied().filter(|other| likeness(other) >= LEAST_LIKENESS);
    let near = near.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
    match known {
        [] => hint,
        known => format!("{hint} (there are {})", known.join(", ")),
    }
}

/// serde's names for what it expects.
fn in_words(wanted: &str) -> &str {
    match wanted {
        "usize" | "u64" | "u32" | "u16" | "u8" => "a whole number that is not negative",
        "i64" | "i32" => "a whole number",
        "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "string" => "a text in quotes",
        "a sequence" => "a list (a table of it begins with [[...]])",
        _ if wanted.starts_with("struct ") || wanted.contains("enum ") => "a table",
        _ => wanted,
    }
}

/// Below, two words only share some letters.
const LEAST_LIKENESS: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_words() {
        for (message, words) in [
            (
                "unknown field `cuont`, expected `count` or `kind`",
                "there is no key \"cuont\" here; did you mean \"count\"? (there are count, kind)",
            ),
            (
                "unknown variant `zzz`, expected one of `fine`, `refused`, `captcha`",
                "there is no word \"zzz\" here (there are fine, refused, captcha)",
            ),
            ("unknown field `root`, there are no fields", "there is no key \"root\" here"),
            ("missing field `name`", "the key \"name\" is missing"),
            ("invalid type: string \"x\", expected f64", "a number is wanted here, not \"x\""),
            (
                "invalid value: integer `-1`, expected usize",
                "a whole number that is not negative is wanted here, not -1",
            ),
            ("invalid basic string, expected `\"`", "invalid basic string, expected `\"`"),
        ] {
            assert_eq!(reason(message), words);
        }
    }

    #[test]
    fn places_count_characters() {
        let at = |place| {
            let mistake = Mistake::at("a\näö b\n", &place, "");
            (mistake.line, mistake.column)
        };
        assert_eq!((at(0..1), at(7..8), at(8..9)), ((1, 1), (2, 4), (2, 5)));
        assert_eq!(at(9..9), (3, 1));
    }
}
