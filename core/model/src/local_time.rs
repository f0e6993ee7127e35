//! Days and months as the user's clock has them.

use time::{Date, Month, OffsetDateTime, UtcOffset};

use crate::WallTime;

/// A moment by local time, and where its day and month begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    /// Minutes since local midnight, 0 to 1439.
    pub minute: u16,
    /// The day of the month, from 1.
    pub day: u8,
    /// How many days the month has.
    pub days: u8,
    /// When the day began.
    pub day_begins: WallTime,
    /// When the next day begins.
    pub next_day: WallTime,
    /// When the month began.
    pub month_begins: WallTime,
    /// When the next month begins.
    pub next_month: WallTime,
}

impl LocalTime {
    /// Of a place that is `ahead` minutes ahead of UTC (-720 to 840); of UTC if no place is. Times that no calendar has
    /// (before 9999 years ago, or after the year 9998) are taken for 1970.
    pub fn of(at: WallTime, ahead: i32) -> Self {
        let ahead = if is_zone(ahead) { ahead } else { 0 };
        let offset = UtcOffset::from_whole_seconds(ahead * 60).unwrap_or(UtcOffset::UTC);
        let local = OffsetDateTime::from_unix_timestamp(at.unix_seconds())
            .ok()
            .filter(|at| (-9000..9998).contains(&at.year()))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(offset);
        let date = local.date();
        let begins = |date: Date| {
            let midnight = date.midnight().assume_offset(offset);
            WallTime(midnight.unix_timestamp().saturating_mul(1_000_000))
        };
        let first = |year: i32, month: Month| {
            Date::from_calendar_date(year, month, 1).map_or(WallTime(0), begins)
        };
        let (year, month) = (date.year(), date.month());
        let next_year = if month == Month::December { year + 1 } else { year };
        Self {
            minute: u16::from(local.hour()) * 60 + u16::from(local.minute()),
            day: date.day(),
            days: month.length(year),
            day_begins: begins(date),
            next_day: date.next_day().map_or(WallTime(0), begins),
            month_begins: first(year, month),
            next_month: first(next_year, month.next()),
        }
    }
}

/// Whether some place on Earth is so many minutes ahead of UTC.
pub fn is_zone(ahead: i32) -> bool {
    (-720..=840).contains(&ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, ahead: i32) -> LocalTime {
        LocalTime::of(serde_json::from_str(&format!("\"{text}\"")).expect("a time"), ahead)
    }

    #[test]
    fn days_and_months_begin_at_local_midnight() {
        // Half past eleven at night in UTC is the next morning in Almaty.
        let almaty = of("2024-02-29T23:30:00Z", 300);
        assert_eq!((almaty.day, almaty.days, almaty.minute), (1, 31, 4 * 60 + 30));
        assert_eq!(almaty.month_begins.to_string(), "2024-02-29T19:00:00Z");
        assert_eq!(almaty.next_month.to_string(), "2024-03-31T19:00:00Z");
        assert_eq!(almaty.day_begins, almaty.month_begins);
        assert_eq!(almaty.next_day.to_string(), "2024-03-01T19:00:00Z");
        let december = of("2023-12-31T12:00:00Z", -480);
        assert_eq!((december.day, december.minute), (31, 240));
        assert_eq!(december.next_month.to_string(), "2024-01-01T08:00:00Z");
        assert_eq!(december.next_day, december.next_month);
    }

    #[test]
    fn nonsense_is_utc_or_1970_and_panics_never() {
        assert_eq!(of("2024-05-01T10:00:00Z", 5000), of("2024-05-01T10:00:00Z", 0));
        for at in [i64::MIN, i64::MIN / 2, -1, i64::MAX / 2, i64::MAX] {
            for ahead in [i32::MIN, -720, 0, 345, 840, i32::MAX] {
                let local = LocalTime::of(WallTime(at), ahead);
                assert!(local.minute < 1440 && local.day >= 1 && local.day <= local.days);
            }
        }
    }
}
