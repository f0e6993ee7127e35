//! What is written: runs and plans, what each step brought, settings.

use arna_model::{Observation, RunId, Stop};
use rusqlite::params;
use serde_json::Value;

use super::rows::{Tables, signed};
use crate::run::{Blob, Entry, LedgerError, Opinion, RunEnd, RunRecord, Step};

impl Tables<'_> {
    pub(super) fn open_run(&self, run: &RunRecord, plan: &[Step]) -> Result<(), LedgerError> {
        self.execute(
            "INSERT INTO run
                 (id, request, country, operator, technology, uplink, lab, software, started, uptime,
                 boot, purse, slice)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                run.id.as_str(),
                self.seal.seal_json(&run.request)?,
                run.vantage.country,
                run.vantage.operator,
                run.vantage.technology,
                run.vantage.uplink.as_ref().map(|it| self.seal.seal_json(it)).transpose()?,
                run.vantage.lab,
                run.vantage.software,
                run.started.0,
                run.uptime.as_ref().map(|uptime| signed(uptime.at.0)),
                run.uptime.as_ref().map(|uptime| uptime.boot.as_str()),
                run.purse.as_str(),
                run.is_slice,
            ],
        )?;
        let seq = self.sql.last_insert_rowid();
        for step in plan {
            self.plan_step(seq, step)?;
        }
        run.end.map_or(Ok(()), |end| self.finish_run(&run.id, end))
    }

    fn plan_step(&self, run: i64, step: &Step) -> Result<(), LedgerError> {
        let target = step.target.as_ref().map(|target| self.seal.seal_json(target)).transpose()?;
        self.execute(
            "INSERT INTO step (run, number, nettest, target, decoy, measurement)
             VALUES (?, ?, ?, ?, ?, ?)",
            params![
                run,
                step.number,
                step.nettest,
                target,
                step.is_decoy,
                step.measurement.as_str(),
            ],
        )?;
        Ok(())
    }

    pub(super) fn finish_run(&self, run: &RunId, end: RunEnd) -> Result<(), LedgerError> {
        let touched = self.execute(
            "UPDATE run SET sent = ?, received = ?, runtime = ?, trials = ?, failures = ?
             WHERE id = ?",
            params![
                signed(end.bytes.sent),
                signed(end.bytes.received),
                signed(end.runtime.0),
                signed(end.tally.trials),
                signed(end.tally.failures),
                run.as_str(),
            ],
        )?;
        if touched == 0 {
            return Err(LedgerError::NotFound);
        }
        self.count_rest(self.run_seq(run)?, end.bytes, end.runtime)?;
        self.digest_runs()
    }

    pub(super) fn keep(&self, entry: &Entry) -> Result<(), LedgerError> {
        let run = self.run_seq(&entry.run)?;
        let step = match &entry.measurement {
            None => None,
            Some(measurement) => {
                let step = self.step_of(measurement)?;
                if step.run != run {
                    return Err(LedgerError::NotFound); // another run's
                }
                Some(step.seq)
            }
        };
        for blob in &entry.blobs {
            self.keep_blob(blob)?;
        }
        for observation in &entry.observations {
            self.keep_observation(run, step, observation)?;
        }
        self.count_observations(run, &entry.observations)?;
        if let (Some(earlier), Some(step)) = (&entry.earlier, step) {
            self.keep_earlier(step, earlier)?;
        }
        match (&entry.opinion, step) {
            (None, _) => Ok(()),
            (Some(opinion), Some(step)) => self.append(step, opinion),
            (Some(_), None) => {
                Err(LedgerError::Other("an opinion must be about a measurement".into()))
            }
        }
    }

    fn keep_blob(&self, blob: &Blob) -> Result<(), LedgerError> {
        self.execute(
            "INSERT INTO blob (id, content) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            params![self.seal.name(&blob.id), self.seal.seal(&blob.content)?],
        )?;
        Ok(())
    }

    fn keep_observation(
        &self,
        run: i64,
        step: Option<i64>,
        observation: &Observation,
    ) -> Result<(), LedgerError> {
        self.execute(
            "INSERT INTO observation (id, run, step, content) VALUES (?, ?, ?, ?)",
            params![observation.id.as_str(), run, step, self.seal.seal_json(observation)?],
        )?;
        Ok(())
    }

    fn append(&self, step: i64, opinion: &Opinion) -> Result<(), LedgerError> {
        let figures = opinion.figures.as_ref().map(|all| self.seal.seal_json(all)).transpose()?;
        self.execute(
            "INSERT INTO verdict (step, judge, content, figures, trials, failures, stop, given)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                step,
                opinion.verdict.judge,
                self.seal.seal_json(&opinion.verdict)?,
                figures,
                signed(opinion.tally.trials),
                signed(opinion.tally.failures),
                opinion.stop.map(word).transpose()?,
                opinion.given.0,
            ],
        )?;
        Ok(())
    }

    pub(super) fn set_setting(&self, key: &str, value: &str) -> Result<(), LedgerError> {
        self.execute(
            "INSERT INTO setting (key, value) VALUES (?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )?;
        Ok(())
    }
}

/// A stop in its spelling in data.
fn word(stop: Stop) -> Result<String, LedgerError> {
    match serde_json::to_value(stop) {
        Ok(Value::String(word)) => Ok(word),
        _ => Err(LedgerError::Other("a reason for stopping that is no word".into())),
    }
}
