//! What things may be called.

use std::collections::BTreeSet;

use super::{Found, Places};
use crate::country::atlas::{ANCHORS, EXAMPLE, HELPERS, PORTAL, PROBE};

pub(super) fn of_names(places: &Places) -> Found {
    let taken = HELPERS.iter().map(|one| one.0).chain(ANCHORS.iter().map(|one| one.1));
    let taken: BTreeSet<_> = taken.chain([EXAMPLE.0, PORTAL.0, PROBE.0]).collect();
    let mut seen = BTreeSet::new();
    for given in places.targets.get_ref().iter().flat_map(|group| &group.get_ref().names) {
        let name = given.get_ref().as_str();
        let why = if !is_host_name(name) {
            format!("{name:?} is no host name like www.example.org, in small letters")
        } else if taken.contains(name) {
            format!("{name} is one of the lab's own servers")
        } else if !seen.insert(name) {
            format!("{name} is there twice")
        } else {
            continue;
        };
        return Err((given.span(), why));
    }
    Ok(())
}

/// Whether a scenario can be called so: its file and its runs are.
pub(in crate::country) fn is_scenario_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_plain) && !name.starts_with('-')
}

/// Whether a certificate, a resolver and a URL can all have this name as it stands.
fn is_host_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(is_plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 200
        && name.contains('.')
        && name.split('.').all(is_label)
        && top.starts_with(|c: char| c.is_ascii_lowercase())
}

const LONGEST_NAME: usize = 60;
