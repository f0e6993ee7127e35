//! What wanted to run in the background: the last of it, for a screen that says why there was no automatic test.

use arna_model::{Attempt, AttemptEnd, Decision, WallTime};
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;

use super::rows::Tables;
use super::{Store, Topic};
use crate::run::LedgerError;

/// What is kept of slices: the last one that might measure, and those after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attempts {
    /// The last one that might measure.
    pub last: Option<Attempt>,
    /// Those that might not since then, the latest first: as many of them as are kept.
    pub since: Vec<Attempt>,
    /// All that are kept, the latest first.
    pub all: Vec<Attempt>,
}

impl Store {
    /// Keeps that something wanted to run in the background, and gives the number of its row.
    pub(crate) async fn keep_attempt(
        &self,
        at: WallTime,
        is_lab: bool,
        decision: Decision,
        end: Option<AttemptEnd>,
    ) -> Result<i64, LedgerError> {
        self.write(Topic::Attempts, move |tables| {
            tables.keep_attempt(at, is_lab, &decision, end.as_ref())
        })
        .await
    }

    /// Keeps what became of it.
    pub(crate) async fn end_attempt(&self, row: i64, end: AttemptEnd) -> Result<(), LedgerError> {
        self.write(Topic::Attempts, move |tables| tables.end_attempt(row, &end)).await
    }

    /// What wanted to run in the background, in a simulated country or on a real network.
    pub(crate) async fn attempts(&self, is_lab: bool) -> Result<Attempts, LedgerError> {
        self.read(move |tables| tables.attempts(is_lab)).await
    }
}

impl Tables<'_> {
    fn keep_attempt(
        &self,
        at: WallTime,
        is_lab: bool,
        decision: &Decision,
        end: Option<&AttemptEnd>,
    ) -> Result<i64, LedgerError> {
        let ran = decision.why_not().is_none();
        let end = end.map(text).transpose()?;
        self.execute(
            "INSERT INTO attempt (at, ran, lab, decision, ended) VALUES (?, ?, ?, ?, ?)",
            params![at.0, ran, is_lab, text(decision)?, end],
        )?;
        let row = self.sql.last_insert_rowid();
        // The last one that measured is told of, however long ago it was.
        self.execute(
            "DELETE FROM attempt WHERE seq <= ?1 - ?2
                 AND seq NOT IN (SELECT max(seq) FROM attempt WHERE ran GROUP BY lab)",
            params![row, KEPT],
        )?;
        Ok(row)
    }

    fn end_attempt(&self, row: i64, end: &AttemptEnd) -> Result<(), LedgerError> {
        // It may be wiped by now.
        self.execute("UPDATE attempt SET ended = ? WHERE seq = ?", params![text(end)?, row])?;
        Ok(())
    }

    pub(super) fn attempts(&self, is_lab: bool) -> Result<Attempts, LedgerError> {
        let sql = "SELECT at, ran, decision, ended FROM attempt WHERE lab = ? ORDER BY seq DESC";
        let all = self.all(sql, [is_lab], |row| Ok((row.get::<_, bool>("ran")?, attempt(row)?)))?;
        let last = all.iter().find(|(ran, _)| *ran).map(|(_, one)| one.clone());
        let since = all.iter().take_while(|(ran, _)| !ran).map(|(_, one)| one.clone()).collect();
        Ok(Attempts { last, since, all: all.into_iter().map(|(_, one)| one).collect() })
    }
}

fn attempt(row: &Row<'_>) -> Result<Attempt, LedgerError> {
    Ok(Attempt {
        at: WallTime(row.get("at")?),
        decision: parsed(&row.get::<_, String>("decision")?)?,
        end: row.get::<_, Option<String>>("ended")?.as_deref().map(parsed).transpose()?,
    })
}

fn text(of: &impl serde::Serialize) -> Result<String, LedgerError> {
    serde_json::to_string(of)
        .map_err(|_| LedgerError::Other("a value that cannot be written as JSON".into()))
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text)
        .map_err(|_| LedgerError::Damaged("what is kept of a slice does not parse".into()))
}

/// Rows that are kept: a week of forty a day, which is what a phone gives at most.
const KEPT: i64 = 300;
