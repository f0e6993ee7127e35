//! Second sittings: what one sitting accuses, another one makes certain, an hour later or more.
//!
//! A run does not wait for them. It ends with the step marked, and whoever resumes it in time takes the step
//! up again: one more look, and one more sitting of the same measurement. Each exposes a forbidden name, so
//! there is one a day, and none after it whatever it brings.

use arna_judge::SECOND_SITTING_AFTER;
use arna_model::{Micros, Observation, Stop, Tally};

use super::Recalled;
use super::case::Case;
use super::confirm::SITTING_LENGTH;
use super::runner::Runner;

/// Whether a second sitting of a measurement should begin, or go on, at `now` of its run.
pub(crate) fn is_second_sitting_due(
    recalled: &Recalled,
    anchors: &[Observation],
    now: Micros,
) -> bool {
    let tally = recalled.opinions.last().map_or(Tally::default(), |last| last.tally);
    let case = Case::recalled(recalled.clone());
    let Some((begun, ended)) = case.blocks_span() else { return false };
    let dossier = case.dossier(anchors, tally, None);
    let (since_begin, since_end) = (now.since(begun), now.since(ended));
    let is_cut_off = since_end < SITTING_LENGTH && arna_judge::suspicion(&dossier).is_some();
    let is_time = since_end >= SECOND_SITTING_AFTER
        && (arna_judge::second_sitting(&dossier).is_some()
            || arna_judge::suspicion(&dossier).is_some());
    since_begin < DAY && (is_cut_off || is_time)
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

/// A sitting a day for a target, and a second one after an accusation (docs/method.md, "Exposure").
const DAY: Micros = Micros::from_secs(24 * 3600);
