//! What is read: rows put together to what runs and screens ask for.

use std::collections::{BTreeMap, HashMap, HashSet};

use arna_model::{
    BlobId, Decoys, Event, Measurement, MeasurementId, Observation, RunId, Tally, Vantage, Verdict,
    WallTime,
};
use rusqlite::params;

use super::rows::{OPINION, RUN, STEP, StepRow, Tables, sort, stop, unsigned};
use super::{Found, Page, RunHead};
use crate::run::{Blob, LedgerError, Opinion, Recalled, RunRecord, StepRecord};

impl Tables<'_> {
    pub(super) fn runs(&self, page: &Page) -> Result<Vec<RunRecord>, LedgerError> {
        let before = page.before.as_ref().map_or(Ok(i64::MAX), |run| self.run_seq(run))?;
        let sql = format!("SELECT {RUN} FROM run WHERE seq < ? ORDER BY seq DESC LIMIT ?");
        self.all(&sql, params![before, page.limit], |row| self.run_record(row))
    }

    pub(super) fn heads(&self, limit: u32) -> Result<Vec<RunHead>, LedgerError> {
        let sql = "SELECT id, country, operator, technology, lab, uplink, software, started
             FROM run ORDER BY seq DESC LIMIT ?";
        self.all(sql, [limit], |row| {
            Ok(RunHead {
                id: RunId::new(row.get::<_, String>("id")?),
                vantage: self.vantage(row)?,
                started: WallTime(row.get("started")?),
            })
        })
    }

    pub(super) fn last_run(&self) -> Result<Option<RunRecord>, LedgerError> {
        let sql = format!("SELECT {RUN} FROM run WHERE NOT slice ORDER BY seq DESC LIMIT 1");
        self.first(&sql, [], |row| self.run_record(row))
    }

    pub(super) fn last_unfinished_run(&self) -> Result<Option<RunRecord>, LedgerError> {
        let sql = format!(
            "SELECT {RUN} FROM run WHERE sent IS NULL AND NOT slice ORDER BY seq DESC LIMIT 1"
        );
        self.first(&sql, [], |row| self.run_record(row))
    }

    pub(super) fn run(&self, seq: i64) -> Result<RunRecord, LedgerError> {
        let sql = format!("SELECT {RUN} FROM run WHERE seq = ?");
        self.first(&sql, [seq], |row| self.run_record(row))?.ok_or(LedgerError::NotFound)
    }

    pub(super) fn find(&self, prefix: &str) -> Result<Vec<Found>, LedgerError> {
        if prefix.is_empty() {
            return Ok(Vec::new());
        }
        let ids = |sql: &str| {
            let last = format!("{prefix}{}", char::MAX);
            self.all(sql, [prefix, &last], |row| Ok(row.get::<_, String>(0)?))
        };
        let runs = ids("SELECT id FROM run WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 10")?;
        let measurements = ids("SELECT measurement FROM step WHERE measurement BETWEEN ? AND ?
             ORDER BY measurement LIMIT 10")?;
        let is_whole = runs.iter().chain(&measurements).any(|id| id == prefix);
        let runs = runs.into_iter().map(|id| Found::Run(RunId::new(id)));
        let measurements =
            measurements.into_iter().map(|id| Found::Measurement(MeasurementId::new(id)));
        Ok(runs.chain(measurements).filter(|found| !is_whole || found.id() == prefix).collect())
    }

    pub(super) fn plan(&self, run: &RunId) -> Result<Vec<StepRecord>, LedgerError> {
        self.steps(run, 0, u32::MAX)
    }

    /// The steps of a plan from a number on.
    pub(super) fn steps(
        &self,
        run: &RunId,
        from: u32,
        limit: u32,
    ) -> Result<Vec<StepRecord>, LedgerError> {
        let sql = format!(
            "SELECT {STEP}, content, figures, stop FROM step LEFT JOIN verdict ON verdict.seq =
                 (SELECT max(seq) FROM verdict WHERE step = step.seq)
             WHERE run = ? AND number >= ? ORDER BY number LIMIT ?"
        );
        self.all(&sql, params![self.run_seq(run)?, from, limit], |row| {
            let is_measured = !matches!(row.get_ref("content")?, rusqlite::types::ValueRef::Null);
            Ok(StepRecord {
                step: self.step_row(row)?.step,
                verdict: is_measured.then(|| self.json(row, "content")).transpose()?,
                figures: self.figures(row)?,
                stop: row.get::<_, Option<String>>("stop")?.as_deref().map(stop).transpose()?,
            })
        })
    }

    pub(super) fn recall(&self, measurement: &MeasurementId) -> Result<Recalled, LedgerError> {
        self.recall_until(self.step_of(measurement)?, i64::MAX, i64::MAX)
    }

    /// What was kept of a step up to an observation's and a verdict's number.
    pub(super) fn recall_until(
        &self,
        StepRow { seq, run, step }: StepRow,
        seen: i64,
        judged: i64,
    ) -> Result<Recalled, LedgerError> {
        let sql = "SELECT content FROM observation WHERE run = ? AND step = ? AND seq <= ?";
        let observations = self.observations(sql, [run, seq, seen])?;
        let mut seen = HashSet::new();
        let bodies = observations.iter().filter_map(body).filter(|id| seen.insert(*id));
        // A body that was not kept is one that was not read: the judge goes on without it.
        let bodies = bodies.filter_map(|id| self.blob(id).transpose()).collect::<Result<_, _>>()?;
        Ok(Recalled {
            run: self.run(run)?.id,
            step,
            observations,
            bodies,
            opinions: self.opinions_until(seq, judged)?,
            earlier: self.earlier(seq)?,
        })
    }

    fn observations_of(&self, run: i64, step: i64) -> Result<Vec<Observation>, LedgerError> {
        self.observations("SELECT content FROM observation WHERE run = ? AND step = ?", [run, step])
    }

    pub(super) fn run_observations(&self, run: &RunId) -> Result<Vec<Observation>, LedgerError> {
        let run = self.run_seq(run)?;
        self.observations("SELECT content FROM observation WHERE run = ? AND step IS NULL", [run])
    }

    pub(super) fn opinions(&self, step: i64) -> Result<Vec<Opinion>, LedgerError> {
        self.opinions_until(step, i64::MAX)
    }

    fn opinions_until(&self, step: i64, judged: i64) -> Result<Vec<Opinion>, LedgerError> {
        let sql = format!("SELECT {OPINION} FROM verdict WHERE step = ? AND seq <= ? ORDER BY seq");
        self.all(&sql, [step, judged], |row| self.opinion(row))
    }

    pub(super) fn measurement(&self, id: &MeasurementId) -> Result<Measurement, LedgerError> {
        let step = self.step_of(id)?;
        let sql = latest("step.seq = ?");
        let (step, opinion, first) = self
            .first(&sql, [step.seq], |row| {
                Ok((self.step_row(row)?, self.opinion(row)?, WallTime(row.get("first_given")?)))
            })?
            .ok_or(LedgerError::NotFound)?;
        let observations = self.observations_of(step.run, step.seq)?;
        let run = self.run(step.run)?;
        let of_run = self.run_observations(&run.id)?;
        Ok(run.measurement(step.step, (observations, &of_run), opinion, first))
    }

    pub(super) fn measurements(&self, run: &RunId) -> Result<Vec<Measurement>, LedgerError> {
        let seq = self.run_seq(run)?;
        let run = self.run(seq)?;
        let of_run = self.run_observations(&run.id)?;
        let mut observations = HashMap::<i64, Vec<Observation>>::new();
        let sql = "SELECT step, content FROM observation WHERE run = ? AND step IS NOT NULL";
        for (step, observation) in
            self.all(sql, [seq], |row| Ok((row.get("step")?, self.json(row, "content")?)))?
        {
            observations.entry(step).or_default().push(observation);
        }
        self.all(&latest("step.run = ?"), [seq], |row| {
            let step = self.step_row(row)?;
            let mut its_own = observations.remove(&step.seq).unwrap_or_default();
            sort(&mut its_own);
            let first = WallTime(row.get("first_given")?);
            Ok(run.measurement(step.step, (its_own, &of_run), self.opinion(row)?, first))
        })
    }

    /// Sums what other runs on the same network counted. A network that is not known is not the same
    /// as another one that is not known (controls of a good network would hide how bad this one is);
    /// in the lab its name says it all. Operators of one name in two countries are two.
    pub(super) fn tally(
        &self,
        vantage: &Vantage,
        since: WallTime,
        except: &RunId,
    ) -> Result<Tally, LedgerError> {
        let Vantage { country, operator, technology, lab, .. } = vantage;
        if lab.is_none() && (operator.is_none() || technology.is_none()) {
            return Ok(Tally::default());
        }
        let sql = "SELECT coalesce(sum(trials), 0), coalesce(sum(failures), 0) FROM run
             WHERE operator IS ? AND technology IS ? AND started >= ?
                 AND country IS ? AND lab IS ? AND id <> ?";
        let params = params![operator, technology, since.0, country, lab, except.as_str()];
        let sum = self.first(sql, params, |row| {
            Ok(Tally { trials: unsigned(row.get(0)?), failures: unsigned(row.get(1)?) })
        })?;
        Ok(sum.unwrap_or_default())
    }

    /// What became of the decoys of an operator's runs, whatever the radio.
    pub(super) fn decoys(&self, vantage: &Vantage) -> Result<Decoys, LedgerError> {
        let sql = "SELECT content, stop FROM step JOIN run ON run.seq = step.run
             JOIN verdict ON verdict.seq = (SELECT max(seq) FROM verdict WHERE step = step.seq)
             WHERE decoy AND country IS ? AND operator IS ? AND lab IS ?";
        let params = params![vantage.country, vantage.operator, vantage.lab];
        let mut decoys = Decoys::default();
        for (verdict, stopped) in self.all(sql, params, |row| {
            let verdict: Verdict = self.json(row, "content")?;
            Ok((verdict, row.get::<_, Option<String>>("stop")?))
        })? {
            decoys.count(verdict.code, stopped.as_deref().map(stop).transpose()?);
        }
        Ok(decoys)
    }

    pub(super) fn blob(&self, id: &BlobId) -> Result<Option<Blob>, LedgerError> {
        // It may have been kept before the store was locked.
        let names = [&*self.seal.name(id), id.as_str()];
        self.first("SELECT content FROM blob WHERE id IN (?, ?)", names, |row| {
            let sealed = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            let blob = Blob::new(self.seal.open(sealed)?);
            if blob.id == *id {
                Ok(blob)
            } else {
                Err(LedgerError::Damaged("a blob that is not what its name says".into()))
            }
        })
    }

    /// Every blob with its id (which is its content's, whatever the row is called).
    pub(super) fn each_blob(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut statement = self.sql.prepare_cached("SELECT content FROM blob ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sealed = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            let blob = Blob::new(self.seal.open(sealed)?);
            take(blob.id.as_str(), &blob.content)?;
        }
        Ok(())
    }

    pub(super) fn all_settings(&self) -> Result<BTreeMap<String, String>, LedgerError> {
        let settings =
            self.all("SELECT key, value FROM setting", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(settings.into_iter().collect())
    }

    pub(super) fn setting(&self, key: &str) -> Result<Option<String>, LedgerError> {
        self.first("SELECT value FROM setting WHERE key = ?", [key], |row| Ok(row.get(0)?))
    }
}

impl Found {
    fn id(&self) -> &str {
        match self {
            Self::Run(id) => id.as_str(),
            Self::Measurement(id) => id.as_str(),
        }
    }
}

/// Steps with their latest verdict and when the first one was given, in the order in which the latest
/// ones were appended.
fn latest(which: &str) -> String {
    format!(
        "SELECT {STEP}, {OPINION},
             (SELECT min(given) FROM verdict WHERE step = step.seq) AS first_given
         FROM step JOIN verdict ON verdict.seq =
             (SELECT max(seq) FROM verdict WHERE step = step.seq)
         WHERE {which} ORDER BY verdict.seq"
    )
}

/// The body that an observation refers to.
fn body(observation: &Observation) -> Option<&BlobId> {
    match &observation.event {
        Event::HttpTransaction(transaction) => transaction.body.as_ref(),
        _ => None,
    }
}
