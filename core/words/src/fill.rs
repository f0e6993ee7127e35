//! How values get into a text: by the names in its braces.

use std::borrow::Cow;
#[cfg(test)]
use std::collections::BTreeSet;
use std::fmt::Display;

use arna_model::shown;

/// `text` with `values` in its braces, as they may be shown: many are a network's own. A name without a value leaves
/// nothing.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    for (part, name) in parts(text) {
        filled.push_str(part);
        let value = values.iter().find(|(known, _)| Some(*known) == name);
        filled.push_str(&value.map_or(Cow::Borrowed(""), |(_, value)| shown(value)));
    }
    filled
}

/// The same with values of any kind.
pub(crate) fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.to_string())).collect();
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text, &values)
}

/// Which names are filled in.
#[cfg(test)]
pub(crate) fn names(text: &str) -> BTreeSet<&str> {
    parts(text).filter_map(|(_, name)| name).collect()
}

/// Pieces of plain text, each with the name in the braces behind it.
fn parts(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split_inclusive('}').map(|part| match part.split_once('{') {
        Some((plain, name)) => (plain, Some(name.trim_end_matches('}'))),
        None => (part, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_filled_by_name_and_only_once() {
        let text = "{a}, by {b}; {a}.";
        assert_eq!(fill(text, &[("a", "{b}"), ("b", "two")]), "{b}, by two; {b}.");
        assert_eq!(fill("plain", &[("a", "one")]), "plain");
        assert_eq!(
            fill("by {a}", &[("a", "\u{1b}[2J\u{9b}m\u{202e}x")]),
            "by \u{fffd}[2J\u{fffd}m\u{fffd}x"
        );
        assert_eq!(fill("", &[]), "");
        assert_eq!(names(text), BTreeSet::from(["a", "b"]));
    }
}
