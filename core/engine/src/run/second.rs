//! Second sittings: what one sitting accuses, another one makes certain, an hour later or more.
//!
//! A run does not wait for them. It ends with the step marked, and whoever resumes it in time takes the step
//! up again: one more look, and one more sitting of the same measurement. A later run on the same network
//! that meets the same suspect does it, too: its sitting is the second one. Each exposes a forbidden name, so
//! there is one a day, and none after it whatever it brings, in whatever run.

use std::collections::BTreeMap;

use arna_judge::SECOND_SITTING_AFTER;
use arna_model::{Code, Micros, Observation, Place, Stop, Tally, WallTime};

use super::case::Case;
use super::confirm::SITTING_LENGTH;
use super::runner::Runner;
use super::{EarlierSitting, LedgerError, Recalled, RecalledEarlier, Suspected, elapsed};

/// Whether a second sitting of a measurement should begin, or go on, at `now` of its run.
pub(super) fn is_second_sitting_due(
    recalled: &Recalled,
    anchors: &[Observation],
    now: Micros,
) -> bool {
    second_sitting_in(recalled, anchors, now) == Some(Micros(0))
}

/// How long after `now` of its run a second sitting of a measurement is due; `None`: never.
pub(crate) fn second_sitting_in(
    recalled: &Recalled,
    anchors: &[Observation],
    now: Micros,
) -> Option<Micros> {
    let tally = recalled.opinions.last().map_or(Tally::default(), |last| last.tally);
    let case = Case::recalled(recalled.clone());
    let (begun, ended) = case.blocks_span()?;
    let dossier = case.dossier(anchors, tally, None);
    let (since_begin, since_end) = (now.since(begun), now.since(ended));
    let is_suspect = arna_judge::suspicion(&dossier).is_some();
    if since_begin >= DAY || !is_suspect && arna_judge::second_sitting(&dossier).is_none() {
        return None;
    }
    let is_cut_off = since_end < SITTING_LENGTH && is_suspect;
    Some(if is_cut_off { Micros(0) } else { SECOND_SITTING_AFTER.since(since_end) })
}

/// When a measurement said its target's name in double checks, and when it may be said again. Times are since its run
/// began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exposure {
    /// When each of its sittings began.
    pub(crate) sittings: Vec<Micros>,
    /// When a second one may begin, first and last; `None`: there will be none.
    pub(crate) second: Option<(Micros, Micros)>,
    /// From when on a run may begin another one.
    pub(crate) again: Micros,
}

/// The same of what was kept, at `now` of its run; `None`: there was no double check.
pub(crate) fn exposure(
    recalled: &Recalled,
    anchors: &[Observation],
    now: Micros,
) -> Option<Exposure> {
    let (begun, ended) = Case::recalled(recalled.clone()).blocks_span()?;
    let mut sittings = BTreeMap::<u16, Micros>::new();
    for one in &recalled.observations {
        if let Place::Block { sitting, .. } = one.place {
            let begun = sittings.entry(sitting).or_insert(one.t0);
            *begun = one.t0.min(*begun);
        }
    }
    let second = second_sitting_in(recalled, anchors, now);
    Some(Exposure {
        sittings: sittings.into_values().collect(),
        second: second.map(|wait| (now + wait, begun + DAY)),
        again: ended + DAY,
    })
}

/// When the sittings of a measurement began and ended, on the clock of its run; `None`: there was none.
pub(crate) fn sat_in(recalled: &Recalled) -> Option<(Micros, Micros)> {
    Case::recalled(recalled.clone()).blocks_span()
}

impl Runner {
    /// Why measuring stops here: an accusation that another sitting may make certain waits for it.
    pub(super) fn stop_or_await(&self, case: &Case, stop: Option<Stop>) -> Option<Stop> {
        let may_wait = matches!(stop, None | Some(Stop::BudgetSpent | Stop::ConfirmationsSpent));
        let is_awaited = || arna_judge::second_sitting(&self.dossier(case, None)).is_some();
        if may_wait && is_awaited() { Some(Stop::AwaitingSecondSitting) } else { stop }
    }

    /// How a case stands that is being sat with: by an accusation already, or by none.
    pub(super) fn meanwhile(&self, case: &Case) -> Stop {
        let verdict = arna_judge::judge(&self.dossier(case, None)).verdict;
        if verdict.code.is_accusation() {
            Stop::AwaitingSecondSitting
        } else {
            Stop::StillConfirming
        }
    }
}

/// A sitting that another run made of a target less than a day ago.
pub(super) struct SatLately {
    input: Option<String>,
    nettest: String,
    /// Whether it accuses, was the first to, and is an hour old: another one may make it certain.
    is_first: bool,
    earlier: RecalledEarlier,
}

impl Runner {
    /// What other runs on this network did lately to these suspects.
    pub(super) async fn sat_lately(&self, cases: &[Case]) -> Result<Vec<SatLately>, LedgerError> {
        // What has begun to sit goes on.
        let fresh = cases.iter().filter(|case| case.blocks_span().is_none() && !case.step.is_decoy);
        let targets: Vec<_> =
            fresh.filter_map(|case| Some((case.step.nettest.clone(), case.input()?))).collect();
        if targets.is_empty() {
            return Ok(Vec::new());
        }
        // A run may be a day old when its second sitting is made.
        let two_days = DAY + DAY;
        let since = WallTime(self.record.started.0.saturating_sub_unsigned(two_days.0));
        let suspected = self.ledger.suspected(&self.record, since, targets).await?;
        self.net.wire().settle().await;
        Ok(suspected.into_iter().filter_map(|one| self.lately(one)).collect())
    }

    /// Another run's sitting, if it had one within a day.
    fn lately(&self, suspected: Suspected) -> Option<SatLately> {
        let Suspected { run, anchors, recalled } = suspected;
        let case = Case::recalled(recalled.clone());
        let (_, ended) = case.blocks_span()?;
        let (then, now) = ((run.started, run.uptime.as_ref()), &self.record);
        let before = elapsed::between(then, (now.started, now.uptime.as_ref()));
        // By a clock that was set back meanwhile it may have been today.
        let since_end = before.map(|before| (self.net.now() + before.time).since(ended));
        let is_lately = match since_end {
            Some(since_end) => since_end < DAY,
            None => run.started.since(now.started).is_none_or(|ahead| ahead < DAY),
        };
        let last = recalled.opinions.last();
        let (tally, stop) = last.map_or((Tally::default(), None), |last| (last.tally, last.stop));
        let dossier = case.dossier(&anchors, tally, stop);
        let is_first = since_end.is_some_and(|since_end| since_end >= SECOND_SITTING_AFTER)
            && arna_judge::judge(&dossier).verdict.code == Code::LikelyBlocked
            && arna_judge::second_sitting(&dossier).is_some();
        let sitting = EarlierSitting {
            measurement: recalled.step.measurement.clone(),
            before: before.map(|before| before.time).unwrap_or_default(),
            is_certain: before.is_some_and(|before| before.is_certain),
        };
        is_lately.then(|| SatLately {
            input: case.input(),
            nettest: case.step.nettest.clone(),
            is_first,
            earlier: RecalledEarlier { sitting, recalled, anchors },
        })
    }

    /// Whether a suspect may get a sitting, for all that other runs exposed of it: one a day, and a second one
    /// after an accusation, which is then counted with the first.
    pub(super) fn may_sit(&self, case: &mut Case, lately: &[SatLately]) -> bool {
        if case.step.is_decoy || case.blocks_span().is_some() {
            return true;
        }
        let is_meant =
            |one: &&SatLately| one.input == case.input() && one.nettest == case.step.nettest;
        let mut before = lately.iter().filter(is_meant);
        let first = before.next();
        let is_only = before.next().is_none();
        if let Some(first) = first.filter(|first| is_only && first.is_first) {
            case.follow(first.earlier.clone());
            return true;
        }
        first.is_none() || self.record.request.is_recheck
    }
}

/// A sitting a day for a target, and a second one after an accusation (docs/method.md, "Exposure").
const DAY: Micros = Micros::from_secs(24 * 3600);
