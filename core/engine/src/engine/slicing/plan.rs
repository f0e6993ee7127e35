//! What the next piece of a slice is, from what is known of each target: pure, so that the same history has the same
//! plan.

use arna_model::{Ended, Micros, Target};

/// What is known of a target on this network.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) target: Target,
    /// How long ago it was looked at last in this part of the day; `None`: not for a week.
    pub(super) looked: Option<Micros>,
    /// Whether it wants to be double-checked now, and as what.
    pub(super) wants: Option<Wants>,
    /// Whether a second sitting will be due that is not yet.
    pub(super) is_awaited: bool,
    /// Whether it failed when it was looked at last in this part of the day, and nobody knows yet what that means.
    pub(super) is_unsettled: bool,
    /// Whether it was found blocked in this part of the day, within a week, and has not opened since.
    pub(super) is_blocked: bool,
    /// Whether it opened when it was looked at last in the other part of the day: only in this one there is something to find.
    pub(super) opens_otherwise: bool,
}

/// Why a target is to be double-checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wants {
    /// A second sitting is due, and will not be for ever.
    Second,
    /// It failed, and nobody sat with it within a day.
    First,
}

/// A run with a small plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) targets: Vec<Target>,
    /// How many suspects it double-checks: none, or all of them.
    pub(super) confirmations: u16,
}

/// What is left of a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) time: Micros,
    pub(super) bytes: u64,
    /// How many of the bytes are for looks.
    pub(super) for_looks: u64,
    /// And how many for looks at what was not looked at yet, or is not settled.
    pub(super) for_first_looks: u64,
}

/// What a piece is likely to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) bytes: u64,
    pub(super) time: Micros,
}

/// The next piece that fits into the time and the bytes that are left; or why there is none. `cost` estimates one.
pub(super) fn next(
    mut known: Vec<Known>,
    Left { time, bytes, for_looks, for_first_looks }: Left,
    cost: impl Fn(&Piece) -> Cost,
) -> Result<Piece, Ended> {
    let fits_in = |piece: &Piece, bytes: u64| {
        let Cost { bytes: its_bytes, time: its_time } = cost(piece);
        (its_time <= time, its_bytes <= bytes)
    };
    let mut reason = Ended::NothingDue;
    let mut note = |(has_time, has_bytes): (bool, bool)| {
        reason = match (has_time, has_bytes) {
            (false, _) => Ended::NoTime,
            (true, false) => Ended::NoBytes,
            (true, true) => return true,
        };
        false
    };
    let mut waiting: Vec<_> = known.iter().filter(|one| one.wants.is_some()).collect();
    waiting.sort_by_key(|one| (!one.opens_otherwise, one.wants));
    let is_any_waiting = !waiting.is_empty();
    for most in (1..=waiting.len().min(TOGETHER)).rev() {
        let targets: Vec<_> = waiting[..most].iter().map(|one| one.target.clone()).collect();
        let confirmations = u16::try_from(most).unwrap_or(u16::MAX);
        let piece = Piece { targets, confirmations };
        if note(fits_in(&piece, bytes)) {
            return Ok(piece);
        }
    }
    let reserve = reserve(&known, &cost);
    known.retain(|one| one.wants.is_none() && one.is_due());
    // What seems to have changed before what is new, and the longest ago first.
    known.sort_by_key(|one| (!one.is_unsettled, one.looked.map_or(0, |ago| u64::MAX - ago.0)));
    let is_news = |one: &Known| one.looked.is_none() || one.is_unsettled;
    let (new, old): (Vec<_>, Vec<_>) = known.into_iter().partition(is_news);
    // What is left is for the slices that come, and for double checks.
    let unreserved = bytes.saturating_sub(reserve);
    // What fails is double-checked in the same slice, if that has the time.
    let rest = if is_any_waiting { Micros(0) } else { SITTING };
    for (due, bytes) in [(new, for_first_looks), (old, for_looks)] {
        let bytes = bytes.min(unreserved);
        let looks_in = |most: usize| {
            let targets = due[..most].iter().map(|one| one.target.clone()).collect();
            Piece { targets, confirmations: 0 }
        };
        let leaves_time = |piece: &Piece| cost(piece).time + rest <= time;
        let most = due.len().min(LOOKS);
        let all_that_fit = |is_frugal: bool| {
            (1..=most).rev().map(looks_in).find(|piece| {
                let (has_time, has_bytes) = fits_in(piece, bytes);
                has_time && has_bytes && (!is_frugal || leaves_time(piece))
            })
        };
        if let Some(piece) = all_that_fit(true).or_else(|| all_that_fit(false)) {
            return Ok(piece);
        }
        if most > 0 {
            note(fits_in(&looks_in(1), bytes));
        }
    }
    Err(reason)
}

/// The bytes of the sittings that are due or will be, so that looks leave them.
fn reserve(known: &[Known], cost: &impl Fn(&Piece) -> Cost) -> u64 {
    let is_waiting = |one: &&Known| one.wants.is_some() || one.is_awaited;
    let waiting = known.iter().filter(is_waiting).take(TOGETHER);
    let targets: Vec<_> = waiting.map(|one| one.target.clone()).collect();
    let confirmations = u16::try_from(targets.len()).unwrap_or(u16::MAX);
    if targets.is_empty() { 0 } else { cost(&Piece { targets, confirmations }).bytes }
}

impl Known {
    /// Whether it is to be looked at.
    fn is_due(&self) -> bool {
        let fresh = if self.is_blocked { STILL_BLOCKED } else { FRESH };
        self.looked.is_none_or(|ago| ago >= fresh)
    }
}

/// What slices look at targets with.
pub(super) const NETTEST: &str = "web_connectivity";
/// Suspects that sit together (docs/method.md, "Joint sittings").
const TOGETHER: usize = 6;
/// The looks of a slice take so small a part of its bytes: a day's are spread over its slices, and some are there for double
/// checks when it is over (ours, for a dozen slices in half a day).
pub(super) const LOOKS_PART: u64 = 3;
/// Looks in one piece: what a cut leaves unbegun is planned anew.
const LOOKS: usize = 20;
/// A sitting, as the estimate has it, with its margin.
const SITTING: Micros = Micros::from_secs(115);
/// In each part of the day a target is looked at once a day at most (ours).
const FRESH: Micros = Micros::from_secs(20 * 3600);
/// What is known to be blocked costs time-outs and says a forbidden name: it is looked at every three days (ours).
const STILL_BLOCKED: Micros = Micros::from_secs(72 * 3600);

#[cfg(test)]
mod tests;
