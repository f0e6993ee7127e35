//! Settings: what a user wants of every run, kept in the store.
//!
//! Keys with a dot are a shell's own (`app.onboarded`): kept for it, and read by nobody else.

use std::collections::BTreeMap;

use arna_model::{Micros, Rates, Request};

use super::helper;
use crate::Error;

/// A setting that Arna knows.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// What values it takes, for people.
    pub takes: &'static str,
    apply: fn(&str, &mut Request) -> Option<()>,
}

/// Every setting that Arna knows. What was never set is as in the request.
pub const KEYS: &[Setting] = &[
    Setting {
        key: "helpers",
        takes: "URLs of test helpers (http or https), with spaces between them, or none",
        apply: helpers,
    },
    Setting { key: "rates", takes: "off, suspects or all: whose speed is measured", apply: rates },
    Setting { key: "quic", takes: "on or off: whether QUIC is tried beside TLS", apply: quic },
    Setting {
        key: "long",
        takes: "on or off: whether 32 kB of pages that open are read, to see whether they freeze",
        apply: long,
    },
    Setting {
        key: "trace",
        takes: "on or off: whether the place of a block on the path is looked for",
        apply: trace,
    },
    Setting { key: "max_bytes", takes: "bytes that one run may use, or none", apply: max_bytes },
    Setting {
        key: "max_seconds",
        takes: "seconds that one run may take (366 days at most), or none",
        apply: max_seconds,
    },
];

/// `request` with what the user set.
///
/// # Errors
/// A value that a later version must have written.
pub(crate) fn applied(
    mut request: Request,
    set: &BTreeMap<String, String>,
) -> Result<Request, Error> {
    for setting in KEYS {
        if let Some(value) = set.get(setting.key) {
            setting.apply(value, &mut request)?;
        }
    }
    Ok(request)
}

/// Whether a value may be kept under a key.
///
/// # Errors
/// A key that nobody knows; a value that it does not take.
pub(crate) fn checked(key: &str, value: &str) -> Result<(), Error> {
    if key.contains('.') {
        let is_short = key.len() <= LONGEST_KEY && value.len() <= LONGEST_VALUE;
        let bad = || Error::BadSetting { key: short(key), takes: "4096 bytes at most" };
        return is_short.then_some(()).ok_or_else(bad);
    }
    let known = KEYS.iter().find(|setting| setting.key == key);
    let setting = known.ok_or_else(|| Error::UnknownSetting(short(key)))?;
    setting.apply(value, &mut Request::default())
}

impl Setting {
    fn apply(&self, value: &str, request: &mut Request) -> Result<(), Error> {
        let bad = || Error::BadSetting { key: self.key.to_owned(), takes: self.takes };
        (self.apply)(value, request).ok_or_else(bad)
    }
}

fn helpers(value: &str, request: &mut Request) -> Option<()> {
    let urls: Vec<_> = value.split_whitespace().filter(|text| *text != NONE).collect();
    let is_said = value.trim() == NONE || !urls.is_empty();
    if !is_said || urls.iter().any(|text| helper(text).is_err()) {
        return None;
    }
    request.helpers = urls.into_iter().map(str::to_owned).collect();
    Some(())
}

fn rates(value: &str, request: &mut Request) -> Option<()> {
    request.rates = match value {
        "off" => Rates::Off,
        "suspects" => Rates::Suspects,
        "all" => Rates::All,
        _ => return None,
    };
    Some(())
}

fn quic(value: &str, request: &mut Request) -> Option<()> {
    request.tries_quic = switch(value)?;
    Some(())
}

fn long(value: &str, request: &mut Request) -> Option<()> {
    request.reads_long = switch(value)?;
    Some(())
}

fn trace(value: &str, request: &mut Request) -> Option<()> {
    request.is_traced = switch(value)?;
    Some(())
}

fn max_bytes(value: &str, request: &mut Request) -> Option<()> {
    request.budget.max_bytes = limit(value, u64::MAX)?;
    Some(())
}

fn max_seconds(value: &str, request: &mut Request) -> Option<()> {
    request.budget.max_time = limit(value, LONGEST_RUN)?.map(Micros::from_secs);
    Some(())
}

fn switch(value: &str) -> Option<bool> {
    match value {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// A number that is not 0, or `none`.
fn limit(value: &str, most: u64) -> Option<Option<u64>> {
    if value == NONE {
        return Some(None);
    }
    let number = value.parse().ok().filter(|number| (1..=most).contains(number))?;
    Some(Some(number))
}

fn short(key: &str) -> String {
    key.chars().take(LONGEST_KEY).collect()
}

const NONE: &str = "none";
const LONGEST_KEY: usize = 64;
const LONGEST_VALUE: usize = 4096;
/// Seconds of a year: more would not fit into what adds microseconds up.
const LONGEST_RUN: u64 = 366 * 24 * 3600;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_shapes_a_request() {
        let set = [
            ("helpers", "https://a.example http://b.example:8080/x"),
            ("rates", "suspects"),
            ("quic", "on"),
            ("long", "on"),
            ("trace", "on"),
            ("max_bytes", "5000000"),
            ("max_seconds", "600"),
            ("app.theme", "dark"),
        ];
        for (key, value) in set {
            checked(key, value).expect(key);
        }
        let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let request = applied(Request::default(), &set).expect("all of it is good");
        assert_eq!(request.helpers.len(), 2);
        assert_eq!(request.rates, Rates::Suspects);
        assert!(request.tries_quic && request.reads_long && request.is_traced);
        assert_eq!(request.budget.max_bytes, Some(5_000_000));
        assert_eq!(request.budget.max_time, Some(Micros::from_secs(600)));
    }

    #[test]
    fn none_takes_a_limit_back() {
        let before = Request { helpers: vec!["https://a.example".into()], ..Request::default() };
        let set = [("helpers", "none"), ("max_bytes", "none")];
        let set = set.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let after = applied(before, &set).expect("both are good");
        assert!(after.helpers.is_empty() && after.budget.max_bytes.is_none());
    }

    #[test]
    fn what_nobody_knows_is_not_kept() {
        for key in ["", "colour", "HELPERS", "max bytes"] {
            assert!(matches!(checked(key, "on"), Err(Error::UnknownSetting(_))), "{key}");
        }
        for (key, value) in [
            ("helpers", ""),
            ("helpers", "ftp://a.example"),
            ("helpers", "https://a.example nonsense"),
            ("rates", "some"),
            ("quic", "yes"),
            ("max_bytes", "0"),
            ("max_bytes", "-1"),
            ("max_seconds", "99999999999"),
            ("max_seconds", ""),
        ] {
            let refused = checked(key, value);
            assert!(matches!(refused, Err(Error::BadSetting { .. })), "{key} = {value:?}");
        }
        assert!(checked("app.note", &"x".repeat(5000)).is_err());
    }
}
