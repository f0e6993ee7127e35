//! What an option takes, parsed. An error says what is understood.

use std::net::{IpAddr, SocketAddr};

use arna_engine::page;
use arna_model::{Micros, Rates, UplinkKind, WallTime};
use arna_words::{Language, Line};
use bytesize::ByteSize;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo, Timestamp};

use super::Unfit;

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

/// A whole number of this much.
fn whole<T: TryFrom<u64>>(text: &str, least: u64, most: u64) -> Result<T, Unfit> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.and_then(|number: u64| T::try_from(number).ok()).ok_or(Unfit::Between(least, most))
}

/// How many lines or runs are shown.
pub(super) fn rows(text: &str) -> Result<usize, Unfit> {
    whole(text, 1, u32::MAX.into())
}

/// How many targets a lab has.
pub(super) fn targets(text: &str) -> Result<usize, Unfit> {
    whole(text, 1, arna_lab::MOST_TARGETS as u64)
}

/// How many targets are looked at together.
pub(super) fn together(text: &str) -> Result<u8, Unfit> {
    whole(text, 1, 64)
}

/// How many suspects are double-checked in a run.
pub(super) fn suspects(text: &str) -> Result<u16, Unfit> {
    whole(text, 1, u16::MAX.into())
}

/// A seed, or how many there are of what has no end.
pub(super) fn number(text: &str) -> Result<u64, Unfit> {
    whole(text, 0, u64::MAX)
}

/// What somebody calls an operator, or a kind of link.
pub(super) fn name(text: &str) -> Result<String, Unfit> {
    let name = text.trim();
    let is_name = (1..=LONGEST_NAME).contains(&name.chars().count());
    is_name.then(|| name.to_owned()).ok_or(Unfit::Takes(Line::TakesName))
}

/// A page whose answer shows a portal: in the clear, or a portal could not answer in its place.
pub(super) fn probe(text: &str) -> Result<String, Unfit> {
    // As of any page: without a user and a password.
    let clear = page(text).ok().filter(|url| url.scheme() == "http");
    clear.map(String::from).ok_or(Unfit::Takes(Line::TakesProbe))
}

/// A time in the lab, where a day begins at midnight by UTC.
pub(super) fn time(text: &str) -> Result<WallTime, Unfit> {
    // Certificates of the simulated web are made for then.
    let is_told = |time: &WallTime| (946_684_800..4_102_444_800).contains(&time.unix_seconds());
    moment(text, &TimeZone::UTC).filter(is_told).ok_or(Unfit::Takes(Line::TakesTime))
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

pub(super) fn since(text: &str) -> Result<Since, Unfit> {
    let at = || moment(text, &TimeZone::system()).map(Since::At);
    let ago = || duration(text).ok().map(Since::Ago);
    at().or_else(ago).ok_or(Unfit::Takes(Line::TakesSince))
}

/// How long: from a second to a year.
pub(super) fn duration(text: &str) -> Result<Micros, Unfit> {
    let wrong = || Unfit::Takes(Line::TakesDuration);
    let is_told = text.starts_with(|one: char| one.is_ascii_digit());
    let span: Span = is_told.then(|| text.parse().ok()).flatten().ok_or_else(wrong)?;
    let whole = SpanRelativeTo::days_are_24_hours();
    let seconds = span.to_duration(whole).map_err(|_| wrong())?.as_secs();
    match u64::try_from(seconds) {
        Ok(seconds @ 1..=MOST_SECONDS) => Ok(Micros::from_secs(seconds)),
        _ => Err(Unfit::Takes(Line::TakesAYearAtMost)),
    }
}

/// The same where a bare number is of seconds.
pub(super) fn seconds(text: &str) -> Result<Micros, Unfit> {
    let bare = text.bytes().all(|one| one.is_ascii_digit()).then(|| format!("{text}s"));
    duration(&bare.unwrap_or_else(|| text.to_owned())).map_err(|_| Unfit::Takes(Line::TakesSeconds))
}

/// A number of bytes.
pub(super) fn bytes(text: &str) -> Result<u64, Unfit> {
    let size: Option<ByteSize> = text.parse().ok();
    size.map(|size| size.as_u64())
        .filter(|bytes| (1..=MOST_BYTES).contains(bytes))
        .ok_or(Unfit::Takes(Line::TakesBytes))
}

pub(super) fn resolver(text: &str) -> Result<SocketAddr, Unfit> {
    let with_port = text.parse().ok();
    let alone = || text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    with_port
        .or_else(|| alone().map(|ip| SocketAddr::new(ip, 53)))
        .ok_or(Unfit::Takes(Line::TakesResolver))
}

/// A year: more would not fit into what adds microseconds up.
const MOST_SECONDS: u64 = 366 * 24 * 3600;
/// More is a slip of the keyboard, and does not fit into the database's numbers.
const MOST_BYTES: u64 = i64::MAX as u64;
/// No operator's name is longer.
const LONGEST_NAME: usize = 40;

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
            assert!(seconds(text).is_err_and(|why| why.to_string().contains("10m")), "{text}");
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
            assert!(bytes(text).is_err_and(|why| why.to_string().contains("50kB")), "{text}");
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
            assert!(told(text).is_err_and(|why| why.to_string().contains("2024-05-14")), "{text}");
        }
        let midnight = WallTime(1_715_644_800_000_000);
        assert_eq!(
            moment("2024-05-14", &TimeZone::fixed(jiff::tz::offset(5))),
            Some(WallTime(midnight.0 - 5 * 3_600_000_000))
        );
        assert_eq!(since("7d"), Ok(Since::Ago(Micros::from_secs(604_800))));
        assert!(matches!(since("2024-05-14"), Ok(Since::At(_))));
        assert_eq!(since("lately"), Err(Unfit::Takes(Line::TakesSince)));
    }
    #[test]
    fn numbers_have_their_bounds_and_say_them() {
        assert_eq!((rows("1"), together("64"), number("0")), (Ok(1), Ok(64), Ok(0)));
        for text in ["0", "-1", "", "1.5", "one", "100000000000", "99999999999999999999"] {
            assert!(rows(text).is_err(), "{text}");
            let said = targets(text).expect_err(text).to_string();
            assert_eq!(said, "a whole number from 1 to 10,000 is wanted");
        }
        assert!(together("65").is_err() && suspects("65536").is_err() && number("-1").is_err());
    }

    #[test]
    fn names_are_not_empty_and_probes_are_in_the_clear() {
        assert_eq!(name(" Beeline KZ ").as_deref(), Ok("Beeline KZ"));
        for text in ["", "  ", &"x".repeat(41)] {
            assert!(name(text).is_err(), "{text:?}");
        }
        let usual = arna_engine::run::PORTAL_PROBE;
        assert_eq!(probe(usual).as_deref(), Ok(usual));
        assert_eq!(probe("http://me:secret@a.example/204").as_deref(), Ok("http://a.example/204"));
        for text in ["", "foo", "https://example.com/", "ftp://example.com/"] {
            assert!(probe(text).is_err(), "{text:?}");
        }
    }
}
