//! Settings of the user's means, as they are kept.

use arna_model::{Means, Quiet, When};

use super::settings::{limit, switch};

pub(super) fn automatic(value: &str, means: &mut Means) -> Option<()> {
    means.is_automatic = switch(value)?;
    Some(())
}

pub(super) fn when(value: &str, means: &mut Means) -> Option<()> {
    means.when = match value {
        "any" => When::Any,
        "wifi" => When::Wifi,
        "charging" => When::Charging,
        _ => return None,
    };
    Some(())
}

pub(super) fn battery(value: &str, means: &mut Means) -> Option<()> {
    means.battery_floor = value.parse().ok().filter(|percent| *percent <= 100)?;
    Some(())
}

pub(super) fn quiet_hours(value: &str, means: &mut Means) -> Option<()> {
    means.quiet = match value {
        "none" => None,
        hours => {
            let (from, until) = hours.split_once('-')?;
            Some(Quiet { from: minute(from)?, until: minute(until)? })
        }
    };
    Some(())
}

/// A minute of the day, from "23:00" or "7:30".
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

pub(super) fn cellular_run(value: &str, means: &mut Means) -> Option<()> {
    means.cellular.run = limit(value, MOST)?;
    Some(())
}

pub(super) fn cellular_day(value: &str, means: &mut Means) -> Option<()> {
    means.cellular.day = limit(value, MOST)?;
    Some(())
}

pub(super) fn cellular_month(value: &str, means: &mut Means) -> Option<()> {
    means.cellular.month = limit(value, MOST)?;
    Some(())
}

pub(super) fn fixed_run(value: &str, means: &mut Means) -> Option<()> {
    means.fixed.run = limit(value, MOST)?;
    Some(())
}

pub(super) fn fixed_day(value: &str, means: &mut Means) -> Option<()> {
    means.fixed.day = limit(value, MOST)?;
    Some(())
}

pub(super) fn fixed_month(value: &str, means: &mut Means) -> Option<()> {
    means.fixed.month = limit(value, MOST)?;
    Some(())
}

/// A terabyte: what is more is no limit.
const MOST: u64 = 1_000_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_two_times_of_the_day_or_none() {
        let mut means = Means::default();
        assert_eq!(quiet_hours("22:30-6:05", &mut means), Some(()));
        assert_eq!(means.quiet, Some(Quiet { from: 22 * 60 + 30, until: 365 }));
        assert_eq!(quiet_hours("none", &mut means), Some(()));
        assert_eq!(means.quiet, None);
        for bad in ["", "22-6", "24:00-7:00", "7:60-8:00", "+7:00-8:00", "7:0-8:00", "7:00", "-"] {
            assert_eq!(quiet_hours(bad, &mut means), None, "{bad}");
        }
    }

    #[test]
    fn a_battery_has_a_hundred_percent_at_most() {
        let mut means = Means::default();
        assert_eq!(battery("101", &mut means), None);
        assert_eq!(battery("-1", &mut means), None);
        assert_eq!((battery("0", &mut means), means.battery_floor), (Some(()), 0));
    }
}
