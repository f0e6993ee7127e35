//! The tables as one transaction sees them, and the way from a row to a word of the model.

use std::collections::BTreeMap;

use arna_model::{
    Bytes, Figures, MeasurementId, Micros, Observation, Purse, RunId, Stop, Tally, Target, Uptime,
    Vantage, WallTime,
};
use rusqlite::{Connection, Params, Row};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};

use super::seal::Seal;
use crate::run::{LedgerError, Opinion, RunEnd, RunRecord, Step};

/// The tables as one transaction sees them.
pub(super) struct Tables<'a> {
    pub(super) sql: &'a Connection,
    pub(super) seal: &'a Seal,
}

/// A step with the numbers that rows refer to it by.
pub(super) struct StepRow {
    pub(super) seq: i64,
    pub(super) run: i64,
    pub(super) step: Step,
}

/// Columns that [`Tables::run_record`] reads.
pub(super) const RUN: &str = "run.seq, run.id, request, country, operator, technology, lab, \
     uplink, software, started, uptime, boot, purse, slice, sent, received, runtime, run.trials, run.failures";
/// Columns that [`Tables::step_row`] reads.
pub(super) const STEP: &str = "step.seq, step.run, number, nettest, target, decoy, measurement";
/// Columns that [`Tables::opinion`] reads.
pub(super) const OPINION: &str = "content, figures, trials, failures, stop, given";

impl Tables<'_> {
    /// Every row of a query, read by `read`.
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, LedgerError>,
    ) -> Result<Vec<T>, LedgerError> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// The first row of a query, if there is one.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, LedgerError>,
    ) -> Result<Option<T>, LedgerError> {
        let mut statement = self.sql.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }

    /// Runs a statement; returns how many rows it touched.
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, LedgerError> {
        Ok(self.sql.prepare_cached(sql)?.execute(params)?)
    }

    /// The number that rows refer to a run by.
    pub(super) fn run_seq(&self, run: &RunId) -> Result<i64, LedgerError> {
        self.first("SELECT seq FROM run WHERE id = ?", [run.as_str()], |row| Ok(row.get(0)?))?
            .ok_or(LedgerError::NotFound)
    }

    /// The step that makes a measurement.
    pub(super) fn step_of(&self, measurement: &MeasurementId) -> Result<StepRow, LedgerError> {
        let sql = format!("SELECT {STEP} FROM step WHERE measurement = ?");
        self.first(&sql, [measurement.as_str()], |row| self.step_row(row))?
            .ok_or(LedgerError::NotFound)
    }

    /// A run, from the columns [`RUN`].
    pub(super) fn run_record(&self, row: &Row<'_>) -> Result<RunRecord, LedgerError> {
        let end = match row.get("sent")? {
            None => None,
            Some(sent) => Some(RunEnd {
                bytes: Bytes { sent: unsigned(sent), received: unsigned(row.get("received")?) },
                runtime: Micros(unsigned(row.get("runtime")?)),
                tally: tally(row)?,
            }),
        };
        let at: Option<i64> = row.get("uptime")?;
        let boot: Option<String> = row.get("boot")?;
        Ok(RunRecord {
            id: RunId::new(row.get::<_, String>("id")?),
            request: self.json(row, "request")?,
            vantage: self.vantage(row)?,
            started: WallTime(row.get("started")?),
            uptime: uptime(at, boot),
            purse: purse(&row.get::<_, String>("purse")?)?,
            is_slice: row.get("slice")?,
            end,
        })
    }

    /// From where a run was made.
    pub(super) fn vantage(&self, row: &Row<'_>) -> Result<Vantage, LedgerError> {
        Ok(Vantage {
            country: row.get("country")?,
            operator: row.get("operator")?,
            technology: row.get("technology")?,
            uplink: self.optional_json(row, "uplink")?,
            lab: row.get("lab")?,
            software: row.get("software")?,
        })
    }

    /// A step, from the columns [`STEP`].
    pub(super) fn step_row(&self, row: &Row<'_>) -> Result<StepRow, LedgerError> {
        let target: Option<Target> = self.optional_json(row, "target")?;
        Ok(StepRow {
            seq: row.get("seq")?,
            run: row.get("run")?,
            step: Step {
                number: row.get("number")?,
                nettest: row.get("nettest")?,
                target,
                is_decoy: row.get("decoy")?,
                measurement: MeasurementId::new(row.get::<_, String>("measurement")?),
            },
        })
    }

    /// The figures beside a verdict.
    pub(super) fn figures(&self, row: &Row<'_>) -> Result<Option<Figures>, LedgerError> {
        // JSON knows no NaN and writes null: one odd figure must not make a measurement unreadable.
        let figures: Option<BTreeMap<String, Option<f64>>> = self.optional_json(row, "figures")?;
        let or_nan = |(name, figure): (String, Option<f64>)| (name, figure.unwrap_or(f64::NAN));
        Ok(figures.map(|figures| figures.into_iter().map(or_nan).collect()))
    }

    /// An opinion, from the columns [`OPINION`].
    pub(super) fn opinion(&self, row: &Row<'_>) -> Result<Opinion, LedgerError> {
        Ok(Opinion {
            verdict: self.json(row, "content")?,
            figures: self.figures(row)?,
            tally: tally(row)?,
            stop: row.get::<_, Option<String>>("stop")?.as_deref().map(stop).transpose()?,
            given: WallTime(row.get("given")?),
        })
    }

    /// Observations, from rows of `content`, in order of their ids: by number, not by spelling.
    pub(super) fn observations(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<Observation>, LedgerError> {
        let mut observations = self.all(sql, params, |row| self.json(row, "content"))?;
        sort(&mut observations);
        Ok(observations)
    }

    /// A sealed column, opened.
    pub(super) fn json<T: DeserializeOwned>(
        &self,
        row: &Row<'_>,
        column: &str,
    ) -> Result<T, LedgerError> {
        let sealed = row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?;
        self.seal.open_json(sealed)
    }

    pub(super) fn optional_json<T: DeserializeOwned>(
        &self,
        row: &Row<'_>,
        column: &str,
    ) -> Result<Option<T>, LedgerError> {
        let sealed = row.get_ref(column)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
        sealed.map(|sealed| self.seal.open_json(sealed)).transpose()
    }
}

/// Puts observations in order of their ids.
pub(super) fn sort(observations: &mut [Observation]) {
    observations.sort_by(|one, other| {
        let number = |of: &Observation| of.id.number().unwrap_or(u64::MAX);
        number(one).cmp(&number(other)).then_with(|| one.id.cmp(&other.id))
    });
}

/// SQLite's integers have a sign; ours go in and out bit for bit.
pub(super) fn signed(number: u64) -> i64 {
    number.cast_signed()
}

pub(super) fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

fn tally(row: &Row<'_>) -> Result<Tally, LedgerError> {
    let trials = unsigned(row.get("trials")?);
    Ok(Tally { trials, failures: unsigned(row.get("failures")?) })
}

/// A time since the machine was started, from its two columns.
pub(super) fn uptime(at: Option<i64>, boot: Option<String>) -> Option<Uptime> {
    Some(Uptime { boot: boot?, at: Micros(unsigned(at?)) })
}

/// A purse from its spelling in data.
pub(super) fn purse(word: &str) -> Result<Purse, LedgerError> {
    let known = Purse::ALL.into_iter().find(|purse| purse.as_str() == word);
    known.ok_or_else(|| LedgerError::Damaged("an unknown word for whose limits count".into()))
}

/// A stop from its spelling in data.
pub(super) fn stop(word: &str) -> Result<Stop, LedgerError> {
    Stop::deserialize(StrDeserializer::<Error>::new(word))
        .map_err(|_| LedgerError::Damaged("an unknown word for why measuring stopped".into()))
}
