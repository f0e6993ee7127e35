//! Digests: what the verdicts of a run come to, in one row, so that a history of a thousand runs opens a thousand rows
//! and not a hundred thousand.
//!
//! A digest is a copy of rows that never change, and holds all of a run or is not there: the database itself drops it
//! when a verdict is added (a trigger in the migration). It is made when a run ends. Nothing is decided here: what a
//! verdict comes to is worked out when it is read.

use std::collections::{BTreeSet, HashMap};

use arna_model::WallTime;
use rusqlite::params;

use super::history::{Gathered, Mark, Slim};
use super::rows::Tables;
use super::seal;
use crate::run::LedgerError;

impl Tables<'_> {
    /// Makes the digests that are missing, of runs that are over or were left behind by a later one.
    pub(super) fn digest_runs(&self) -> Result<(), LedgerError> {
        let sql = "SELECT seq, started FROM run WHERE seq NOT IN (SELECT run FROM digest)
             AND (sent IS NOT NULL OR seq < (SELECT max(seq) FROM run))";
        let runs = self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        runs.into_iter().try_for_each(|(run, started)| self.digest(run, started))
    }

    fn digest(&self, run: i64, started: i64) -> Result<(), LedgerError> {
        let judged = self.judged(run)?;
        let base = judged.iter().map(|one| one.written).min().unwrap_or_default();
        // In no order of the run's own, so that runs of one list have one list.
        let inputs: BTreeSet<_> = judged.iter().map(|one| one.input.as_str()).collect();
        let targets: Vec<_> = inputs.into_iter().collect();
        let mut said = Vec::<&Slim>::new();
        let mut marks = Vec::new();
        for one in &judged {
            let at = said.iter().position(|known| **known == one.said).unwrap_or_else(|| {
                said.push(&one.said);
                said.len() - 1
            });
            let target = targets.binary_search(&one.input.as_str()).unwrap_or_default();
            let mark = Packed {
                target: short(target)?,
                said: short(at)?,
                number: one.number,
                written: short(one.written - base)?,
                given: one.given.wrapping_sub(started),
            };
            marks.extend(mark.bytes());
        }
        self.execute(
            "INSERT INTO digest (run, base, list, said, marks) VALUES (?, ?, ?, ?, ?)",
            params![
                run,
                base,
                self.list_of(&targets)?,
                self.seal.seal_json(&said)?,
                self.seal.seal(&marks)?,
            ],
        )?;
        Ok(())
    }

    /// The number of a list of targets: of the same one, if it is among the latest.
    fn list_of(&self, targets: &[&str]) -> Result<i64, LedgerError> {
        let sql = "SELECT seq, targets FROM digest_list ORDER BY seq DESC LIMIT ?";
        for (seq, known) in self
            .all(sql, [LISTS], |row| Ok((row.get(0)?, self.json::<Vec<String>>(row, "targets")?)))?
        {
            if known == targets {
                return Ok(seq);
            }
        }
        let sealed = self.seal.seal_json(&targets)?;
        self.execute("INSERT INTO digest_list (targets) VALUES (?)", [sealed])?;
        Ok(self.sql.last_insert_rowid())
    }

    /// Gathers what all digests hold. `runs`: the place of each run, and when it started, by its number; those that have a
    /// digest are taken out.
    pub(super) fn read_digests(
        &self,
        runs: &mut HashMap<i64, (u32, i64)>,
        into: &mut Gathered,
    ) -> Result<(), LedgerError> {
        let mut lists = HashMap::<i64, Vec<u32>>::new();
        self.all("SELECT seq, targets FROM digest_list", [], |row| {
            let listed: Vec<String> = self.json(row, "targets")?;
            let places = listed.iter().map(|input| into.input(input)).collect();
            lists.insert(row.get(0)?, places);
            Ok(())
        })?;
        let mut said = Last::default();
        self.all("SELECT run, base, list, said, marks FROM digest", [], |row| {
            let place = runs.remove(&row.get::<_, i64>(0)?);
            let (run, started) = place.ok_or_else(|| damaged("a digest of no run"))?;
            let base: i64 = row.get(1)?;
            let targets = lists.get(&row.get(2)?).ok_or_else(|| damaged("a digest of no list"))?;
            let blob = |at| {
                let sealed = row.get_ref(at)?.as_blob().map_err(rusqlite::Error::from)?;
                self.seal.open(sealed)
            };
            said.read(&blob(3)?, into)?;
            let marks = blob(4)?;
            let (marks, rest) = marks.as_chunks::<LENGTH>();
            if !rest.is_empty() {
                return Err(damaged("a digest that breaks off"));
            }
            for bytes in marks {
                let mark = Packed::of(bytes);
                let (Some(&input), Some(&said)) =
                    (targets.get(mark.target as usize), said.places.get(mark.said as usize))
                else {
                    return Err(damaged("a digest that refers to nothing"));
                };
                into.marks.push(Mark {
                    written: base.wrapping_add(mark.written.into()),
                    at: WallTime(started.wrapping_add(mark.given)),
                    run,
                    number: mark.number,
                    input,
                    said,
                });
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// What was said in the run before: in most the same.
#[derive(Default)]
struct Last {
    bytes: Vec<u8>,
    places: Vec<u32>,
}

impl Last {
    fn read(&mut self, bytes: &[u8], into: &mut Gathered) -> Result<(), LedgerError> {
        // No JSON is empty.
        if self.bytes != bytes {
            let listed: Vec<Slim> = seal::json(bytes)?;
            self.places = listed.into_iter().map(|said| into.said(said)).collect();
            self.bytes = bytes.to_owned();
        }
        Ok(())
    }
}

/// A verdict as a digest holds it: five numbers, little-endian.
struct Packed {
    /// The place among the targets.
    target: u32,
    /// The place among what was said.
    said: u32,
    /// The step's number in the plan.
    number: u32,
    /// The number of its first verdict, from the run's first on.
    written: u32,
    /// When that was given, in microseconds from the run's start on.
    given: i64,
}

impl Packed {
    fn bytes(&self) -> impl Iterator<Item = u8> {
        let short = [self.target, self.said, self.number, self.written];
        short.into_iter().flat_map(u32::to_le_bytes).chain(self.given.to_le_bytes())
    }

    fn of(bytes: &[u8; LENGTH]) -> Self {
        let (short, given) = bytes.split_at(16);
        let (short, _) = short.as_chunks::<4>();
        let (given, _) = given.as_chunks::<8>();
        let [target, said, number, written] =
            [0, 1, 2, 3].map(|at| short.get(at).map_or(0, |one| u32::from_le_bytes(*one)));
        let given = given.first().map_or(0, |one| i64::from_le_bytes(*one));
        Self { target, said, number, written, given }
    }
}

fn short(number: impl TryInto<u32>) -> Result<u32, LedgerError> {
    number.try_into().map_err(|_| LedgerError::Other("a run of too many verdicts".into()))
}

fn damaged(what: &'static str) -> LedgerError {
    LedgerError::Damaged(what.into())
}

/// Bytes of a verdict in a digest.
const LENGTH: usize = 24;
/// So many of the latest lists are compared with a run's: people have a few.
const LISTS: u32 = 8;
