//! When, where and how often a censor works.

use serde::Deserialize;

use super::atlas::{BORDER_HOP, HOPS};
use super::hours::Hours;
use super::prefix::Prefix;

/// When, where and how often a censor works, if not always.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Only {
    /// On this share of the connections and questions.
    pub(super) share: Option<f64>,
    /// At these hours of every day.
    pub(super) hours: Option<Hours>,
    /// From so many seconds after the story's start.
    pub(super) after_s: Option<f64>,
    /// Until so many seconds after the story's start.
    pub(super) until_s: Option<f64>,
    /// Where on the path.
    #[serde(default)]
    pub(super) at: Stand,
    /// Before which hop from the phone: what may not go so far never comes to it.
    pub(super) hop: Option<u8>,
    /// On the way to servers in these networks.
    pub(super) networks: Option<Vec<Prefix>>,
}

/// Where a censor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stand {
    /// At the operator: everything passes it.
    #[default]
    Operator,
    /// At the country's border: what stays in the country does not pass it.
    Border,
}

impl Only {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if self.share.is_some_and(|share| !(share > 0.0 && share <= 1.0)) {
            return Some("share is more than 0 and at most 1".to_owned());
        }
        if self.hop.is_some_and(|hop| !(1..=HOPS).contains(&hop)) {
            return Some(format!("hop is a number from 1 to {HOPS}"));
        }
        let times = [self.after_s, self.until_s];
        if times.iter().flatten().any(|at| !(0.0..=LONGEST_S).contains(at)) {
            return Some(format!("after_s and until_s are times from 0 to {LONGEST_S} seconds"));
        }
        matches!(times, [after, Some(until)] if until <= after.unwrap_or_default())
            .then(|| "until_s comes after after_s".to_owned())
    }

    /// In words, with a blank before them; empty if nothing is bound.
    pub(super) fn in_words(&self) -> String {
        let share = self.share.map(|share| format!("in {} % of all cases", share * 100.0));
        let hours = self.hours.map(|hours| format!("at {hours} by the country's clocks"));
        let after = self.after_s.map(|seconds| format!("from {seconds} s after the start"));
        let until = self.until_s.map(|seconds| format!("until {seconds} s after the start"));
        let at = (self.at == Stand::Border).then(|| "on what leaves the country".to_owned());
        let networks = self.networks.as_ref().map(|networks| {
            let networks: Vec<_> = networks.iter().map(Prefix::to_string).collect();
            format!("on the way to {}", networks.join(", "))
        });
        let hop = self.hop.map(|hop| format!("before hop {hop}"));
        let all = [share, hours, after, until, at, hop, networks];
        let all: Vec<_> = all.into_iter().flatten().collect();
        if all.is_empty() { String::new() } else { format!(" (only {})", all.join(", ")) }
    }
}

/// A day: longer than any run.
pub(super) const LONGEST_S: f64 = 86_400.0;

impl Stand {
    /// The hop before which a censor stands there, if it is not said.
    pub(super) fn hop(self) -> u8 {
        match self {
            Self::Operator => 3,
            Self::Border => BORDER_HOP,
        }
    }
}
