//! Digests: what the verdicts of a run come to, in one row, so that a history of a thousand runs opens a thousand rows
//! and not a hundred thousand.
//!
//! A digest is a copy of rows that never change, and holds all of a run or is not there: the database itself drops it
//! when a verdict is added (a trigger in the migration). It is made when a run ends. Nothing is decided here: what a
//! verdict comes to is worked out when it is read.

use std::collections::HashMap;
use std::sync::Arc;

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
        let mut targets = Vec::new();
        let mut said = Vec::<Slim>::new();
        let mut marks = Vec::new();
        let judged = self.judged(run)?;
        let base = judged.iter().map(|one| one.written).min().unwrap_or_default();
        for one in judged {
            let at = said.iter().position(|known| *known == one.said).unwrap_or_else(|| {
                said.push(one.said);
                said.len() - 1
            });
            let mark = Packed {
                target: place(targets.len())?,
                said: place(at)?,
                written: one.written - base,
                given: one.given.wrapping_sub(started),
            };
            targets.push((one.number, one.input));
            marks.extend(mark.bytes());
        }
        self.execute(
            "INSERT INTO digest (run, base, targets, said, marks) VALUES (?, ?, ?, ?, ?)",
            params![
                run,
                base,
                self.seal.seal_json(&targets)?,
                self.seal.seal_json(&said)?,
                self.seal.seal(&marks)?,
            ],
        )?;
        Ok(())
    }

    /// Gathers what all digests hold. `runs`: the place of each run, and when it started, by its number.
    pub(super) fn read_digests(
        &self,
        runs: &HashMap<i64, (u32, i64)>,
        into: &mut Gathered,
    ) -> Result<(), LedgerError> {
        let (mut targets, mut said) = (Last::<(u32, u32)>::default(), Last::<u32>::default());
        let sql = "SELECT run, base, targets, said, marks FROM digest ORDER BY run";
        self.all(sql, [], |row| {
            let (run, started) =
                *runs.get(&row.get::<_, i64>(0)?).ok_or_else(|| damaged("a run that is not there"))?;
            let base: i64 = row.get(1)?;
            let blob = |at| {
                let sealed = row.get_ref(at)?.as_blob().map_err(rusqlite::Error::from)?;
                self.seal.open(sealed)
            };
            let targets = targets.of(&blob(2)?, |bytes| {
                let listed: Vec<(u32, String)> = seal::json(bytes)?;
                Ok(listed.into_iter().map(|(number, input)| (number, into.input(&input))).collect())
            })?;
            let said = said.of(&blob(3)?, |bytes| {
                let listed: Vec<Slim> = seal::json(bytes)?;
                Ok(listed.into_iter().map(|said| into.said(said)).collect())
            })?;
            let marks = blob(4)?;
            let (marks, rest) = marks.as_chunks::<LENGTH>();
            if !rest.is_empty() {
                return Err(damaged("a digest that breaks off"));
            }
            for bytes in marks {
                let mark = Packed::of(bytes);
                let (Some(&(number, input)), Some(&said)) =
                    (targets.get(mark.target as usize), said.get(mark.said as usize))
                else {
                    return Err(damaged("a digest that refers to nothing"));
                };
                into.marks.push(Mark {
                    written: base.wrapping_add(mark.written),
                    at: WallTime(started.wrapping_add(mark.given)),
                    run,
                    number,
                    input,
                    said,
                });
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// What was read of the same bytes just before: runs of one list are alike.
struct Last<T> {
    bytes: Vec<u8>,
    read: Arc<[T]>,
}

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self { bytes: Vec::new(), read: Arc::new([]) }
    }
}

impl<T> Last<T> {
    fn of(
        &mut self,
        bytes: &[u8],
        read: impl FnOnce(&[u8]) -> Result<Arc<[T]>, LedgerError>,
    ) -> Result<Arc<[T]>, LedgerError> {
        // No JSON is empty.
        if self.bytes != bytes {
            self.read = read(bytes)?;
            self.bytes = bytes.to_owned();
        }
        Ok(Arc::clone(&self.read))
    }
}

/// A verdict as a digest holds it: four numbers, little-endian.
struct Packed {
    /// The place among the targets.
    target: u32,
    /// The place among what was said.
    said: u32,
    /// The number of its first verdict, from the run's first on.
    written: i64,
    /// When that was given, in microseconds from the run's start on.
    given: i64,
}

impl Packed {
    fn bytes(&self) -> impl Iterator<Item = u8> {
        let short = [self.target, self.said].into_iter().flat_map(u32::to_le_bytes);
        short.chain([self.written, self.given].into_iter().flat_map(i64::to_le_bytes))
    }

    fn of(bytes: &[u8; LENGTH]) -> Self {
        let [a, b, c, d, e, f, g, h, rest @ ..] = *bytes;
        let [i, j, k, l, m, n, o, p, given @ ..] = rest;
        Self {
            target: u32::from_le_bytes([a, b, c, d]),
            said: u32::from_le_bytes([e, f, g, h]),
            written: i64::from_le_bytes([i, j, k, l, m, n, o, p]),
            given: i64::from_le_bytes(given),
        }
    }
}

fn place(number: usize) -> Result<u32, LedgerError> {
    number.try_into().map_err(|_| LedgerError::Other("a run of too many targets".into()))
}

fn damaged(what: &'static str) -> LedgerError {
    LedgerError::Damaged(what.into())
}

/// Bytes of a verdict in a digest.
const LENGTH: usize = 24;
