//! Which of many times cannot be believed, when the order in which they were written down is known.
//!
//! A phone's clock can be set back and forth; the store's order cannot. As few times as possible are
//! doubted: those that are not in every longest sequence that never runs backwards. Where two
//! explanations are equally short, both are doubted.

use arna_model::{Micros, WallTime};

/// For each of `times`, in the order in which they were written: whether it contradicts that order.
pub fn contradicted(times: &[WallTime]) -> Vec<bool> {
    let times = smoothed(times);
    if times.is_sorted() {
        return vec![false; times.len()];
    }
    let before = longest(times.iter().copied());
    // From the end, backwards: a sequence that never rises there never falls here.
    let mut after = longest(times.iter().rev().map(|time| -time));
    after.reverse();
    let whole = before.iter().copied().max().unwrap_or_default();
    let is_on = |at: usize| before[at] + after[at] == whole + 1;
    let mut rivals = vec![0_usize; whole + 1];
    (0..times.len()).filter(|at| is_on(*at)).for_each(|at| rivals[before[at]] += 1);
    (0..times.len()).map(|at| !is_on(at) || rivals[before[at]] > 1).collect()
}

/// The times, with steps back that are too small to mean anything taken out.
fn smoothed(times: &[WallTime]) -> Vec<i64> {
    let mut last = None;
    let smooth = times.iter().map(|time| {
        let is_slip =
            |last: &i64| *last > time.0 && last.saturating_sub(time.0) <= SLACK.0.cast_signed();
        let time = last.filter(is_slip).unwrap_or(time.0);
        last = Some(time);
        // So that the negative is one, too.
        time.max(-i64::MAX)
    });
    smooth.collect()
}

/// For each time, how long the longest sequence is that ends with it and never runs backwards.
fn longest(times: impl Iterator<Item = i64>) -> Vec<usize> {
    // tails[n]: the smallest time that a sequence of n + 1 can end with.
    let mut tails: Vec<i64> = Vec::new();
    let length = times.map(|time| {
        // Mostly it goes on where it was.
        let at = match tails.last() {
            Some(last) if *last > time => tails.partition_point(|tail| *tail <= time),
            _ => tails.len(),
        };
        match tails.get_mut(at) {
            Some(tail) => *tail = time,
            None => tails.push(time),
        }
        at + 1
    });
    length.collect()
}

/// Measurements that go on together are written down a little out of order, and clocks are corrected by
/// seconds: neither is a wrong clock.
const SLACK: Micros = Micros::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    fn doubted(days: &[i64]) -> Vec<i64> {
        let times: Vec<_> = days.iter().map(|day| WallTime(day * 86_400_000_000)).collect();
        let is_doubted = contradicted(&times);
        days.iter().zip(is_doubted).filter(|(_, doubted)| *doubted).map(|(day, _)| *day).collect()
    }

    #[test]
    fn as_few_times_as_possible_are_doubted() {
        assert!(doubted(&[]).is_empty());
        assert!(doubted(&[1, 2, 2, 3]).is_empty());
        assert_eq!(doubted(&[1, 2, 367, 4, 5]), [367], "a year ahead for one run");
        assert_eq!(doubted(&[10, 11, 0, 12, 13]), [0], "back in 1970 for one run");
        assert_eq!(doubted(&[1, 2, 103, 104, 5, 6, 7]), [103, 104]);
    }

    #[test]
    fn where_two_explanations_are_as_good_both_are_doubted() {
        assert_eq!(doubted(&[367, 1]), [367, 1]);
        assert_eq!(doubted(&[1, 2, 103, 104, 5, 6]), [103, 104, 5, 6]);
    }

    #[test]
    fn seconds_are_no_wrong_clock() {
        let seconds =
            |all: &[i64]| -> Vec<_> { all.iter().map(|s| WallTime(s * 1_000_000)).collect() };
        assert_eq!(contradicted(&seconds(&[100, 98, 97, 101])), [false; 4]);
        assert!(contradicted(&seconds(&[100, 89])).contains(&true));
        // Slips do not add up.
        assert!(contradicted(&seconds(&[100, 95, 89])).contains(&true));
        assert_eq!(contradicted(&[WallTime(i64::MIN), WallTime(i64::MAX)]), [false; 2]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_believed_never_runs_backwards(days in proptest::collection::vec(0_i64..50, 0..60)) {
            let times: Vec<_> = days.iter().map(|day| WallTime(day * 86_400_000_000)).collect();
            let doubted = contradicted(&times);
            let believed: Vec<_> =
                times.iter().zip(&doubted).filter(|(_, doubted)| !**doubted).map(|(t, _)| t).collect();
            proptest::prop_assert!(believed.is_sorted());
        }
    }
}
