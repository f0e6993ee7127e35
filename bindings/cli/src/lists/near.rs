//! Names that were probably meant.

use std::collections::BTreeSet;

/// The known name nearest to `asked`, if any is near.
fn nearest<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: BTreeSet<&str> = known.into_iter().collect();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(asked, name), name))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .and_then(|(likeness, name)| (likeness > LIKE).then_some(name))
}

/// "; did you mean NAME?", if there is a name near enough.
pub(crate) fn did_you_mean<'a>(asked: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(asked, known).map_or_else(String::new, |name| format!("; did you mean {name}?"))
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
        assert_eq!(did_you_mean("lte-edge", ["lte", "lte_edge"]), "; did you mean lte_edge?");
    }
}
