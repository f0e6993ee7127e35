//! Names that were probably meant.

use std::collections::BTreeSet;

use arna_words::Line;

use crate::words::line;

/// The known name nearest to `asked`, if any is near.
fn nearest<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: BTreeSet<&str> = known.into_iter().collect();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(asked, name), name))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .and_then(|(likeness, name)| (likeness > LIKE).then_some(name))
}

/// A sentence on what is not known, with the name that was probably meant if there is one near enough.
pub(crate) fn or_meant<'a>(
    said: String,
    asked: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    match nearest(asked, known) {
        Some(name) => line(Line::Meant, &[("said", &said), ("what", &name)]),
        None => said,
    }
}

/// Under this two words have nothing in common but letters.
const LIKE: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found() {
        assert_eq!(nearest("latancy", ["latency", "web_connectivity"]), Some("latency"));
        assert_eq!(nearest("zzz", ["latency"]), None);
        let said = or_meant("no".into(), "lte-edge", ["lte", "lte_edge"]);
        assert_eq!(said, "no; did you mean lte_edge?");
    }
}
