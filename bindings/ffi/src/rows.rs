//! Records shaped for screens: what a row, a page or a sheet shows, with its words.

mod detail;
mod history;
mod plan;
mod run;

pub use detail::{Detail, Evidence, Explanation, Opinion};
pub use history::{Change, Interval, SiteHistory, SiteHistoryQuery, SiteState};
pub use plan::{Contacts, Estimate};
pub use run::{Count, MeasurementRow, Nettest, Network, RunInfo, Setting, Totals, Usage};

use arna_model::{Micros, WallTime};

/// Milliseconds since 1970, UTC, by the phone's clock: what both languages take without losing any.
pub(crate) fn millis(at: WallTime) -> i64 {
    at.0.div_euclid(1_000)
}

/// The time that was so told.
pub(crate) fn wall(millis: i64) -> WallTime {
    WallTime(millis.saturating_mul(1_000))
}

pub(crate) fn length(time: Micros) -> u64 {
    time.0 / 1_000
}

pub(crate) fn count(number: usize) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
