//! A measurement as everybody reads it, from what is stored of it.

use std::collections::BTreeMap;

use arna_judge::Judgement;
use arna_model::{
    Account, Bytes, Code, Everywhere, Measurement, Micros, Observation, RunSummary, Tally, Target,
    WallTime,
};

use super::case::Case;
use super::{Opinion, Recalled, RunRecord, Step, StepRecord, rounds};

impl RunRecord {
    /// Puts a measurement of this run together: bytes, start and length follow from its own observations; those of
    /// rounds, which are the run's, are shown with it.
    /// Without any it took no time, and started when it was first judged.
    pub(crate) fn measurement(
        &self,
        step: Step,
        (observations, of_run): (Vec<Observation>, &[Observation]),
        opinion: Opinion,
        first_given: WallTime,
    ) -> Measurement {
        let first = observations.iter().map(|observation| observation.t0).min();
        let is_decoy = step.is_decoy;
        let (input, category, list, truth) = match step.target {
            Some(Target { input, category, list, truth }) => (Some(input), category, list, truth),
            None => (None, None, None, None),
        };
        Measurement {
            id: step.measurement,
            run: self.id.clone(),
            nettest: step.nettest,
            input,
            category,
            list,
            is_decoy,
            verdict: opinion.verdict,
            figures: opinion.figures,
            bytes: observations.iter().map(|observation| observation.bytes).sum::<Bytes>(),
            started: first.map_or(first_given, |first| self.started.after(first)),
            runtime: time_spent(&observations),
            observations: rounds::with_shared(&observations, of_run),
            vantage: self.vantage.clone(),
            truth,
        }
    }
}

/// How long something was under way: overlaps once, gaps not at all.
pub(crate) fn time_spent(observations: &[Observation]) -> Micros {
    let mut spans: Vec<_> = observations.iter().map(|seen| (seen.t0, seen.t)).collect();
    spans.sort_unstable();
    let (mut spent, mut end) = (Micros(0), Micros(0));
    for (from, to) in spans {
        spent = spent + to.since(from.max(end));
        end = end.max(to);
    }
    spent
}

/// The same, with what lies between two observations of one slice: what is longer is a pause between slices.
pub(crate) fn time_in_slices(observations: &[Observation]) -> Micros {
    let mut spans: Vec<_> = observations.iter().map(|seen| (seen.t0, seen.t)).collect();
    spans.sort_unstable();
    let (mut spent, mut end) = (Micros(0), Micros(0));
    for (from, to) in spans {
        let pause = Some(from.since(end)).filter(|pause| *pause < LONGEST_QUIET);
        spent = spent + pause.unwrap_or_default() + to.since(from.max(end));
        end = end.max(to);
    }
    spent
}

/// The sum of a run, from what has become of its plan. `bytes` and `runtime` so far count while it is
/// unfinished.
pub(crate) fn summarise(
    run: &RunRecord,
    plan: &[StepRecord],
    bytes: Bytes,
    runtime: Micros,
) -> RunSummary {
    let (bytes, runtime) = run.end.map_or((bytes, runtime), |end| (end.bytes, end.runtime));
    let mut summary = RunSummary {
        id: run.id.clone(),
        by_code: BTreeMap::new(),
        bytes,
        runtime,
        virtual_time: run.vantage.lab.as_ref().map(|_| runtime),
        score: None,
        decoys: None,
    };
    for StepRecord { step, verdict, stop, .. } in plan {
        let code = match verdict {
            Some(verdict) => verdict.code,
            // The budget was spent before it was begun.
            None if run.end.is_some() && !step.is_decoy => Code::NotTested,
            None => continue,
        };
        if step.is_decoy {
            summary.decoys.get_or_insert_default().count(code, *stop);
            continue;
        }
        *summary.by_code.entry(code).or_default() += 1;
        if let Some(truth) = step.target.as_ref().and_then(|target| target.truth.as_ref()) {
            summary.score.get_or_insert_default().count(code, truth);
        }
    }
    summary
}

/// How the sittings of a stored measurement came to their word; `None`: it had none.
pub(crate) fn account(recalled: Recalled, anchors: &[Observation]) -> Option<Account> {
    let last = recalled.opinions.last();
    let (tally, stop) = last.map_or((Tally::default(), None), |last| (last.tally, last.stop));
    arna_judge::account(&Case::recalled(recalled).dossier(anchors, tally, stop))
}

/// What is so at every site of a run.
pub(crate) fn everywhere(measurements: &[Measurement]) -> Option<Everywhere> {
    arna_judge::everywhere(measurements)
}

/// No slice is silent for longer: residues take three minutes (`residue`).
const LONGEST_QUIET: Micros = Micros::from_secs(600);

/// Judges a stored measurement again: the same facts, today's judge.
pub(crate) fn judge_again(recalled: Recalled, anchors: &[Observation], given: WallTime) -> Opinion {
    let last = recalled.opinions.last();
    let (tally, stop) = last.map_or((Tally::default(), None), |last| (last.tally, last.stop));
    let dossier = Case::recalled(recalled).dossier(anchors, tally, stop);
    let Judgement { verdict, figures } = arna_judge::judge(&dossier);
    Opinion { verdict, figures, tally, stop, given }
}
