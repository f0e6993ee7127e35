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
    if since_begin >= SECOND_UNTIL || !is_suspect && arna_judge::second_sitting(&dossier).is_none()
    {
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
        second: second.map(|wait| (now + wait, begun + SECOND_UNTIL)),
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

/// A sitting that another run made of a target less than three days ago.
pub(super) struct SatLately {
    input: Option<String>,
    nettest: String,
    sat: Sat,
    earlier: RecalledEarlier,
}

/// What matters of such a sitting for the next one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sat {
    /// Whether it ended less than a day ago.
    pub(crate) is_of_a_day: bool,
    /// Whether it was cut off before it came to a word.
    pub(crate) is_cut_off: bool,
    /// Whether it accuses, was the first to, and is an hour old: another one may make it certain.
    pub(crate) is_first: bool,
}

/// Whether there may be one more sitting after these, oldest first, and which of them that makes certain: the last one that
/// came to a word, so that what another one said since then stands.
pub(crate) fn next_of(sat: &[Sat]) -> (bool, Option<usize>) {
    let first = sat.iter().rposition(|one| !one.is_cut_off).filter(|at| sat[*at].is_first);
    let mut of_a_day = sat.iter().enumerate().filter(|(_, one)| one.is_of_a_day);
    let is_free = match (of_a_day.next(), of_a_day.next()) {
        (None, _) => true,
        (Some((only, _)), None) => first == Some(only),
        (Some(_), Some(_)) => false,
    };
    (is_free, first.filter(|_| is_free))
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
        // What was suspect may have sat a day after its run began, and is sat with again until three days later.
        let longest = DAY + SECOND_UNTIL;
        let since = WallTime(self.record.started.0.saturating_sub_unsigned(longest.0));
        let suspected = self.ledger.suspected(&self.record, since, targets).await?;
        self.net.wire().settle().await;
        Ok(suspected.into_iter().filter_map(|one| self.lately(one)).collect())
    }

    /// Another run's sitting, if it had one that still matters.
    fn lately(&self, suspected: Suspected) -> Option<SatLately> {
        let Suspected { run, anchors, recalled } = suspected;
        let case = Case::recalled(recalled.clone());
        let (begun, ended) = case.blocks_span()?;
        let (then, now) = ((run.started, run.uptime.as_ref()), &self.record);
        let before = elapsed::between(then, (now.started, now.uptime.as_ref()));
        // By a clock that was set back meanwhile it may have been today.
        let since = |then: Micros| before.map(|before| (self.net.now() + before.time).since(then));
        let since_end = since(ended);
        let is_of_a_day = match since_end {
            Some(since_end) => since_end < DAY,
            None => run.started.since(now.started).is_none_or(|ahead| ahead < DAY),
        };
        let may_be_first = since(begun).is_some_and(|since| since < SECOND_UNTIL);
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
        (is_of_a_day || may_be_first).then(|| SatLately {
            input: case.input(),
            nettest: case.step.nettest.clone(),
            sat: Sat {
                is_of_a_day,
                is_cut_off: stop == Some(Stop::StillConfirming),
                is_first: is_first && may_be_first,
            },
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
        let its: Vec<_> = lately.iter().filter(is_meant).collect();
        let sat: Vec<_> = its.iter().map(|one| one.sat).collect();
        let (is_free, first) = next_of(&sat);
        if let Some(first) = first {
            case.follow(its[first].earlier.clone());
        }
        is_free || self.record.request.is_recheck
    }
}

/// A sitting a day for a target, and a second one after an accusation (docs/method.md, "Exposure").
const DAY: Micros = Micros::from_secs(24 * 3600);
/// A second sitting begins less than three days after the first began (docs/method.md, "Second sittings").
pub(crate) const SECOND_UNTIL: Micros = Micros::from_secs(72 * 3600);

#[cfg(test)]
mod tests {
    use super::{Sat, next_of};

    const FIRST: Sat = Sat { is_of_a_day: true, is_cut_off: false, is_first: true };
    const OF_BEFORE: Sat = Sat { is_of_a_day: false, ..FIRST };
    const CUT_OFF: Sat = Sat { is_of_a_day: true, is_cut_off: true, is_first: false };
    const OTHERWISE: Sat = Sat { is_of_a_day: false, is_cut_off: false, is_first: false };

    #[test]
    fn an_accusation_of_three_days_is_made_certain_and_nobody_sits_three_times_a_day() {
        assert_eq!(next_of(&[]), (true, None));
        assert_eq!(next_of(&[FIRST]), (true, Some(0)));
        assert_eq!(next_of(&[OF_BEFORE]), (true, Some(0)));
        assert_eq!(next_of(&[OF_BEFORE, OF_BEFORE]), (true, Some(1)), "the last one");
        assert_eq!(next_of(&[FIRST, FIRST]), (false, None));
        assert_eq!(next_of(&[Sat { is_of_a_day: true, ..OTHERWISE }]), (false, None));
    }

    #[test]
    fn a_sitting_that_was_cut_off_takes_its_day_and_no_word_back() {
        assert_eq!(next_of(&[OF_BEFORE, CUT_OFF]), (false, None));
        let yesterday = Sat { is_of_a_day: false, ..CUT_OFF };
        assert_eq!(next_of(&[OF_BEFORE, yesterday]), (true, Some(0)));
        assert_eq!(next_of(&[FIRST, yesterday]), (true, Some(0)));
    }

    #[test]
    fn what_another_sitting_said_since_then_stands() {
        assert_eq!(next_of(&[OF_BEFORE, OTHERWISE]), (true, None));
        assert_eq!(next_of(&[OTHERWISE, OF_BEFORE]), (true, Some(1)));
    }
}
