//! What other runs know of a target: sittings that count with later ones, and suspects of the last day.

use arna_model::{MeasurementId, Micros, Observation, RunId, WallTime};
use rusqlite::params;

use super::rows::{STEP, Tables, signed, unsigned};
use crate::run::{EarlierSitting, LedgerError, Recalled, RecalledEarlier, RunRecord, Suspected};

impl Tables<'_> {
    /// Keeps that another run's sitting counts with the one of `step`, as far as it was kept by now.
    pub(super) fn keep_earlier(&self, step: i64, its: &EarlierSitting) -> Result<(), LedgerError> {
        let of = self.step_of(&its.measurement)?.seq;
        self.execute(
            "INSERT INTO earlier (step, of, before, certain, seen, judged) VALUES (?, ?, ?, ?,
                 (SELECT max(seq) FROM observation), (SELECT max(seq) FROM verdict WHERE step = ?))",
            params![step, of, signed(its.before.0), its.is_certain, of],
        )?;
        Ok(())
    }

    /// The sitting of another run that counts with the one of `step`, as it was when that was said.
    pub(super) fn earlier(&self, step: i64) -> Result<Option<Box<RecalledEarlier>>, LedgerError> {
        let sql = "SELECT measurement, before, certain, seen, judged
             FROM earlier JOIN step ON step.seq = earlier.of WHERE earlier.step = ?";
        let found = self.first(sql, [step], |row| {
            let sitting = EarlierSitting {
                measurement: MeasurementId::new(row.get::<_, String>(0)?),
                before: Micros(unsigned(row.get(1)?)),
                is_certain: row.get(2)?,
            };
            Ok((sitting, row.get::<_, i64>(3)?, row.get::<_, i64>(4)?))
        })?;
        let Some((sitting, seen, judged)) = found else { return Ok(None) };
        let step = self.step_of(&sitting.measurement)?;
        let anchors = self.anchors_until(step.run, seen)?;
        let recalled = Recalled { earlier: None, ..self.recall_until(step, seen, judged)? };
        Ok(Some(Box::new(RecalledEarlier { sitting, recalled, anchors })))
    }

    fn anchors_until(&self, run: i64, seen: i64) -> Result<Vec<Observation>, LedgerError> {
        let sql = "SELECT content FROM observation WHERE run = ? AND step IS NULL AND seq <= ?";
        self.observations(sql, [run, seen])
    }

    pub(super) fn earlier_runs(
        &self,
        run: &RunRecord,
        since: WallTime,
        most: u32,
    ) -> Result<Vec<RunId>, LedgerError> {
        let sql = "SELECT id FROM run
             WHERE country IS ? AND operator IS ? AND technology IS ? AND lab IS ?
                 AND started >= ? AND id <> ? AND runtime IS NOT NULL
             ORDER BY seq DESC LIMIT ?";
        let at = &run.vantage;
        let params =
            params![at.country, at.operator, at.technology, at.lab, since.0, run.id.as_str(), most];
        self.all(sql, params, |row| Ok(RunId::new(row.get::<_, String>(0)?)))
    }

    pub(super) fn suspected(
        &self,
        run: &RunRecord,
        since: WallTime,
        targets: &[(String, String)],
    ) -> Result<Vec<Suspected>, LedgerError> {
        let boot = run.uptime.as_ref().map(|uptime| uptime.boot.as_str());
        // Who was suspect was judged before the last word on it.
        let sql = format!(
            "SELECT {STEP} FROM step JOIN run ON run.seq = step.run
             WHERE run.country IS ? AND run.operator IS ? AND run.technology IS ? AND run.lab IS ?
                 AND (run.started >= ? OR run.boot = ?) AND run.id <> ? AND NOT step.decoy
                 AND step.target IS NOT NULL
                 AND (SELECT count(*) FROM verdict WHERE verdict.step = step.seq) > 1
             ORDER BY step.seq"
        );
        let at = &run.vantage;
        let params =
            params![at.country, at.operator, at.technology, at.lab, since.0, boot, run.id.as_str()];
        let steps = self.all(&sql, params, |row| self.step_row(row))?;
        let is_meant = |nettest: &str, input: &str| {
            targets.iter().any(|(its, other)| its == nettest && other == input)
        };
        let meant = steps.into_iter().filter(|one| {
            let target = one.step.target.as_ref();
            target.is_some_and(|target| is_meant(&one.step.nettest, &target.input))
        });
        meant
            .map(|step| {
                Ok(Suspected {
                    run: self.run(step.run)?,
                    anchors: self.anchors_until(step.run, i64::MAX)?,
                    recalled: self.recall_until(step, i64::MAX, i64::MAX)?,
                })
            })
            .collect()
    }
}
