//! A measurement as everybody reads it, from what is stored of it.

use std::collections::BTreeMap;

use arna_judge::Judgement;
use arna_model::{Bytes, Measurement, Micros, Observation, RunSummary, Tally, WallTime};

use super::case::Case;
use super::{Opinion, Recalled, RunRecord, Step};

impl RunRecord {
    /// Puts a measurement of this run together: bytes, start and length follow from its observations.
    /// Without any it took no time, and started when it was first judged.
    pub(crate) fn measurement(
        &self,
        step: Step,
        observations: Vec<Observation>,
        opinion: Opinion,
        first_given: WallTime,
    ) -> Measurement {
        let first = observations.iter().map(|observation| observation.t0).min();
        let (input, truth) =
            step.target.map_or((None, None), |target| (Some(target.input), target.truth));
        Measurement {
            id: step.measurement,
            run: self.id.clone(),
            nettest: step.nettest,
            input,
            verdict: opinion.verdict,
            figures: opinion.figures,
            bytes: observations.iter().map(|observation| observation.bytes).sum::<Bytes>(),
            started: first.map_or(first_given, |first| self.started.after(first)),
            runtime: time_spent(&observations),
            observations,
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

/// The sum of a run, from its measurements.
pub(crate) fn summarise(run: &RunRecord, measurements: &[Measurement]) -> RunSummary {
    let mut summary = RunSummary {
        id: run.id.clone(),
        by_code: BTreeMap::new(),
        bytes: measurements.iter().map(|measurement| measurement.bytes).sum(),
        runtime: Micros(0),
        virtual_time: None,
        score: None,
    };
    for measurement in measurements {
        let code = measurement.verdict.code;
        *summary.by_code.entry(code).or_default() += 1;
        if let Some(truth) = &measurement.truth {
            summary.score.get_or_insert_default().count(code, truth);
        }
    }
    let ends = measurements.iter().flat_map(|one| &one.observations).map(|seen| seen.t);
    summary.runtime = ends.max().unwrap_or_default();
    if let Some(end) = run.end {
        (summary.bytes, summary.runtime) = (end.bytes, end.runtime);
    }
    summary.virtual_time = run.vantage.lab.as_ref().map(|_| summary.runtime);
    summary
}

/// Judges a stored measurement again: the same facts, today's judge.
pub(crate) fn judge_again(recalled: Recalled, anchors: &[Observation], given: WallTime) -> Opinion {
    let last = recalled.opinions.last();
    let (tally, stop) = last.map_or((Tally::default(), None), |last| (last.tally, last.stop));
    let dossier = Case::recalled(recalled).dossier(anchors, tally, stop);
    let Judgement { verdict, figures } = arna_judge::judge(&dossier);
    Opinion { verdict, figures, tally, stop, given }
}
