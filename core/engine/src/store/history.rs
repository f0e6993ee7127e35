//! What was said of targets over all runs: the rows that a history is made of.
//!
//! Targets and verdicts are sealed, so no index of the database can find a site: a pass goes over the
//! verdicts' own index and opens what is wanted. What a screen lists of it is worked out by the judge.

use std::collections::HashMap;
use std::sync::Arc;

use arna_model::{Cause, Code, MeasurementId, Network, Reason, RunId, WallTime};
use serde::Deserialize;

use super::rows::Tables;
use super::seal;
use crate::run::LedgerError;

/// A verdict on a target, as a history needs it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The run.
    pub(crate) run: RunId,
    /// Where from.
    pub(crate) network: Network,
    /// When it was first judged, by the phone's clock.
    pub(crate) at: WallTime,
    /// The latest verdict, if its target is wanted.
    pub(crate) said: Option<Said>,
}

/// What was said last of a measurement.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) input: Arc<str>,
    pub(crate) measurement: MeasurementId,
    pub(crate) code: Code,
    pub(crate) cause: Option<Cause>,
    pub(crate) reason: Option<Reason>,
    pub(crate) at: Option<String>,
    pub(crate) judge: u32,
}

/// The part of a sealed verdict that is needed; its basis is long.
#[derive(Deserialize)]
struct Slim {
    code: Code,
    #[serde(default)]
    cause: Option<Cause>,
    #[serde(default)]
    reason: Option<Reason>,
    #[serde(default)]
    at: Option<String>,
    judge: u32,
}

#[derive(Deserialize)]
struct Input {
    input: String,
}

impl Tables<'_> {
    pub(super) fn told(&self, is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Told>, LedgerError> {
        let runs = self.networks()?;
        // A target is read once; its bytes are the same only when they are opened.
        let mut inputs = HashMap::<Vec<u8>, Option<Arc<str>>>::new();
        let sql = "SELECT step.run, step.target, step.measurement, first.given, last.content, of.first
             FROM (SELECT step, min(seq) AS first, max(seq) AS last FROM verdict GROUP BY step) AS of
             JOIN step ON step.seq = of.step
             JOIN verdict AS first ON first.seq = of.first
             JOIN verdict AS last ON last.seq = of.last
             WHERE step.target IS NOT NULL AND NOT step.decoy";
        let mut told = self.all(sql, [], |row| {
            let run: i64 = row.get(0)?;
            let (run, network) = runs.get(&run).ok_or(LedgerError::NotFound)?;
            let sealed = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let opened = self.seal.open(sealed)?;
            let input = match inputs.get(&*opened) {
                Some(known) => known.clone(),
                None => {
                    let Input { input } = seal::json(&opened)?;
                    let wanted = is_wanted(&input).then(|| Arc::from(input));
                    inputs.insert(opened.into_owned(), wanted.clone());
                    wanted
                }
            };
            let said = match input {
                None => None,
                Some(input) => {
                    let Slim { code, cause, reason, at, judge } = self.json(row, "content")?;
                    let measurement = MeasurementId::new(row.get::<_, String>(2)?);
                    Some(Said { input, measurement, code, cause, reason, at, judge })
                }
            };
            let at = WallTime(row.get(3)?);
            let written: i64 = row.get(5)?;
            Ok((written, Told { run: run.clone(), network: network.clone(), at, said }))
        })?;
        // Sorted here: SQLite would carry the contents through its sorter.
        told.sort_unstable_by_key(|(written, _)| *written);
        Ok(told.into_iter().map(|(_, one)| one).collect())
    }

    /// Every run with its network, by its number.
    fn networks(&self) -> Result<HashMap<i64, (RunId, Network)>, LedgerError> {
        let sql = "SELECT seq, id, country, operator, technology, lab IS NOT NULL FROM run";
        let runs = self.all(sql, [], |row| {
            let network = Network {
                country: row.get(2)?,
                operator: row.get(3)?,
                technology: row.get(4)?,
                is_lab: row.get(5)?,
            };
            Ok((row.get(0)?, (RunId::new(row.get::<_, String>(1)?), network)))
        })?;
        Ok(runs.into_iter().collect())
    }
}
