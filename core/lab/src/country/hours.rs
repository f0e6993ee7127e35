//! Hours of the day, as a scenario writes them: "21:00-24:00".

use std::fmt;

use serde::de::{self, Unexpected};
use serde::{Deserialize, Deserializer};

/// Hours by the country's clocks, in minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    pub(super) from: u32,
    pub(super) until: u32,
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let minutes = |text: &str| -> Option<u32> {
            let (hours, minutes) = text.split_once(':')?;
            let is_pair = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            let (hours, minutes) = match is_pair(hours) && is_pair(minutes) {
                true => (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?),
                false => return None,
            };
            (minutes < 60 && hours * 60 + minutes <= 24 * 60).then_some(hours * 60 + minutes)
        };
        let hours = text
            .split_once('-')
            .and_then(|(from, until)| Some(Self { from: minutes(from)?, until: minutes(until)? }));
        hours.filter(|hours| hours.from != hours.until).ok_or_else(|| {
            de::Error::invalid_value(Unexpected::Str(&text), &"hours like 21:00-24:00")
        })
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, until } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, until / 60, until % 60)
    }
}
