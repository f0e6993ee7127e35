//! How the bytes of a month are spread: over its days, and over the parts of a day.
//!
//! Slices that spend what they may would have a month's bytes gone in ten days, and a day's by noon; what is blocked in
//! the evenings alone would never be seen.

use arna_model::{Limits, LocalTime};

use crate::Spent;

/// What may have been used of a purse by now before slices look at no more targets, today's bytes of whatever included;
/// `None`: no limit. Double checks that are due have the month's bytes: they are few, and the days that follow pay.
///
/// What the month still had this morning, divided by its days that are left, today included. Half of that may be used
/// before the evening, all of it from then on (**ours**: filters were met that block in the evenings alone).
pub fn share(limits: Limits, spent: Spent, now: LocalTime) -> Option<u64> {
    let of_month = limits.month.map(|most| {
        let before_today = spent.month.saturating_sub(spent.today);
        let days = u64::from(now.days.saturating_sub(now.day)) + 1;
        most.saturating_sub(before_today) / days
    });
    let today = match (of_month, limits.day) {
        (Some(month), Some(day)) => Some(month.min(day)),
        (month, day) => month.or(day),
    }?;
    Some(if is_evening(now) { today } else { today / 2 })
}

/// The same for targets that were not looked at yet in this part of the day: whoever begins with a list wants to know within
/// days, not within a month, so these may use what so many days have.
pub(crate) fn ahead(share: u64, limits: Limits, spent: Spent) -> u64 {
    let left = |most: Option<u64>, used: u64| most.unwrap_or(u64::MAX).saturating_sub(used);
    // Of the month as it was this morning, as a share is.
    let month = left(limits.month, spent.month.saturating_sub(spent.today));
    share.saturating_mul(AHEAD).min(month).min(left(limits.day, 0))
}

/// Days whose bytes may be spent at once on first looks (**ours**: sixty targets by day and by evening take 2.4 MB, a day
/// of 25 MB a month has 0.8).
const AHEAD: u64 = 3;

/// Whether it is evening.
pub(crate) fn is_evening(now: LocalTime) -> bool {
    now.minute >= EVENING
}

/// The minute of the day at which the evening begins, until midnight (**ours**).
pub const EVENING: u16 = 18 * 60;

#[cfg(test)]
mod tests {
    use arna_model::WallTime;

    use super::*;

    /// In a month of thirty days.
    fn at(day: u8, hour: u16) -> LocalTime {
        let none = WallTime(0);
        LocalTime {
            minute: hour * 60,
            day,
            days: 30,
            day_begins: none,
            next_day: none,
            month_begins: none,
            next_month: none,
        }
    }

    #[test]
    fn a_month_lasts_to_its_end() {
        let limits = Limits { month: Some(30_000), ..Limits::default() };
        let mut month = 0;
        for day in 1..=30 {
            for hour in [8, 20] {
                // Whoever takes all that there is, each time.
                let before = month;
                let today = if hour == 8 { 0 } else { 500 };
                let may = share(limits, Spent { today, month: before }, at(day, hour));
                let may = may.expect("a limit");
                month += may - today;
                assert!(may > today, "day {day}, {hour} o'clock");
            }
        }
        assert_eq!(month, 30_000);
    }

    #[test]
    fn what_is_new_may_have_the_bytes_of_days_to_come_and_no_more_than_there_are() {
        let limits = Limits { month: Some(30_000), ..Limits::default() };
        let none = Spent::default();
        let may =
            |limits, spent, at| ahead(share(limits, spent, at).expect("a limit"), limits, spent);
        assert_eq!(may(limits, none, at(1, 20)), 3_000);
        assert_eq!(may(limits, none, at(1, 8)), 1_500, "the evening has its half");
        let spent = Spent { today: 0, month: 29_000 };
        assert_eq!(may(limits, spent, at(30, 20)), 1_000, "there is no more");
        let daily = Limits { day: Some(1_200), ..limits };
        assert_eq!(may(daily, none, at(1, 20)), 1_200);
    }

    #[test]
    fn a_run_by_hand_is_paid_by_the_days_that_follow() {
        let limits = Limits { month: Some(30_000), ..Limits::default() };
        let spent = Spent { today: 0, month: 20_000 };
        assert_eq!(share(limits, spent, at(21, 20)), Some(1_000));
        let gone = Spent { today: 0, month: 40_000 };
        assert_eq!(share(limits, gone, at(21, 20)), Some(0));
        assert_eq!(share(Limits::default(), spent, at(21, 20)), None);
        let daily = Limits { day: Some(400), month: Some(30_000), run: None };
        assert_eq!(share(daily, Spent::default(), at(1, 8)), Some(200));
    }
}
