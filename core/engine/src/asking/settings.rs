//! Settings: what a user wants of every run, kept in the store.
//!
//! Keys with a dot are a shell's own (`app.onboarded`): kept for it, and read by nobody else.

use std::collections::BTreeMap;

use arna_lists::plain_input;
use arna_model::{Means, Micros, Rates, Request};

use super::{helper, means};
use crate::Error;

/// A setting that Arna knows.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// What holds while nobody set it, as it would be set.
    pub usual: &'static str,
    /// What values it takes, for people.
    pub takes: &'static str,
    shapes: Shapes,
}

/// What a setting shapes, and how; `None`: a value that it does not take.
#[derive(Clone, Copy, Debug)]
enum Shapes {
    /// Every request.
    Request(fn(&str, &mut Request) -> Option<()>),
    /// The user's means.
    Means(fn(&str, &mut Means) -> Option<()>),
}

use Shapes::Means as OfMeans;
use Shapes::Request as OfRequest;

/// Every setting that Arna knows. What was never set is as in the request.
pub const KEYS: &[Setting] = &[
    Setting {
        key: "helpers",
        usual: "https://0.th.ooni.org https://1.th.ooni.org https://2.th.ooni.org https://3.th.ooni.org",
        takes: "URLs of test helpers (http or https), with spaces between them, or none",
        shapes: OfRequest(helpers),
    },
    Setting {
        key: "rates",
        usual: "off",
        takes: "off, suspects or all: whose speed is measured",
        shapes: OfRequest(rates),
    },
    Setting {
        key: "quic",
        usual: "off",
        takes: "on or off: whether QUIC is tried beside TLS",
        shapes: OfRequest(quic),
    },
    Setting {
        key: "long",
        usual: "off",
        takes: "on or off: whether 32 kB of pages that open are read, to see whether they freeze",
        shapes: OfRequest(long),
    },
    Setting {
        key: "trace",
        usual: "off",
        takes: "on or off: whether the place of a block on the path is looked for",
        shapes: OfRequest(trace),
    },
    Setting {
        key: "max_bytes",
        usual: "none",
        takes: "bytes that one run may use, or none",
        shapes: OfRequest(max_bytes),
    },
    Setting {
        key: "max_seconds",
        usual: "none",
        takes: "seconds that one run may take (366 days at most), or none",
        shapes: OfRequest(max_seconds),
    },
    Setting {
        key: "automatic",
        usual: "off",
        takes: "on or off: whether anything is tested while nobody asks for it",
        shapes: OfMeans(means::automatic),
    },
    Setting {
        key: "automatic_when",
        usual: "any",
        takes: "any, wifi or charging: when that may be",
        shapes: OfMeans(means::when),
    },
    Setting {
        key: "battery_floor",
        usual: "30",
        takes: "0 to 100: the least percent of the battery for it, unless it is charging",
        shapes: OfMeans(means::battery),
    },
    Setting {
        key: "quiet_hours",
        usual: "23:00-07:00",
        takes: "hours without it, like 23:00-07:00, or none",
        shapes: OfMeans(means::quiet_hours),
    },
    Setting {
        key: "cellular_run",
        usual: "5000000",
        takes: "bytes that one run may use of a mobile network, or none",
        shapes: OfMeans(means::cellular_run),
    },
    Setting {
        key: "cellular_day",
        usual: "none",
        takes: "bytes that a day may use of a mobile network, or none",
        shapes: OfMeans(means::cellular_day),
    },
    Setting {
        key: "cellular_month",
        usual: "50000000",
        takes: "bytes that a month may use of a mobile network, or none",
        shapes: OfMeans(means::cellular_month),
    },
    Setting {
        key: "fixed_run",
        usual: "none",
        takes: "bytes that one run may use of Wi-Fi or a cable, or none",
        shapes: OfMeans(means::fixed_run),
    },
    Setting {
        key: "fixed_day",
        usual: "none",
        takes: "bytes that a day may use of Wi-Fi or a cable, or none",
        shapes: OfMeans(means::fixed_day),
    },
    Setting {
        key: "fixed_month",
        usual: "none",
        takes: "bytes that a month may use of Wi-Fi or a cable, or none",
        shapes: OfMeans(means::fixed_month),
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
            setting.shape(value, &mut request, &mut Means::default())?;
        }
    }
    Ok(request)
}

/// The means that the user set.
///
/// # Errors
/// A value that a later version must have written.
pub(crate) fn means_of(set: &BTreeMap<String, String>) -> Result<Means, Error> {
    let mut means = Means::default();
    for setting in KEYS {
        if let (Some(value), OfMeans(_)) = (set.get(setting.key), setting.shapes) {
            setting.shape(value, &mut Request::default(), &mut means)?;
        }
    }
    Ok(means)
}

/// A value as it is kept under a key.
///
/// # Errors
/// A key that nobody knows; a value that it does not take.
pub(crate) fn checked(key: &str, value: &str) -> Result<String, Error> {
    if key.contains('.') {
        let is_short = key.len() <= LONGEST_KEY && value.len() <= LONGEST_VALUE;
        let bad = || Error::BadSetting { key: short(key), takes: "4096 bytes at most" };
        return is_short.then(|| value.to_owned()).ok_or_else(bad);
    }
    let known = KEYS.iter().find(|setting| setting.key == key);
    let setting = known.ok_or_else(|| Error::UnknownSetting(short(key)))?;
    setting.shape(value, &mut Request::default(), &mut Means::default())?;
    // Who logs in where is nobody's business, and settings are shown.
    let words = value.split_whitespace().map(plain_input);
    Ok(words.collect::<Vec<_>>().join(" "))
}

impl Setting {
    fn shape(&self, value: &str, request: &mut Request, means: &mut Means) -> Result<(), Error> {
        let bad = || Error::BadSetting { key: self.key.to_owned(), takes: self.takes };
        let shaped = match self.shapes {
            OfRequest(shape) => shape(value, request),
            OfMeans(shape) => shape(value, means),
        };
        shaped.ok_or_else(bad)
    }
}

fn helpers(value: &str, request: &mut Request) -> Option<()> {
    let urls: Vec<_> = value.split_whitespace().filter(|text| *text != NONE).collect();
    let is_said = value.trim() == NONE || !urls.is_empty();
    if !is_said || urls.iter().any(|text| helper(text).is_err()) {
        return None;
    }
    request.helpers = urls.into_iter().map(plain_input).collect();
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

pub(super) fn switch(value: &str) -> Option<bool> {
    match value {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// A number that is not 0, or `none`.
pub(super) fn limit(value: &str, most: u64) -> Option<Option<u64>> {
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
mod tests;
