//! Opening a database without hurting what is there.
//!
//! A file is looked at through a connection that cannot write before one that can is opened: a file of
//! a newer version, or of another program, stays as it is to the byte. A damaged one is renamed with
//! its log beside it and a fresh one takes its name, and so is one whose key is lost; nothing is ever
//! deleted. While the vault cannot say whether it has a key, nothing at all is done.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};

use super::aside::{SetAside, Why, beside, set_aside};
use super::connections::{Connections, Refusal};
use super::lock::{fasten, seal_of};
use super::seal::Seal;
use super::vault::Vault;
use crate::run::LedgerError;

/// Where a further reader comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Nowhere: it lives in one connection.
    Memory,
    /// A file.
    File(PathBuf),
    /// A file in a folder where SQLite can make neither log nor index; it holds all there is.
    Immutable(PathBuf),
}

/// Opens a database in memory.
pub(super) fn memory(vault: Option<&dyn Vault>) -> Result<Connections, LedgerError> {
    let mut connection = Connection::open_in_memory()?;
    prepare(&mut connection)?;
    let seal = fasten(&mut connection, vault)?;
    Ok(Connections::new(Source::Memory, seal, Ok(connection)))
}

/// Opens a file; says where one that cannot be read any more was put, if there was one. The path is
/// absolute: SQLite takes "file:x" for a URI.
pub(super) fn file(
    path: &Path,
    vault: Option<&dyn Vault>,
) -> Result<(Connections, Option<SetAside>), LedgerError> {
    if let Some(vault) = vault {
        vault.key()?; // before anything is touched
    }
    let why = match intact(path, vault) {
        Err(LedgerError::Damaged(_)) => Why::Damaged,
        Err(LedgerError::KeyLost) => Why::KeyLost,
        opened => return Ok((opened?, None)),
    };
    let aside = set_aside(path, why)?;
    Ok((intact(path, vault)?, Some(aside)))
}

fn intact(path: &Path, vault: Option<&dyn Vault>) -> Result<Connections, LedgerError> {
    if fs::metadata(path).map_or(0, |file| file.len()) == 0 {
        make_folder(path)?;
        let (writer, seal) = writer(path, vault)?;
        return Ok(Connections::new(Source::File(path.to_owned()), seal, Ok(writer)));
    }
    let Examined { source, version, seal } = examine(path, vault)?;
    let refusal = match writer(path, vault) {
        Ok((writer, seal)) => return Ok(Connections::new(source, seal, Ok(writer))),
        Err(LedgerError::ReadOnly) => Refusal::ReadOnly,
        Err(LedgerError::Full) => Refusal::Full,
        Err(error) => return Err(error),
    };
    // An older version would have to be migrated before it can be read.
    if version != KNOWN {
        return Err(refusal.into());
    }
    Ok(Connections::new(source, seal, Err(refusal)))
}

fn make_folder(path: &Path) -> Result<(), LedgerError> {
    let Some(folder) = path.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| match error.into() {
        LedgerError::Full => LedgerError::Full,
        _ => LedgerError::ReadOnly,
    })
}

/// What a look at a file that is not empty shows.
struct Examined {
    /// How to read it.
    source: Source,
    version: i64,
    /// The seal to read it with.
    seal: Seal,
}

/// Looks at a file that is not empty, without writing.
fn examine(path: &Path, vault: Option<&dyn Vault>) -> Result<Examined, LedgerError> {
    let look = |source: Source| {
        let reader = source.reader()?;
        let version = version(&reader)?;
        let seal = seal_of(&reader, vault)?;
        Ok(Examined { source, version, seal })
    };
    match look(Source::File(path.to_owned())) {
        Err(LedgerError::ReadOnly | LedgerError::Full) if !has_log(path) => {
            look(Source::Immutable(path.to_owned()))
        }
        examined => examined,
    }
}

fn version(reader: &Connection) -> Result<i64, LedgerError> {
    let number = |sql| reader.query_row(sql, [], |row| row.get::<_, i64>(0));
    let found = number("PRAGMA user_version")?;
    let is_ours = number("PRAGMA application_id")? == APPLICATION;
    let is_empty = number("SELECT count(*) FROM sqlite_schema")? == 0;
    match found {
        _ if !is_ours && !is_empty => {
            Err(LedgerError::Other("the file belongs to another program".into()))
        }
        found if found > KNOWN => Err(LedgerError::Newer { found, known: KNOWN }),
        found => Ok(found),
    }
}

impl Source {
    /// A connection that reads.
    pub(super) fn reader(&self) -> Result<Connection, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = match self {
            Self::Memory => return Err(LedgerError::Other("memory has one connection".into())),
            Self::File(path) => Connection::open_with_flags(path, flags)?,
            Self::Immutable(path) => {
                let uri = immutable_uri(path);
                Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
            }
        };
        reader.busy_timeout(PATIENCE)?;
        reader.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(reader)
    }
}

/// The connection that writes, with the schema in place, and its seal.
fn writer(path: &Path, vault: Option<&dyn Vault>) -> Result<(Connection, Seal), LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut writer = Connection::open_with_flags(path, flags)?;
    // Until all is known to be well: closing a damaged file must not fold its log into it.
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if writer.is_readonly("main")? {
        return Err(LedgerError::ReadOnly); // SQLite falls back to reading by itself
    }
    prepare(&mut writer)?;
    let seal = fasten(&mut writer, vault)?; // takes the write lock: whether writing works is known now
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((writer, seal))
}

fn prepare(writer: &mut Connection) -> Result<(), LedgerError> {
    writer.busy_timeout(PATIENCE)?;
    writer.set_transaction_behavior(TransactionBehavior::Immediate);
    writer.set_prepared_statement_cache_capacity(32);
    keep_a_log(writer)?;
    // FULL: what was announced outlives an empty battery too, not only a kill. It costs one flush per
    // step, against the seconds that a step takes.
    writer.pragma_update(None, "synchronous", "FULL")?;
    writer.pragma_update(None, "foreign_keys", true)?;
    writer.pragma_update(None, "temp_store", "MEMORY")?;
    writer.pragma_update(None, "secure_delete", true)?;
    // Else INSERT OR REPLACE deletes behind the back of the triggers.
    writer.pragma_update(None, "recursive_triggers", true)?;
    match MIGRATIONS.to_latest(writer) {
        // Two processes may start at once, and the other have been first.
        Err(_) if MIGRATIONS.pending_migrations(writer) == Ok(0) => Ok(()),
        migrated => Ok(migrated?),
    }
}

/// Switches to the write-ahead log, for good. A file system without shared memory stays without, and
/// memory has a way of its own.
fn keep_a_log(writer: &Connection) -> Result<(), LedgerError> {
    let mut attempts = PATIENCE.as_millis() / PAUSE.as_millis();
    loop {
        match writer.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            // SQLite does not wait here by itself when another process makes the same file.
            Err(error) if attempts > 0 && is_busy(&error) => attempts -= 1,
            switched => return Ok(switched?),
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "opening blocks: another process is migrating"
        )]
        std::thread::sleep(PAUSE);
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Whether there is a log with anything in it.
fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                uri.push(byte.into());
            }
            _ => write!(uri, "%{byte:02x}").expect("a string has room"),
        }
    }
    uri + "?immutable=1"
}

/// How long to wait for another process before it is `Busy`.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two attempts, where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(20);

const STEPS: &[M<'_>] = &[
    M::up(include_str!("migrations/01-ledger.sql")),
    M::up(include_str!("migrations/02-decoys.sql")),
    M::up(include_str!("migrations/03-journal.sql")),
    M::up(include_str!("migrations/04-earlier.sql")),
    M::up(include_str!("migrations/05-lock.sql")),
    M::up(include_str!("migrations/06-usage.sql")),
    M::up(include_str!("migrations/07-software.sql")),
];
const MIGRATIONS: Migrations<'_> = Migrations::from_slice(STEPS);
/// Newest version of the schema that this program knows.
pub(super) const KNOWN: i64 = STEPS.len() as i64;
/// "Arna", as the first migration writes it into the file's header.
const APPLICATION: i64 = 0x4172_6e61;
