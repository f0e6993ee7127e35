//! The tables, by the steps that make them; and whether a file has those and nothing else.
//!
//! A file comes from anywhere. One with our mark that has views, triggers or columns of somebody else's would
//! have us run what its maker wrote: such a file is not ours.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::run::LedgerError;

/// Brings the schema to the newest version.
pub(super) fn migrate(writer: &mut Connection) -> Result<(), LedgerError> {
    match MIGRATIONS.to_latest(writer) {
        // Two processes may start at once, and the other have been first.
        Err(_) if MIGRATIONS.pending_migrations(writer) == Ok(0) => Ok(()),
        migrated => Ok(migrated?),
    }
}

/// Brings the schema of an empty file to a version.
#[cfg(test)]
pub(super) fn migrate_to(writer: &mut Connection, version: usize) {
    MIGRATIONS.to_version(writer, version).expect("an empty file takes every step");
}

/// The version that a file's schema has.
///
/// # Errors
/// `Newer` than any that this program knows; SQLite's.
pub(super) fn version(reader: &Connection) -> Result<i64, LedgerError> {
    let found = reader.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > KNOWN { Err(LedgerError::Newer { found, known: KNOWN }) } else { Ok(found) }
}

/// Whether a file's schema is what our own steps make of an empty one.
pub(super) fn is_ours(reader: &Connection, version: i64) -> Result<bool, LedgerError> {
    let Ok(steps) = usize::try_from(version) else { return Ok(false) };
    let mut made = Connection::open_in_memory()?;
    if steps > 0 {
        MIGRATIONS.to_version(&mut made, steps)?;
    }
    Ok(entries(reader)? == entries(&made)?)
}

/// What a schema holds: kind, name, table and text of each entry.
type Entries = Vec<[Option<String>; 4]>;

fn entries(of: &Connection) -> Result<Entries, LedgerError> {
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, tbl_name";
    let mut statement = of.prepare(sql)?;
    let rows =
        statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const STEPS: &[M<'_>] = &[
    M::up(include_str!("migrations/01-ledger.sql")),
    M::up(include_str!("migrations/02-decoys.sql")),
    M::up(include_str!("migrations/03-journal.sql")),
    M::up(include_str!("migrations/04-earlier.sql")),
    M::up(include_str!("migrations/05-lock.sql")),
    M::up(include_str!("migrations/06-usage.sql")),
    M::up(include_str!("migrations/07-software.sql")),
    M::up(include_str!("migrations/08-uplink.sql")),
    M::up(include_str!("migrations/09-means.sql")),
    M::up(include_str!("migrations/10-lists.sql")),
    M::up(include_str!("migrations/11-digest.sql")),
];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);
/// Newest version of the schema that this program knows.
pub(super) const KNOWN: i64 = STEPS.len() as i64;
