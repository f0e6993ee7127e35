//! One change of the user's means, as the setting that it is.

use super::{AutomaticWhen, QuietHours};

/// One change of the user's means. Bytes are both directions; nothing: no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MeansChange {
    /// Whether anything is tested while nobody asks for it.
    Automatic {
        /// The yes or the no.
        is_on: bool,
    },
    /// When that may be.
    When {
        /// It.
        when: AutomaticWhen,
    },
    /// Least percent of the battery for it, unless the phone is charging.
    BatteryFloor {
        /// 0 to 100.
        percent: u8,
    },
    /// Hours in which nothing is tested by itself.
    Quiet {
        /// They; nothing: there are none.
        hours: Option<QuietHours>,
    },
    /// What one run or slice may use of a mobile network.
    CellularRun {
        /// 1 to 1,000,000,000,000, as of every limit.
        bytes: Option<u64>,
    },
    /// What a day may use of it.
    CellularDay {
        /// The limit.
        bytes: Option<u64>,
    },
    /// What a month may use of it.
    CellularMonth {
        /// The limit.
        bytes: Option<u64>,
    },
    /// What one run or slice may use of Wi-Fi or a cable.
    FixedRun {
        /// The limit.
        bytes: Option<u64>,
    },
    /// What a day may use of them.
    FixedDay {
        /// The limit.
        bytes: Option<u64>,
    },
    /// What a month may use of them.
    FixedMonth {
        /// The limit.
        bytes: Option<u64>,
    },
}

impl MeansChange {
    /// The setting's key and what it is to be.
    pub(super) fn setting(self) -> (&'static str, String) {
        match self {
            Self::Automatic { is_on } => ("automatic", if is_on { "on" } else { "off" }.to_owned()),
            Self::When { when } => {
                let name = match when {
                    AutomaticWhen::Any => "any",
                    AutomaticWhen::Wifi => "wifi",
                    AutomaticWhen::Charging => "charging",
                };
                ("automatic_when", name.to_owned())
            }
            Self::BatteryFloor { percent } => ("battery_floor", percent.to_string()),
            Self::Quiet { hours } => {
                let told = |QuietHours { from, until }| format!("{}-{}", time(from), time(until));
                ("quiet_hours", hours.map_or_else(none, told))
            }
            Self::CellularRun { bytes } => ("cellular_run", limit(bytes)),
            Self::CellularDay { bytes } => ("cellular_day", limit(bytes)),
            Self::CellularMonth { bytes } => ("cellular_month", limit(bytes)),
            Self::FixedRun { bytes } => ("fixed_run", limit(bytes)),
            Self::FixedDay { bytes } => ("fixed_day", limit(bytes)),
            Self::FixedMonth { bytes } => ("fixed_month", limit(bytes)),
        }
    }
}

/// A minute of the day as the setting takes it.
fn time(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

fn limit(bytes: Option<u64>) -> String {
    bytes.map_or_else(none, |bytes| bytes.to_string())
}

fn none() -> String {
    "none".to_owned()
}
