//! What an option takes, parsed. An error says what is understood.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Micros, Rates, UplinkKind, WallTime};
use arna_words::Language;
use bytesize::ByteSize;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, Timestamp};

/// Whose rates are measured.
pub(super) fn rates() -> impl TypedValueParser<Value = Rates> {
    PossibleValuesParser::new(["suspects", "all"])
        .map(|whose| if whose == "all" { Rates::All } else { Rates::Suspects })
}

pub(super) fn links() -> impl TypedValueParser<Value = UplinkKind> {
    let kinds = [UplinkKind::Cellular, UplinkKind::Wifi, UplinkKind::Ethernet, UplinkKind::Vpn];
    PossibleValuesParser::new(kinds.map(UplinkKind::as_str)).map(move |word| {
        *kinds.iter().find(|kind| kind.as_str() == word).expect("one of the possible values")
    })
}

pub(super) fn languages() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::of_tag(&code).expect("a code is a tag"))
}

pub(super) fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one target is needed".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("that is not a whole number".to_owned()),
    }
}

/// A time in the lab, where a day begins at midnight by UTC.
pub(super) fn time(text: &str) -> Result<WallTime, String> {
    // Certificates of the simulated web are made for then.
    let is_told = |time: &WallTime| (946_684_800..4_102_444_800).contains(&time.unix_seconds());
    moment(text, &TimeZone::UTC).filter(is_told).ok_or_else(|| {
        "a time is written like 2024-05-14, or 2024-05-14T08:00:00Z, from 2000 to 2099".to_owned()
    })
}

/// A point in time, or a day or time of day in `zone`.
fn moment(text: &str, zone: &TimeZone) -> Option<WallTime> {
    let is_date = text.starts_with(|one: char| one.is_ascii_digit());
    let at = |at: Timestamp| WallTime(at.as_microsecond());
    let exact = || text.parse().ok().map(at);
    let local = || {
        let local: DateTime = text.parse().ok()?;
        Some(at(zone.to_timestamp(local).ok()?))
    };
    is_date.then(|| exact().or_else(local)).flatten()
}

/// Since when: so long ago, or since a day or a time in the user's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// So long before now.
    Ago(Micros),
    /// A time.
    At(WallTime),
}

pub(super) fn since(text: &str) -> Result<Since, String> {
    let at = || moment(text, &TimeZone::system()).map(Since::At);
    let ago = || duration(text).ok().map(Since::Ago);
    at().or_else(ago).ok_or_else(|| {
        "that is a day like 2024-05-14, or how long ago: a number with s, m, h, d or w, like 7d"
            .to_owned()
    })
}

/// How long: from a second to a year.
pub(super) fn duration(text: &str) -> Result<Micros, String> {
    let wrong = || "a duration is a number with s, m, h, d or w, like 15m or 3d".to_owned();
    let is_told = text.starts_with(|one: char| one.is_ascii_digit());
    let span: Span = is_told.then(|| text.parse().ok()).flatten().ok_or_else(wrong)?;
    let whole = SpanRelativeTo::days_are_24_hours();
    let seconds = span.to_duration(whole).map_err(|_| wrong())?.as_secs();
    match u64::try_from(seconds) {
        Ok(seconds @ 1..=MOST_SECONDS) => Ok(Micros::from_secs(seconds)),
        _ => Err("from a second to a year".to_owned()),
    }
}

/// The same where a bare number is of seconds.
pub(super) fn seconds(text: &str) -> Result<Micros, String> {
    let wrong = "that is a number of seconds, or a duration like 10m or 2h, a year at most";
    let bare = text.bytes().all(|one| one.is_ascii_digit()).then(|| format!("{text}s"));
    duration(&bare.unwrap_or_else(|| text.to_owned())).map_err(|_| wrong.to_owned())
}

/// A number of bytes.
pub(super) fn bytes(text: &str) -> Result<u64, String> {
    let size: Option<ByteSize> = text.parse().ok();
    size.map(|size| size.as_u64())
        .filter(|bytes| (1..=MOST_BYTES).contains(bytes))
        .ok_or_else(|| "that is a number of bytes, or a size like 50kB, 1.5MB or 64KiB".to_owned())
}

pub(super) fn resolver(text: &str) -> Result<SocketAddr, String> {
    let with_port = text.parse().ok();
    let alone = || text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    with_port
        .or_else(|| alone().map(|ip| SocketAddr::new(ip, 53)))
        .ok_or_else(|| "a resolver is an address like 1.1.1.1 or 1.1.1.1:53".to_owned())
}

/// A year: more would not fit into what adds microseconds up.
const MOST_SECONDS: u64 = 366 * 24 * 3600;
/// More is a slip of the keyboard, and does not fit into the database's numbers.
const MOST_BYTES: u64 = i64::MAX as u64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit_and_fit_a_year() {
        for (text, seconds) in [
            ("30s", 30),
            ("15m", 900),
            ("2h", 7_200),
            ("1.5h", 5_400),
            ("1h30m", 5_400),
            ("10 min", 600),
            ("3d", 259_200),
            ("1w", 604_800),
        ] {
            assert_eq!(duration(text), Ok(Micros::from_secs(seconds)), "{text}");
        }
        for text in ["", "15", "m", "0s", "-1h", "5 apples", "400d", "99999999999999999999d", "2mo"]
        {
            assert!(duration(text).is_err(), "{text}");
        }
        assert_eq!(seconds("90"), Ok(Micros::from_secs(90)));
        assert_eq!(seconds("10m"), Ok(Micros::from_secs(600)));
        for text in ["", "0", "-1", "ten", "1e3", "99999999999"] {
            assert!(seconds(text).is_err_and(|why| why.contains("10m")), "{text}");
        }
    }

    #[test]
    fn sizes_may_have_a_unit() {
        for (text, wanted) in [
            ("50000", 50_000),
            ("50kB", 50_000),
            ("50 kB", 50_000),
            ("1.5MB", 1_500_000),
            ("64KiB", 65_536),
        ] {
            assert_eq!(bytes(text), Ok(wanted), "{text}");
        }
        for text in ["", "0", "0kB", "-1", "kB", "five", "50kg", "99999999999999999999"] {
            assert!(bytes(text).is_err_and(|why| why.contains("50kB")), "{text}");
        }
    }

    #[test]
    fn a_day_is_a_time() {
        let told = |text: &str| time(text).map(|at| at.to_string());
        for (text, wanted) in [
            ("2024-05-14", "2024-05-14T00:00:00Z"),
            ("2024-05-14T08:00", "2024-05-14T08:00:00Z"),
            ("2024-05-14 08:00:30", "2024-05-14T08:00:30Z"),
            ("2024-05-14T08:00:00Z", "2024-05-14T08:00:00Z"),
            ("2024-05-14T08:00:00+05:00", "2024-05-14T03:00:00Z"),
        ] {
            assert_eq!(told(text).as_deref(), Ok(wanted), "{text}");
        }
        for text in ["", "tomorrow", "14.05.2024", "2024-13-01", "1999-12-31", "2100-01-01", "5"] {
            assert!(told(text).is_err_and(|why| why.contains("2024-05-14")), "{text}");
        }
        let midnight = WallTime(1_715_644_800_000_000);
        assert_eq!(
            moment("2024-05-14", &TimeZone::fixed(jiff::tz::offset(5))),
            Some(WallTime(midnight.0 - 5 * 3_600_000_000))
        );
        assert_eq!(since("7d"), Ok(Since::Ago(Micros::from_secs(604_800))));
        assert!(matches!(since("2024-05-14"), Ok(Since::At(_))));
        assert!(since("lately").is_err_and(|why| why.contains("7d") && why.contains("2024-05-14")));
    }
}
