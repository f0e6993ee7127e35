//! A zone as a shell tells it: how far its clock is ahead of UTC, and since when.

use arna_model::WallTime;

use crate::Local;

/// From when on a zone's clock is so far ahead of UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    /// From when on.
    pub from: WallTime,
    /// By so many seconds; fewer than none: behind.
    pub ahead_s: i32,
}

/// A zone: its latest shifts. Before the first of them its clock is taken to have been as after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// In the order of time; the last is repeated up to the end.
    shifts: [Shift; MOST],
}

impl Zone {
    /// The zone that is as far ahead of UTC at any time.
    pub const fn ahead(ahead_s: i32) -> Self {
        Self { shifts: [Shift { from: WallTime(i64::MIN), ahead_s }; MOST] }
    }

    /// The zone with these shifts, in whatever order. The latest [`MOST`](Self::MOST) are kept, and what no zone can be
    /// ahead is left out. None at all: UTC.
    pub fn of(mut shifts: Vec<Shift>) -> Self {
        shifts.retain(|shift| shift.ahead_s.unsigned_abs() <= FARTHEST_S);
        shifts.sort_by_key(|shift| shift.from);
        let latest = shifts.split_off(shifts.len().saturating_sub(MOST));
        let Some(last) = latest.last() else { return Self::ahead(0) };
        let mut zone = Self { shifts: [*last; MOST] };
        for (place, shift) in zone.shifts.iter_mut().zip(&latest) {
            *place = *shift;
        }
        zone
    }

    /// So many shifts are kept: five years of a zone that has summer time.
    pub const MOST: usize = MOST;

    /// What its clock shows at some time.
    pub fn local(&self, at: WallTime) -> Local {
        let begun = self.shifts.iter().rev().find(|shift| shift.from <= at);
        Local::ahead(begun.unwrap_or(&self.shifts[0]).ahead_s)
    }
}

const MOST: usize = 10;
/// Seconds. Zones are at most 14 h ahead and 12 h behind; there is some to spare.
const FARTHEST_S: u32 = 16 * 3_600;

#[cfg(test)]
mod tests {
    use super::*;

    /// Almaty, which went from UTC+6 to UTC+5 on 1 March 2024.
    fn almaty() -> Zone {
        let shift = |from, hours| Shift { from: WallTime(from), ahead_s: hours * 3_600 };
        Zone::of(vec![shift(MARCH, 5), shift(0, 6), shift(i64::MIN, 99)])
    }

    const MARCH: i64 = 1_709_229_600_000_000;

    #[test]
    fn a_zone_shows_what_its_clock_showed_then() {
        let shows = |at| almaty().local(WallTime(at));
        assert_eq!(shows(MARCH - 1), Local { ahead_s: 6 * 3_600, zone: "UTC+6".into() });
        assert_eq!(shows(MARCH), Local { ahead_s: 5 * 3_600, zone: "UTC+5".into() });
        assert_eq!(shows(i64::MAX).ahead_s, 5 * 3_600);
        assert_eq!(shows(i64::MIN).ahead_s, 6 * 3_600, "as after its first shift");
    }

    #[test]
    fn what_is_no_zone_is_utc_and_old_shifts_go_first() {
        assert_eq!(Zone::of(Vec::new()).local(WallTime(0)), Local::utc(WallTime(0)));
        let wrong = vec![Shift { from: WallTime(0), ahead_s: i32::MIN }];
        assert_eq!(Zone::of(wrong).local(WallTime(1)).zone, "UTC");
        let many = (0..40).map(|at| Shift { from: WallTime(at), ahead_s: at as i32 * 60 });
        let zone = Zone::of(many.rev().collect());
        let ahead = |at| zone.local(WallTime(at)).ahead_s / 60;
        assert_eq!((ahead(0), ahead(30), ahead(31), ahead(100)), (30, 30, 31, 39));
    }
}
