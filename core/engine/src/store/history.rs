//! What was said of targets over all runs: the rows that a history is made of.
//!
//! Targets and verdicts are sealed, so no index of the database can find a site: a pass goes over the digests of
//! runs, and over the verdicts of those that have none. What a screen lists of it is worked out by the judge.

use std::collections::HashMap;
use std::sync::Arc;

use arna_model::{Cause, Code, MeasurementId, Network, Reason, RunId, WallTime};
use serde::{Deserialize, Serialize};

use super::rows::Tables;
use super::seal;
use crate::run::LedgerError;

/// What was said of every target that was ever measured.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The runs, in no order.
    pub(crate) runs: Vec<ToldRun>,
    /// Every network, once.
    pub(crate) networks: Vec<Network>,
    /// Every target's URL, once.
    pub(crate) inputs: Vec<Arc<str>>,
    /// Everything that was said.
    pub(crate) said: Vec<Slim>,
    /// Which of that was said of which target, in the order in which the store was written.
    pub(crate) marks: Vec<Mark>,
}

/// A run, as a history needs it.
#[derive(Clone, Debug)]
pub(crate) struct ToldRun {
    pub(crate) id: RunId,
    /// Its place among the networks.
    pub(crate) network: u32,
    seq: i64,
}

/// A verdict on a target: the latest, with the time of the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// The number of the first verdict: the order in which they were written.
    pub(super) written: i64,
    /// When that was given, by the phone's clock.
    pub(crate) at: WallTime,
    /// Places in what was told.
    pub(crate) run: u32,
    pub(crate) input: u32,
    pub(crate) said: u32,
    /// The step's number in the plan of its run.
    pub(crate) number: u32,
}

/// The part of a verdict that a history needs; its basis is long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slim {
    pub(crate) code: Code,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) cause: Option<Cause>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) reason: Option<Reason>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) at: Option<String>,
    pub(crate) judge: u32,
}

/// A verdict on a target of one run.
pub(super) struct Judged {
    pub(super) number: u32,
    pub(super) input: String,
    pub(super) said: Slim,
    pub(super) written: i64,
    pub(super) given: i64,
}

#[derive(Deserialize)]
struct Input {
    input: String,
}

/// What was gathered so far.
#[derive(Default)]
pub(super) struct Gathered {
    inputs: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u32>,
    said: Vec<Slim>,
    pub(super) marks: Vec<Mark>,
}

impl Gathered {
    /// The place of a target.
    pub(super) fn input(&mut self, input: &str) -> u32 {
        if let Some(known) = self.known.get(input) {
            return *known;
        }
        let (place, input) = (place(self.inputs.len()), Arc::from(input));
        self.inputs.push(Arc::clone(&input));
        self.known.insert(input, place);
        place
    }

    /// The place of what was said.
    pub(super) fn said(&mut self, said: Slim) -> u32 {
        self.said.push(said);
        place(self.said.len() - 1)
    }
}

impl Tables<'_> {
    pub(super) fn told(&self) -> Result<Told, LedgerError> {
        let (mut runs, mut networks) = (Vec::<ToldRun>::new(), Vec::<Network>::new());
        let mut places = HashMap::new();
        let sql =
            "SELECT seq, id, country, operator, technology, lab IS NOT NULL, started FROM run";
        self.all(sql, [], |row| {
            let network = Network {
                country: row.get(2)?,
                operator: row.get(3)?,
                technology: row.get(4)?,
                is_lab: row.get(5)?,
            };
            // Phones know few networks.
            let known = networks.iter().position(|known| *known == network).unwrap_or_else(|| {
                networks.push(network);
                networks.len() - 1
            });
            let seq = row.get(0)?;
            places.insert(seq, (place(runs.len()), row.get(6)?));
            let id = RunId::new(row.get::<_, String>(1)?);
            runs.push(ToldRun { id, network: place(known), seq });
            Ok(())
        })?;
        let mut gathered = Gathered::default();
        self.read_digests(&mut places, &mut gathered)?;
        for (seq, (run, _)) in places {
            for one in self.judged(seq)? {
                let mark = Mark {
                    written: one.written,
                    at: WallTime(one.given),
                    run,
                    number: one.number,
                    input: gathered.input(&one.input),
                    said: gathered.said(one.said),
                };
                gathered.marks.push(mark);
            }
        }
        let Gathered { inputs, said, mut marks, .. } = gathered;
        // Two runs may take turns.
        marks.sort_unstable_by_key(|mark| mark.written);
        Ok(Told { runs, networks, inputs, said, marks })
    }

    /// The verdicts of a run on its targets, decoys left out, in the order in which they were first given.
    pub(super) fn judged(&self, run: i64) -> Result<Vec<Judged>, LedgerError> {
        let sql = "SELECT step.number, step.target, last.content, first.seq, first.given
             FROM step
             JOIN verdict AS first
                 ON first.seq = (SELECT min(seq) FROM verdict WHERE step = step.seq)
             JOIN verdict AS last
                 ON last.seq = (SELECT max(seq) FROM verdict WHERE step = step.seq)
             WHERE step.run = ? AND step.target IS NOT NULL AND NOT step.decoy
             ORDER BY first.seq";
        self.all(sql, [run], |row| {
            let sealed = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            let Input { input } = seal::json(&self.seal.open(sealed)?)?;
            Ok(Judged {
                number: row.get(0)?,
                input,
                said: self.json(row, "content")?,
                written: row.get(3)?,
                given: row.get(4)?,
            })
        })
    }

    /// The measurements of steps, by their run and their number in its plan.
    pub(super) fn measurement_ids(
        &self,
        of: &[(i64, u32)],
    ) -> Result<Vec<MeasurementId>, LedgerError> {
        let one = |&(run, number): &(i64, u32)| {
            let sql = "SELECT measurement FROM step WHERE run = ? AND number = ?";
            let id = self.first(sql, (run, number), |row| Ok(row.get::<_, String>(0)?))?;
            id.map(MeasurementId::new).ok_or(LedgerError::NotFound)
        };
        of.iter().map(one).collect()
    }
}

impl Told {
    /// What finds a mark's measurement.
    pub(crate) fn step_of(&self, mark: &Mark) -> (i64, u32) {
        (self.runs[mark.run as usize].seq, mark.number)
    }
}

/// No store holds so many.
fn place(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
