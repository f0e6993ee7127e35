//! What a journal comes to: how often the network was cut, and how long it lasted at most.
//!
//! A cut is a time in which the network was never seen to work, and was seen to let through the country or its state
//! services alone. Where nothing at all answered whose doing that was is not known: that is told by other words.

use arna_model::{Interval, Micros, NetworkState};
use arna_words::{OnSites, Words};

use super::days::{Counted, meets};

/// A time without the Internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Without {
    lasted: Micros,
    /// Whether it was seen that somebody was let through.
    is_cut: bool,
    /// Whether nobody watched for a part of it.
    has_gap: bool,
}

/// The answer on the days of a calendar.
pub(super) fn answer(
    intervals: &[Interval],
    calendar: &[Counted],
    days: u16,
    words: Words,
) -> String {
    let days = words.counted_sites(OnSites::NDays, days.into(), &[]);
    let of_days: Vec<_> = match (calendar.last(), calendar.first()) {
        (Some(first), Some(last)) => {
            intervals.iter().filter(|one| meets(one, first.from, last.until)).collect()
        }
        _ => Vec::new(),
    };
    if of_days.is_empty() {
        return words.sites(OnSites::NobodyWatchedLately, &[("days", &days)]);
    }
    let all = without(&of_days);
    let (cuts, silences): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.is_cut);
    let said = |of: &[Without], name, at_least| {
        let longest = of.iter().max_by_key(|one| one.lasted)?;
        let time = words.lasted(longest.lasted);
        let name = if longest.has_gap { at_least } else { name };
        Some(words.counted_sites(name, of.len() as u64, &[("days", &days), ("time", &time)]))
    };
    said(&cuts, OnSites::NCuts, OnSites::NCutsAtLeast)
        .or_else(|| said(&silences, OnSites::NSilences, OnSites::NSilences))
        .unwrap_or_else(|| words.sites(OnSites::NoCut, &[("days", &days)]))
}

/// Times without the Internet, in order.
fn without(intervals: &[&Interval]) -> Vec<Without> {
    let mut all: Vec<Without> = Vec::new();
    let mut before: Option<&Interval> = None;
    for one in intervals {
        let is_without =
            |state: NetworkState| state.is_shutdown() || state == NetworkState::NoService;
        let Some(state) = one.state.filter(|state| is_without(*state)) else {
            before = None;
            continue;
        };
        let goes_on = before.is_some();
        if !goes_on {
            all.push(Without::default());
        }
        if let Some(this) = all.last_mut() {
            this.lasted = this.lasted + one.lasted;
            this.is_cut |= state.is_shutdown();
            this.has_gap |= before.is_some_and(|before| before.until < one.from);
        }
        before = Some(one);
    }
    all
}
