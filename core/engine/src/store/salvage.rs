//! What can be read of a damaged file, row by row, into a sound one.
//!
//! Rows are found by their numbers and never by an index, which may hide some. Where a page makes no sense the
//! rest is looked for behind it. What is sealed stays as it is; whether it opens is tried, since a row that
//! does not would make all of its run unreadable.

use std::collections::BTreeMap;

use arna_model::{
    AttemptEnd, Decision, Doubtful, ListEntry, Observation, Request, Shown, Target, Verdict,
};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, Row, Rows, Statement, params, params_from_iter};

use super::aside::Carried;
use super::journal::state;
use super::rows::{purse, stop};
use super::seal::Seal;
use crate::run::{Blob, LedgerError};

/// A table, and what its rows are found by.
struct Table {
    name: &'static str,
    key: Key,
}

enum Key {
    /// Numbers that were given one after the other: a gap is a row that is missing.
    Counted(&'static str),
    /// Numbers.
    Number(&'static str),
    /// Several columns: read from both ends.
    Columns(&'static [&'static str]),
}

/// In this order what refers to something comes after it. The lock is not carried over: the vault makes it.
const TABLES: &[Table] = &[
    Table { name: "setting", key: Key::Number("rowid") },
    Table { name: "run", key: Key::Counted("seq") },
    Table { name: "step", key: Key::Counted("seq") },
    Table { name: "blob", key: Key::Number("rowid") },
    Table { name: "observation", key: Key::Counted("seq") },
    Table { name: "verdict", key: Key::Counted("seq") },
    Table { name: "watch", key: Key::Counted("seq") },
    Table { name: "journal", key: Key::Counted("seq") },
    Table { name: "earlier", key: Key::Number("step") },
    Table { name: "list", key: Key::Number("id") },
    Table { name: "list_entry", key: Key::Number("seq") },
    Table {
        name: "usage",
        key: Key::Columns(&["hour", "country", "operator", "technology", "lab", "purse"]),
    },
    Table { name: "attempt", key: Key::Number("seq") },
];

/// Carries over what can be read. `most` is more than the rows of any table.
///
/// # Errors
/// Those of the new file.
pub(super) fn carry(
    from: &Connection,
    to: &Connection,
    seal: &Seal,
    most: i64,
) -> Result<Carried, LedgerError> {
    let mut carried = Carried::default();
    for table in TABLES {
        let Ok(shared) = shared_columns(from, to, table.name) else { continue };
        if shared.is_empty() {
            continue; // of a later version, or its text makes no sense
        }
        let columns = shared.join(", ");
        let marks = vec!["?"; shared.len()].join(", ");
        let sql = format!("INSERT INTO {} ({columns}) VALUES ({marks})", table.name);
        let mut taker =
            Taker { table, shared: &shared, seal, insert: to.prepare(&sql)?, kept: 0, refused: 0 };
        let last = match table.key {
            Key::Counted(key) | Key::Number(key) => taker.by_number(from, (key, &columns), most)?,
            Key::Columns(keys) => taker.rows_from_both_ends(from, keys, &columns)?,
        };
        let (kept, refused) = (taker.kept, taker.refused);
        let lost = match table.key {
            Key::Counted(_) => u64::try_from(last).unwrap_or(0).saturating_sub(kept),
            Key::Number(_) | Key::Columns(_) => refused,
        };
        if table.name == "run" {
            stand_in(from, to, seal)?;
        }
        carried.rows += kept;
        carried.lost += lost;
        if table.name == "run" {
            carried.runs = kept;
        }
    }
    let measured = "SELECT count(DISTINCT step) FROM verdict";
    carried.measurements = to.query_row(measured, [], |row| row.get::<_, i64>(0))?.cast_unsigned();
    Ok(carried)
}

/// A run whose row is lost has its id and its network in indexes, too: without it nothing of it could be kept. What
/// was asked for is lost; it is over, since nobody could go on with it.
fn stand_in(from: &Connection, to: &Connection, seal: &Seal) -> Result<(), LedgerError> {
    let mut ids = BTreeMap::new();
    let sql = "SELECT seq, id FROM run INDEXED BY sqlite_autoindex_run_1";
    from_index(from, sql, |row| {
        ids.insert(row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
        Ok(())
    });
    let mut networks = BTreeMap::new();
    let sql = "SELECT seq, operator, technology, started FROM run INDEXED BY run_by_network";
    from_index(from, sql, |row| {
        let network: [Option<String>; 2] = [row.get(1)?, row.get(2)?];
        networks.insert(row.get::<_, i64>(0)?, (network, row.get::<_, i64>(3)?));
        Ok(())
    });
    let request = seal.seal_json(&Request::default())?;
    let sql = "INSERT OR IGNORE INTO run
            (seq, id, request, operator, technology, started, sent, received, runtime, trials, failures)
        VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)";
    let mut insert = to.prepare(sql)?;
    for (seq, id) in ids {
        let Some(([operator, technology], started)) = networks.get(&seq) else { continue };
        insert.execute(params![seq, id, request, operator, technology, started])?;
    }
    Ok(())
}

/// Reads an index as far as that goes.
fn from_index(
    from: &Connection,
    sql: &str,
    mut take: impl FnMut(&Row<'_>) -> Result<(), rusqlite::Error>,
) {
    let Ok(mut select) = from.prepare(sql) else { return };
    let Ok(mut rows) = select.query([]) else { return };
    while let Ok(Some(row)) = rows.next() {
        if take(row).is_err() {
            return;
        }
    }
}

/// The columns that a table has in both files.
fn shared_columns(
    from: &Connection,
    to: &Connection,
    table: &str,
) -> Result<Vec<String>, LedgerError> {
    let columns = |of: &Connection| -> Result<Vec<String>, LedgerError> {
        let mut statement = of.prepare("SELECT name FROM pragma_table_info(?)")?;
        let names = statement.query_map([table], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    };
    let there = columns(from)?;
    Ok(columns(to)?.into_iter().filter(|column| there.contains(column)).collect())
}

/// What takes rows of one table.
struct Taker<'a> {
    table: &'a Table,
    shared: &'a [String],
    seal: &'a Seal,
    insert: Statement<'a>,
    kept: u64,
    refused: u64,
}

impl Taker<'_> {
    /// Takes the rows whose numbers are from 1 to `most`; the highest number that was seen.
    fn by_number(
        &mut self,
        from: &Connection,
        (key, columns): (&str, &str),
        most: i64,
    ) -> Result<i64, LedgerError> {
        let table = self.table.name;
        let highest = format!("SELECT max({key}) FROM {table}");
        let highest = from.query_row(&highest, [], |row| row.get::<_, Option<i64>>(0));
        let highest = highest.map_or(most, |highest| highest.unwrap_or(0).min(most));
        let sql = format!(
            "SELECT {key}, {columns} FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {key}"
        );
        let Ok(mut select) = from.prepare(&sql) else { return Ok(0) };
        let (mut ranges, mut failures, mut last) = (vec![(1, highest)], 0, 0);
        while let Some((low, high)) = ranges.pop()
            && failures < MOST_FAILURES
        {
            let mut next = low;
            let is_whole = match select.query([low, high]) {
                Ok(mut rows) => self.all(&mut rows, |number| next = number + 1)?,
                Err(_) => false,
            };
            last = last.max(next - 1);
            if is_whole {
                continue;
            }
            failures += 1;
            if next > low {
                ranges.push((next, high));
            } else if low < high {
                // Somewhere in there is a page that makes no sense.
                let middle = low + (high - low) / 2;
                ranges.push((middle + 1, high));
                ranges.push((low, middle));
            }
        }
        Ok(last.max(if highest < most { highest } else { 0 }))
    }

    fn rows_from_both_ends(
        &mut self,
        from: &Connection,
        keys: &[&str],
        columns: &str,
    ) -> Result<i64, LedgerError> {
        for direction in ["ASC", "DESC"] {
            // An older version may know fewer of them.
            let known = keys.iter().filter(|key| self.shared.iter().any(|one| one == *key));
            let order: Vec<_> = known.map(|key| format!("{key} {direction}")).collect();
            let order = order.join(", ");
            let sql = format!("SELECT 0, {columns} FROM {} ORDER BY {order}", self.table.name);
            let Ok(mut select) = from.prepare(&sql) else { break };
            let is_whole = match select.query([]) {
                Ok(mut rows) => self.all(&mut rows, |_| ())?,
                Err(_) => false,
            };
            if is_whole {
                break;
            }
        }
        Ok(0)
    }

    /// Takes every row that comes, and says the number of each; whether all of them came.
    fn all(&mut self, rows: &mut Rows<'_>, mut seen: impl FnMut(i64)) -> Result<bool, LedgerError> {
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(true),
                Err(_) => return Ok(false),
            };
            let Ok(number) = row.get(0) else { return Ok(false) };
            let values = (1..=self.shared.len()).map(|at| row.get::<_, Value>(at));
            let Ok(values) = values.collect::<Result<Vec<_>, _>>() else {
                // Its text is none: SQLite could read the row, and we cannot.
                self.refused += 1;
                seen(number);
                continue;
            };
            self.take(&values)?;
            seen(number);
        }
    }

    fn take(&mut self, values: &[Value]) -> Result<(), LedgerError> {
        if !self.is_sound(values) {
            self.refused += 1;
            return Ok(());
        }
        match self.insert.execute(params_from_iter(values)) {
            Ok(_) => self.kept += 1,
            // What it refers to is lost, or it is there already.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                self.refused += 1;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Whether whatever reads this row later will understand it.
    fn is_sound(&self, values: &[Value]) -> bool {
        let of = |wanted: &str| {
            let at = self.shared.iter().position(|column| column == wanted)?;
            values.get(at)
        };
        let is_sound = |column: &String, value: &Value| {
            let seal = self.seal;
            match (self.table.name, column.as_str(), value) {
                (_, _, Value::Null) => true,
                ("run", "request", Value::Blob(it)) => seal.open_json::<Request>(it).is_ok(),
                ("step", "target", Value::Blob(it)) => seal.open_json::<Target>(it).is_ok(),
                ("observation", "content", Value::Blob(it)) => {
                    seal.open_json::<Observation>(it).is_ok()
                }
                ("verdict", "content", Value::Blob(it)) => seal.open_json::<Verdict>(it).is_ok(),
                ("verdict", "figures", Value::Blob(it)) => {
                    seal.open_json::<BTreeMap<String, Option<f64>>>(it).is_ok()
                }
                ("verdict", "stop", Value::Text(word)) => stop(word).is_ok(),
                ("list", "name", Value::Blob(it)) => {
                    seal.open(it).is_ok_and(|name| std::str::from_utf8(&name).is_ok())
                }
                ("list_entry", "content", Value::Blob(it)) => {
                    seal.open_json::<ListEntry>(it).is_ok()
                }
                ("journal", "content", Value::Blob(it)) => seal.open_json::<Shown>(it).is_ok(),
                ("watch", "doubtful", Value::Blob(it)) => seal.open_json::<Doubtful>(it).is_ok(),
                ("attempt", "decision", Value::Text(it)) => {
                    serde_json::from_str::<Decision>(it).is_ok()
                }
                ("attempt", "ended", Value::Text(it)) => {
                    serde_json::from_str::<AttemptEnd>(it).is_ok()
                }
                (_, "purse", Value::Text(word)) => purse(word).is_ok(),
                ("journal", "state", Value::Text(word)) => state(word).is_ok(),
                ("blob", "content", Value::Blob(it)) => {
                    let Some(Value::Text(name)) = of("id") else { return false };
                    seal.open(it).is_ok_and(|content| {
                        let id = Blob::new(content).id;
                        id.as_str() == name || *seal.name(&id) == **name
                    })
                }
                _ => true,
            }
        };
        self.shared.iter().zip(values).all(|(column, value)| is_sound(column, value))
    }
}

/// Queries that may fail in one table before the rest of it is given up: each takes a moment.
const MOST_FAILURES: u32 = 20_000;
