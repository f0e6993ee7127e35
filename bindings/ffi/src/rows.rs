//! Records shaped for screens: what a row, a page or a sheet shows, with its words.

mod detail;
mod history;
mod plan;
mod run;

pub use detail::{Detail, Evidence, Explanation, Opinion};
pub use history::{Change, History, HistoryQuery, Interval, SiteState};
pub use plan::{Contacts, Estimate};
pub use run::{Count, MeasurementRow, Nettest, Network, RunInfo, Setting, Totals, Usage};

use arna_model::{Micros, WallTime};

/// The verdict scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Code {
    /// Opens normally.
    Accessible,
    /// Blocked by the network.
    Blocked,
    /// Probably blocked.
    LikelyBlocked,
    /// Opens, but slowed down.
    Throttled,
    /// Cannot be reached from this network; who stops it is unknown.
    Unreachable,
    /// The site itself refuses.
    SiteRefuses,
    /// The site itself is down or broken.
    SiteDown,
    /// The signal was too weak to tell.
    WeakSignal,
    /// No Internet on this network.
    NoInternet,
    /// Cannot tell yet.
    Inconclusive,
    /// Not tested.
    NotTested,
    /// A figure, no opinion.
    Measured,
}

impl From<arna_model::Code> for Code {
    fn from(code: arna_model::Code) -> Self {
        use arna_model::Code as Model;
        match code {
            Model::Accessible => Self::Accessible,
            Model::Blocked => Self::Blocked,
            Model::LikelyBlocked => Self::LikelyBlocked,
            Model::Throttled => Self::Throttled,
            Model::Unreachable => Self::Unreachable,
            Model::SiteRefuses => Self::SiteRefuses,
            Model::SiteDown => Self::SiteDown,
            Model::WeakSignal => Self::WeakSignal,
            Model::NoInternet => Self::NoInternet,
            Model::Inconclusive => Self::Inconclusive,
            Model::NotTested => Self::NotTested,
            Model::Measured => Self::Measured,
        }
    }
}

/// Milliseconds since 1970, UTC, by the phone's clock: what both languages take without losing any.
pub(crate) fn millis(at: WallTime) -> i64 {
    at.0.div_euclid(1_000)
}

pub(crate) fn length(time: Micros) -> u64 {
    time.0 / 1_000
}

pub(crate) fn count(number: usize) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}
