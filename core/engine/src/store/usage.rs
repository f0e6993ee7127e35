//! What measuring used, by network and hour, so that nobody has to add it up from a thousand observations.
//!
//! Sums that are stored could disagree with the facts; these are written in the same transaction as the facts that
//! they count, by whoever keeps those.

use std::collections::BTreeMap;

use arna_model::{Bytes, Micros, Network, Observation, Purse, WallTime};
use rusqlite::params;

use super::rows::{Tables, signed, unsigned};
use crate::run::LedgerError;

/// What was used on one network on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Days since 1970, in the time that was asked for.
    pub day: i64,
    /// The network.
    pub network: Network,
    /// Both directions, IP headers included.
    pub bytes: Bytes,
}

/// Which days are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// What ended before is left out.
    pub since: WallTime,
    /// Minutes that local time is ahead of UTC: days begin at local midnight.
    pub ahead: i32,
}

impl Tables<'_> {
    /// Counts what observations of a run used, each at its hour.
    pub(super) fn count_observations(
        &self,
        run: i64,
        observations: &[Observation],
    ) -> Result<(), LedgerError> {
        if observations.iter().all(|one| one.bytes.is_zero()) {
            return Ok(());
        }
        let sql = "SELECT started FROM run WHERE seq = ?";
        let started = self.first(sql, [run], |row| Ok(WallTime(row.get(0)?)))?;
        let started = started.ok_or(LedgerError::NotFound)?;
        let mut hours = BTreeMap::<i64, Bytes>::new();
        for one in observations {
            *hours.entry(hour(started.after(one.t))).or_default() += one.bytes;
        }
        for (hour, bytes) in hours {
            self.count_of_run(run, hour, bytes)?;
        }
        Ok(())
    }

    /// Counts what a run used beyond that: bytes of no single observation.
    pub(super) fn count_rest(
        &self,
        run: i64,
        all: Bytes,
        runtime: Micros,
    ) -> Result<(), LedgerError> {
        let (started, counted) = self.counted_of_run(run)?;
        self.count_of_run(run, hour(started.after(runtime)), all - counted)
    }

    /// Counts what was probably under way when a run was killed that had kept so much, unless it was stopped and knew.
    pub(super) fn count_under_way(
        &self,
        run: i64,
        kept: Bytes,
        runtime: Micros,
    ) -> Result<(), LedgerError> {
        if self.counted_of_run(run)?.1 != kept {
            return Ok(());
        }
        self.count_rest(run, kept + UNDER_WAY, runtime)
    }

    /// When a run began, and how much of it is counted.
    fn counted_of_run(&self, run: i64) -> Result<(WallTime, Bytes), LedgerError> {
        let sql = "SELECT started, counted_sent, counted_received FROM run WHERE seq = ?";
        let counted = self.first(sql, [run], |row| {
            let counted = Bytes { sent: unsigned(row.get(1)?), received: unsigned(row.get(2)?) };
            Ok((WallTime(row.get(0)?), counted))
        })?;
        counted.ok_or(LedgerError::NotFound)
    }

    fn count_of_run(&self, run: i64, hour: i64, bytes: Bytes) -> Result<(), LedgerError> {
        if bytes.is_zero() {
            return Ok(());
        }
        let params = params![hour, some(bytes.sent), some(bytes.received), run];
        self.execute(&counted("run"), params)?;
        self.execute(
            "UPDATE run SET counted_sent = counted_sent + ?, counted_received = counted_received + ?
             WHERE seq = ?",
            params![some(bytes.sent), some(bytes.received), run],
        )?;
        Ok(())
    }

    /// Counts what a watch used since it was noted last. Called before its row is changed.
    pub(super) fn count_watch(
        &self,
        watch: &str,
        all: Bytes,
        at: WallTime,
    ) -> Result<(), LedgerError> {
        let sql = "SELECT seq, sent, received FROM watch WHERE id = ?";
        let before = self.first(sql, [watch], |row| {
            let before = Bytes { sent: unsigned(row.get(1)?), received: unsigned(row.get(2)?) };
            Ok((row.get::<_, i64>(0)?, before))
        })?;
        let (seq, before) = before.ok_or(LedgerError::NotFound)?;
        let bytes = all - before;
        if bytes.is_zero() {
            return Ok(());
        }
        let params = params![hour(at), some(bytes.sent), some(bytes.received), seq];
        self.execute(&counted("watch"), params)?;
        Ok(())
    }

    /// What passed the networks of a purse from one moment on, to the hour: one that a moment lies in counts from
    /// its beginning.
    pub(super) fn spent(
        &self,
        purse: Purse,
        is_lab: bool,
        since: WallTime,
    ) -> Result<u64, LedgerError> {
        let sql = "SELECT coalesce(sum(sent + received), 0) FROM usage
             WHERE purse = ? AND (lab <> '') = ? AND hour >= ?";
        let sum =
            self.first(sql, params![purse.as_str(), is_lab, hour(since)], |row| Ok(row.get(0)?))?;
        Ok(unsigned(sum.unwrap_or_default()))
    }

    pub(super) fn usage(&self, days: &Days) -> Result<Vec<Usage>, LedgerError> {
        let sql = "SELECT (hour * 60 + ?1) / 1440 AS day, country, operator, technology, lab <> '' AS lab,
                 sum(sent), sum(received)
             FROM usage WHERE hour >= ?2 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 3, 4, 5";
        self.all(sql, params![days.ahead, hour(days.since)], |row| {
            let known = |text: String| (!text.is_empty()).then_some(text);
            Ok(Usage {
                day: row.get(0)?,
                network: Network {
                    country: known(row.get(1)?),
                    operator: known(row.get(2)?),
                    technology: known(row.get(3)?),
                    is_lab: row.get(4)?,
                },
                bytes: Bytes { sent: unsigned(row.get(5)?), received: unsigned(row.get(6)?) },
            })
        })
    }
}

/// Adds bytes to an hour of the network of a row in `table`.
fn counted(table: &str) -> String {
    format!(
        "INSERT INTO usage
             SELECT ?1, ifnull(country, ''), ifnull(operator, ''), ifnull(technology, ''), ifnull(lab, ''), purse, ?2, ?3
             FROM {table} WHERE seq = ?4
         ON CONFLICT DO UPDATE SET
             sent = sent + excluded.sent, received = received + excluded.received"
    )
}

/// A number of bytes that can be added up: no run has used a petabyte.
fn some(bytes: u64) -> i64 {
    signed(bytes.min(1 << 50))
}

/// Hours since 1970.
fn hour(at: WallTime) -> i64 {
    at.0.div_euclid(3_600_000_000)
}

/// What passed the interface and is kept nowhere when a slice is killed: looks, a block of a sitting, what was let go (ours: 145
/// kills in four simulated months came to 24 kB each).
const UNDER_WAY: Bytes = Bytes { sent: 8_000, received: 16_000 };
