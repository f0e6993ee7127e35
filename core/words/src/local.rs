//! The reader's clock: which zone that is, only a shell knows.

use std::borrow::Cow;

use arna_model::WallTime;

/// What the clock of a place shows at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// How many seconds it is ahead of UTC.
    pub ahead_s: i32,
    /// What its time is called then: `UTC`, `MSK`, `UTC+5`.
    pub zone: Cow<'static, str>,
}

impl Local {
    /// UTC's, at any time.
    pub const fn utc(_: WallTime) -> Self {
        Self { ahead_s: 0, zone: Cow::Borrowed("UTC") }
    }

    /// That of a zone without a name, which is called by its distance: "UTC+5", "UTC-3:30".
    pub fn ahead(ahead_s: i32) -> Self {
        let sign = if ahead_s < 0 { '-' } else { '+' };
        let zone = match (ahead_s.abs() / 3_600, ahead_s.abs() / 60 % 60) {
            (0, 0) => return Self { ahead_s, zone: "UTC".into() },
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        };
        Self { ahead_s, zone: zone.into() }
    }

    /// What it shows, as if it were UTC's.
    pub(crate) fn shows(&self, at: WallTime) -> WallTime {
        WallTime(at.0.saturating_add(i64::from(self.ahead_s) * 1_000_000))
    }
}
