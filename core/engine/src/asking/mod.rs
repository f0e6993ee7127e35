//! What is asked for where nobody says otherwise: who measures without a helper, a list and limits of their own gets
//! these, in every shell.

mod helper;
mod means;
mod settings;

use std::net::SocketAddr;

use arna_lists::plain_input;
use arna_model::{BUILT_IN, Leave, ListEntry, Request, Target};
use arna_net::resolver_name;

use crate::run::{PORTAL_PROBE, anchors_abroad, innocent_sites, landmarks_of};
pub use helper::helper;
pub use settings::{KEYS, Setting};
pub(crate) use settings::{applied, checked, means_of};

/// A request for the network that the phone is on: the built-in list, OONI's helpers, a public resolver, the usual
/// hosts abroad, and those at home if the `country` (ISO 3166) is known and has any.
pub fn usual_request(country: Option<&str>) -> Request {
    let resolver = SocketAddr::from(RESOLVER);
    Request {
        nettests: DEFAULT_NETTESTS.iter().map(|&name| name.to_owned()).collect(),
        targets: built_in_targets(),
        decoys: innocent_sites(),
        helpers: HELPERS.iter().map(|&url| url.to_owned()).collect(),
        resolver: Some(resolver),
        resolver_name: resolver_name(resolver.ip()).map(str::to_owned),
        anchors: anchors_abroad(),
        landmarks: country.map(landmarks_of).unwrap_or_default(),
        portal_probe: Some(PORTAL_PROBE.to_owned()),
        ..Request::default()
    }
}

/// What is looked at of the built-in list where nobody switched anything: all but its risky pages.
pub fn built_in_targets() -> Vec<Target> {
    let target = |ListEntry { url, category }| Target {
        input: url,
        category,
        list: Some(BUILT_IN.to_owned()),
        truth: None,
    };
    let entries = built_in_entries().into_iter().filter(|entry| !entry.is_risky());
    entries.map(target).collect()
}

/// The built-in list: news, rights and services of Kazakhstan's recent years, and fair controls
/// (`data/targets.txt`).
pub(crate) fn built_in_entries() -> Vec<ListEntry> {
    let lines = TARGETS.lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &str| {
        let (category, url) = line.split_once(' ')?;
        Some(ListEntry { url: url.to_owned(), category: Some(category.to_owned()) })
    };
    lines.filter_map(entry).collect()
}

/// A request as it is planned and stored: without anybody's user and password in its targets and helpers, and without
/// what was said of one moment.
pub(crate) fn admitted(mut request: Request) -> Request {
    request.leave = Leave::default();
    for target in request.targets.iter_mut().chain(&mut request.decoys) {
        target.input = plain_input(&target.input);
    }
    for helper in &mut request.helpers {
        *helper = plain_input(helper);
    }
    request
}

/// What is measured where nobody names nettests.
pub const DEFAULT_NETTESTS: &[&str] = &["latency", "web_connectivity"];

/// OONI's public test helpers.
pub const HELPERS: &[&str] = &[
    "https://0.th.ooni.org",
    "https://1.th.ooni.org",
    "https://2.th.ooni.org",
    "https://3.th.ooni.org",
];

/// The public resolver to compare with: Google's.
const RESOLVER: ([u8; 4], u16) = ([8, 8, 8, 8], 53);

const TARGETS: &str = include_str!("../../data/targets.txt");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use arna_lists::page;
    use arna_model::Category;

    use super::*;

    #[test]
    fn the_built_in_list_is_sound() {
        let targets = built_in_targets();
        assert!((55..=70).contains(&targets.len()), "{} targets", targets.len());
        let entries = built_in_entries();
        let risky: Vec<_> = entries.iter().filter(|entry| entry.is_risky()).collect();
        assert_eq!(entries.len(), targets.len() + risky.len());
        let politics = ["ANON", "POLR"].map(|code| Some(code.to_owned()));
        assert!(risky.iter().all(|entry| politics.contains(&entry.category)), "{risky:?}");
        let mut seen = BTreeSet::new();
        for target in &targets {
            let url = page(&target.input).expect("a good URL");
            assert_eq!(url.as_str(), target.input, "as it is normally written");
            let category = target.category.as_deref().expect("a category");
            assert!(Category::of_code(category).is_some(), "{category}");
            assert!(seen.insert(&target.input), "{} is there twice", target.input);
        }
    }
}
