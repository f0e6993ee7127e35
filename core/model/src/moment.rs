//! Times. Inside a run everything is relative to its start; a wall time appears once per thing that
//! people read.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Microseconds: since the start of the run, or a duration, as the field says.
///
/// Written as seconds with a fraction, as in OONI's data format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Micros(pub u64);

impl Micros {
    /// This many whole milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// This many whole seconds.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs * 1_000_000)
    }

    /// As seconds with a fraction.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// As milliseconds with a fraction.
    pub fn as_millis_f64(self) -> f64 {
        self.0 as f64 / 1e3
    }

    /// The time from `earlier` to `self`, zero if it is later.
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

impl From<Duration> for Micros {
    fn from(duration: Duration) -> Self {
        Self(duration.as_micros() as u64)
    }
}

impl From<Micros> for Duration {
    fn from(micros: Micros) -> Self {
        Self::from_micros(micros.0)
    }
}

impl Add for Micros {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Micros {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.since(other)
    }
}

impl Serialize for Micros {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_secs_f64())
    }
}

impl<'de> Deserialize<'de> for Micros {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        if seconds.is_finite() && seconds >= 0.0 {
            Ok(Self((seconds * 1e6).round() as u64))
        } else {
            Err(D::Error::custom("a time must be zero seconds or more"))
        }
    }
}

/// Wall-clock time, UTC: microseconds since 1970. Written as RFC 3339.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(pub i64);

impl WallTime {
    /// This time moved forward by `micros`.
    pub fn after(self, micros: Micros) -> Self {
        Self(self.0.saturating_add_unsigned(micros.0))
    }

    /// The time from `earlier` to `self`; `None` if it is later.
    pub fn since(self, earlier: Self) -> Option<Micros> {
        u64::try_from(self.0.checked_sub(earlier.0)?).ok().map(Micros)
    }

    /// Whole seconds since 1970.
    pub fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }
}

/// A time since the machine was started, its sleep included: by a clock that nobody can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uptime {
    /// Which start.
    pub boot: String,
    /// How long after it.
    pub at: Micros,
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000)
            .ok()
            .and_then(|at| at.format(&Rfc3339).ok());
        f.write_str(text.as_deref().unwrap_or("an impossible time"))
    }
}

impl Serialize for WallTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WallTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at = OffsetDateTime::parse(&text, &Rfc3339).map_err(D::Error::custom)?;
        Ok(Self((at.unix_timestamp_nanos() / 1_000) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_json() {
        for micros in [0, 1, 999, 1_234_567, 86_400_000_000] {
            let text = serde_json::to_string(&Micros(micros)).expect("a number");
            assert_eq!(serde_json::from_str::<Micros>(&text).expect(&text), Micros(micros));
        }
        let wall = WallTime(1_714_521_600_000_123);
        let text = serde_json::to_string(&wall).expect("a string");
        assert_eq!(text, "\"2024-05-01T00:00:00.000123Z\"");
        assert_eq!(serde_json::from_str::<WallTime>(&text).expect("parses"), wall);
        assert!(serde_json::from_str::<Micros>("-1").is_err());
    }
}
