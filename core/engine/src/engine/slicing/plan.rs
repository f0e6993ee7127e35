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
    left: Left,
    cost: impl Fn(&Piece) -> Cost,
) -> Result<Piece, Ended> {
    let mut fitting = Fitting { left, cost, reason: Ended::NothingDue };
    let mut waiting: Vec<_> = known.iter().filter(|one| one.wants.is_some()).collect();
    waiting.sort_by_key(|one| (!one.opens_otherwise, one.wants));
    let is_any_waiting = !waiting.is_empty();
    let sitting = fitting.sitting(&waiting);
    // What is left is for the slices that come, and for double checks.
    let unreserved = left.bytes.saturating_sub(fitting.reserve(&known));
    let (for_first_looks, for_looks) =
        (left.for_first_looks.min(unreserved), left.for_looks.min(unreserved));
    known.retain(|one| one.wants.is_none() && one.is_due());
    // What seems to have changed before what is new, and the longest ago first.
    known.sort_by_key(|one| (!one.is_unsettled, one.looked.map_or(0, |ago| u64::MAX - ago.0)));
    let is_news = |one: &Known| one.looked.is_none() || one.is_unsettled;
    let (new, old): (Vec<_>, Vec<_>) = known.into_iter().partition(is_news);
    if let Some(sitting) = sitting {
        // What first looks find may sit with those that wait, if the time is enough for both.
        let rest = (fitting.cost)(&sitting).time.max(SITTING);
        return Ok(fitting.looks(&new, for_first_looks, rest).unwrap_or(sitting));
    }
    // What fails is double-checked in the same slice, if that has the time.
    let rest = if is_any_waiting { Micros(0) } else { SITTING };
    for (due, bytes) in [(new, for_first_looks), (old, for_looks)] {
        let piece = fitting.looks(&due, bytes, rest);
        if let Some(piece) = piece.or_else(|| fitting.looks(&due, bytes, Micros(0))) {
            return Ok(piece);
        }
        if !due.is_empty() {
            fitting.fits(&looks(&due, 1), bytes);
        }
    }
    Err(fitting.reason)
}

/// What fits into what is left of a slice.
struct Fitting<C> {
    left: Left,
    cost: C,
    /// Why the last piece did not fit that was asked for.
    reason: Ended,
}

impl<C: Fn(&Piece) -> Cost> Fitting<C> {
    /// Whether a piece fits into the time and so many bytes; notes why not.
    fn fits(&mut self, piece: &Piece, most: u64) -> bool {
        let Cost { bytes, time } = (self.cost)(piece);
        self.reason = match (time <= self.left.time, bytes <= most) {
            (false, _) => Ended::NoTime,
            (true, false) => Ended::NoBytes,
            (true, true) => return true,
        };
        false
    }

    /// A sitting of as many of those that wait as may sit together and fit.
    fn sitting(&mut self, waiting: &[&Known]) -> Option<Piece> {
        let bytes = self.left.bytes;
        let mut together = (1..=waiting.len().min(TOGETHER)).rev();
        together.find_map(|most| {
            let piece = sitting(&waiting[..most]);
            self.fits(&piece, bytes).then_some(piece)
        })
    }

    /// Looks at as many targets as fit, so that a time is left behind them.
    fn looks(&self, due: &[Known], most_bytes: u64, rest: Micros) -> Option<Piece> {
        let mut pieces = (1..=due.len().min(LOOKS)).rev().map(|most| looks(due, most));
        pieces.find(|piece| {
            let Cost { bytes, time } = (self.cost)(piece);
            bytes <= most_bytes && time + rest <= self.left.time
        })
    }

    /// The bytes of the sittings that are due or will be, so that looks leave them.
    fn reserve(&self, known: &[Known]) -> u64 {
        let is_waiting = |one: &&Known| one.wants.is_some() || one.is_awaited;
        let waiting: Vec<_> = known.iter().filter(is_waiting).take(TOGETHER).collect();
        if waiting.is_empty() { 0 } else { (self.cost)(&sitting(&waiting)).bytes }
    }
}

/// A sitting of these.
fn sitting(waiting: &[&Known]) -> Piece {
    Piece {
        targets: waiting.iter().map(|one| one.target.clone()).collect(),
        confirmations: u16::try_from(waiting.len()).unwrap_or(u16::MAX),
    }
}

/// Looks at the first ones of these.
fn looks(due: &[Known], most: usize) -> Piece {
    let targets = due.iter().take(most).map(|one| one.target.clone()).collect();
    Piece { targets, confirmations: 0 }
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
