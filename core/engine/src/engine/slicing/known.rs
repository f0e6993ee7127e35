//! What is known of each target: from what runs and slices kept of the last week on this network.

use std::collections::BTreeMap;

use arna_means::EVENING;
use arna_model::{Code, Ended, LocalTime, Micros, Stop, Target, Vantage, WallTime};

use super::Slice;
use super::plan::{self, Cost, Known, Left, NETTEST, Piece, Wants};
use crate::Error;
use crate::asking;
use crate::run::{self, Ledger, RunRecord};
use crate::store::Recent;

/// A sitting, or what was left of one.
struct Sat {
    /// How long ago it ended.
    ago: Micros,
    /// In how long a second one is due; `None`: never.
    second_in: Option<Micros>,
}

impl Slice<'_> {
    /// The next piece; or why there is none.
    pub(super) async fn next_piece(&self) -> Result<Result<Piece, Ended>, Error> {
        let engine = self.engine;
        let here = Vantage { uplink: None, ..engine.standing.here().await };
        let now = engine.standing.wire.wall();
        let since = WallTime(now.0.saturating_sub_unsigned(WEEK.0));
        let mut recent = BTreeMap::<String, Vec<Recent>>::new();
        for one in engine.store.recent(&here, NETTEST, since).await? {
            recent.entry(one.input.clone()).or_default().push(one);
        }
        let mut targets = asking::admitted(self.asked.clone()).targets;
        // Targets that were looked at equally long ago come in no fixed order.
        let label = format!("slice/{}", engine.standing.wire.uptime().0);
        engine.standing.wire.entropy(&label).shuffle(&mut targets);
        let mut known = Vec::new();
        for target in targets {
            let its = recent.remove(&target.input).unwrap_or_default();
            // What was not looked at for want of bytes or time, was not looked at.
            let its: Vec<_> =
                its.into_iter().filter(|one| one.code != Code::NotTested || is_open(one)).collect();
            known.push(self.known(target, &its, now).await?);
        }
        let left = Left {
            time: self.time_left(),
            bytes: self.bytes_left(),
            for_looks: self.for_looks,
            for_first_looks: self.for_first_looks,
        };
        Ok(plan::next(known, left, |piece| self.cost(piece)))
    }

    async fn known(&self, target: Target, its: &[Recent], now: WallTime) -> Result<Known, Error> {
        let part = self.part_of_day(now);
        let in_part: Vec<_> = its.iter().filter(|one| self.part_of_day(one.at) == part).collect();
        // What the clock calls later than now was just now.
        let ago = |one: &Recent| now.since(one.at).unwrap_or_default();
        let last = in_part.last();
        // What is blocked by day and is not known to open in the evening, is blocked.
        let decided = decided(in_part.iter().copied()).or_else(|| decided(its.iter()));
        let is_blocked = decided == Some(Code::Blocked);
        let is_unsettled =
            last.is_some_and(|last| last.code == Code::LikelyBlocked || is_open(last));
        let mut sat = Vec::new();
        for one in its.iter().filter(|one| one.was_suspect && ago(one) < DAY + run::SECOND_UNTIL) {
            if let Some(found) = self.sat(one).await? {
                sat.push((found, one));
            }
        }
        let told: Vec<_> = sat
            .iter()
            .map(|(found, one)| run::Sat {
                is_of_a_day: found.ago < DAY,
                is_cut_off: one.stop == Some(Stop::StillConfirming),
                is_first: found.second_in == Some(Micros(0)),
            })
            .collect();
        // One a day, and a second one after an accusation (docs/method.md, "Exposure").
        let (is_free, first) = run::next_of(&told);
        let has_opened = |one: &Recent| {
            last.is_some_and(|last| last.at > one.at && last.code == Code::Accessible)
        };
        let wants = match first {
            Some(first) if !has_opened(sat[first].1) => Some(Wants::Second),
            _ if is_free && !is_blocked && !told.iter().any(|one| one.is_of_a_day) => {
                // What failed in the evening is tried by day as well; if it opens then, it waits for the evening.
                let has_failed = its.last().is_some_and(|one| is_open(one) && ago(one) < DAY);
                // What failed in this part of the day, or was accused and not made certain in time, gets its look and its
                // sitting at once: a look alone would say its name for nothing.
                (has_failed || is_unsettled).then_some(Wants::First)
            }
            _ => None,
        };
        let told_last = sat.iter().rfind(|(_, one)| one.stop != Some(Stop::StillConfirming));
        let is_awaited = wants.is_none()
            && told_last.is_some_and(|(found, one)| found.second_in.is_some() && !has_opened(one));
        let looked = last.map(|last| ago(last));
        let opens_otherwise = its
            .iter()
            .rfind(|one| self.part_of_day(one.at) != part)
            .is_some_and(|one| one.code == Code::Accessible);
        Ok(Known { target, looked, wants, is_awaited, is_unsettled, is_blocked, opens_otherwise })
    }

    /// The sitting of a measurement, if it had one.
    async fn sat(&self, one: &Recent) -> Result<Option<Sat>, Error> {
        let engine = self.engine;
        let recalled = engine.store.recall(&one.measurement).await?;
        let anchors = engine.store.run_observations(&one.run).await?;
        let Some((_, ended)) = run::sat_in(&recalled) else { return Ok(None) };
        let run: RunRecord = engine.store.run(&one.run).await?;
        let here = (engine.standing.wire.wall(), run::uptime(engine.standing.wire.as_ref()));
        let since = run::between((run.started, run.uptime.as_ref()), (here.0, here.1.as_ref()));
        // A clock that was set back makes no day.
        let Some(since) = since else { return Ok(Some(Sat { ago: Micros(0), second_in: None })) };
        let is_awaited = one.stop == Some(Stop::AwaitingSecondSitting);
        let second_in = run::second_sitting_in(&recalled, &anchors, since.time);
        Ok(Some(Sat { ago: since.time - ended, second_in: second_in.filter(|_| is_awaited) }))
    }

    /// What a piece is likely to cost.
    fn cost(&self, piece: &Piece) -> Cost {
        // What it costs, and not what it may cost at most: else every piece fits into the bytes that are left, and a run
        // that may begin nothing is begun again and again.
        let mut request = self.request(piece);
        request.budget.max_bytes = None;
        let Ok(estimate) = self.engine.estimate(&request) else {
            return Cost { bytes: u64::MAX, time: Micros(u64::MAX) };
        };
        let suspects = u64::from(piece.confirmations);
        // A piece that is cut off has said a name for nothing: a fifth more than is usual (ours).
        let margin = if suspects > 0 { 6 } else { 5 };
        let bytes = estimate.bytes + suspects * estimate.bytes_a_suspect;
        let time = estimate.time + Micros(suspects * estimate.time_a_suspect.0);
        Cost { bytes, time: Micros(time.0.saturating_mul(margin) / 5) }
    }

    /// Whether it is evening then: what is blocked in the evenings alone is looked at in the evenings.
    fn part_of_day(&self, at: WallTime) -> bool {
        LocalTime::of(at, self.ahead).minute >= EVENING
    }
}

/// The latest word that says something of a target.
fn decided<'a>(its: impl DoubleEndedIterator<Item = &'a Recent>) -> Option<Code> {
    let says = |code: &Code| matches!(code, Code::Blocked | Code::LikelyBlocked | Code::Accessible);
    its.rev().map(|one| one.code).find(says)
}

/// Whether a target failed and nobody went on with it.
fn is_open(one: &Recent) -> bool {
    match one.stop {
        // A look that failed is kept so before anything else.
        Some(Stop::StillConfirming) => true,
        Some(Stop::ConfirmationsSpent | Stop::BudgetSpent) => one.was_suspect,
        _ => false,
    }
}

const DAY: Micros = Micros::from_secs(24 * 3600);
const WEEK: Micros = Micros::from_secs(7 * 24 * 3600);
