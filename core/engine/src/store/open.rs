//! Opening a database without hurting what is there.
//!
//! Whose file it is is seen first: what has not our mark, or has more in it than our own steps make, stays as
//! it is to the byte, and so does a file of a newer version. Ours is looked at through a connection that cannot
//! write before one that can is opened. A damaged one is renamed with its log beside it, and what can be read
//! of it is carried over into a fresh one that takes its name; one whose key is lost is renamed, too. Nothing
//! is ever deleted, and who only reads renames nothing. While the vault cannot say whether it has a key,
//! nothing at all is done.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::aside::{COMPANIONS, SetAside, Why, beside, set_aside};
use super::connections::{Connections, Refusal};
use super::hold::Hold;
use super::lock::{fasten, seal_of};
use super::schema::{self, KNOWN};
use super::seal::Seal;
use super::vault::Vault;
use super::whose::{There, has_content, has_log, immutable, put_mark, resolved, whose};
use super::{mend, private};
use crate::run::{LedgerError, NotOurs};

/// Where a further reader comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Nowhere: it lives in one connection.
    Memory,
    /// A file.
    File(PathBuf),
    /// A file in a folder where SQLite can make neither log nor index; it holds all there is, as long as
    /// nobody else makes a log.
    Immutable(PathBuf),
}

/// What a file is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aim {
    /// To be written: what is missing is made, what is damaged set aside.
    Keep,
    /// To read what is there: neither is done.
    Read,
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
    aim: Aim,
) -> Result<(Connections, Option<SetAside>), LedgerError> {
    if let Some(vault) = vault {
        vault.key()?; // before anything is touched
    }
    let path = &resolved(path)?;
    let unfinished = mend::finish(path, aim)?;
    let aside = match intact(path, vault, aim) {
        Err(LedgerError::Damaged(_)) if aim == Aim::Keep => {
            let _alone = Hold::take(path)?; // nobody measures into it
            mend::mend(path, vault)?
        }
        Err(LedgerError::KeyLost) if aim == Aim::Keep => set_aside(path, Why::KeyLost)?,
        opened => return Ok((opened?, unfinished)),
    };
    Ok((intact(path, vault, aim)?, Some(aside)))
}

fn intact(path: &Path, vault: Option<&dyn Vault>, aim: Aim) -> Result<Connections, LedgerError> {
    if whose(path)? == There::Ours {
        roll_back(path)?;
    }
    // What was rolled back may have been its making.
    if whose(path)? == There::Nothing {
        if aim == Aim::Read {
            return Err(LedgerError::NotFound);
        }
        let (writer, seal) = fresh(path, vault)?;
        return Ok(Connections::new(Source::File(path.to_owned()), seal, Ok(writer)));
    }
    let Examined { source, version, seal } = examine(path, vault)?;
    let refusal = match writer(path, vault) {
        // Beside whoever writes nobody may read as if nobody did.
        Ok((writer, seal)) => {
            return Ok(Connections::new(Source::File(path.to_owned()), seal, Ok(writer)));
        }
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

/// Makes a database where there is nothing, or a file without a byte.
pub(super) fn fresh(
    path: &Path,
    vault: Option<&dyn Vault>,
) -> Result<(Connection, Seal), LedgerError> {
    let folder = path.parent().map_or(Ok(()), private::make_folder);
    let made = folder.and_then(|()| if path.exists() { Ok(()) } else { private::touch(path) });
    made.map_err(|error| match error.into() {
        LedgerError::Full => LedgerError::Full,
        _ => LedgerError::ReadOnly,
    })?;
    writer(path, vault)
}

/// Takes back what a process had begun to write when it was killed, where there is no log of it yet: while the
/// file was made, or where SQLite cannot keep a log. Only who may write can.
fn roll_back(path: &Path) -> Result<(), LedgerError> {
    if !has_content(&beside(path, "-journal")) {
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let writer = Connection::open_with_flags(path, flags)?;
    writer.busy_timeout(PATIENCE)?; // it may be somebody's who lives
    writer.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
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
    let is_suspect = is_suspect(path);
    if !COMPANIONS.iter().any(|suffix| beside(path, suffix).exists()) {
        // Without making a log or an index beside what may be somebody else's.
        shape(&Source::Immutable(path.to_owned()).reader()?)?;
    }
    let look = |source: Source| {
        let mut reader = source.reader()?;
        let reader = reader.transaction()?; // another process may be migrating
        let version = shape(&reader)?;
        let seal = seal_of(&reader, vault)?;
        if is_suspect {
            check(&reader)?;
        }
        Ok(Examined { source, version, seal })
    };
    match look(Source::File(path.to_owned())) {
        Err(LedgerError::ReadOnly | LedgerError::Full) if !has_log(path) => {
            look(Source::Immutable(path.to_owned()))
        }
        examined => examined,
    }
}

/// The version of a file whose schema is as our own steps make it.
fn shape(reader: &Connection) -> Result<i64, LedgerError> {
    let version = schema::version(reader)?;
    if schema::is_ours(reader, version)? {
        Ok(version)
    } else {
        Err(LedgerError::NotOurs(NotOurs::Shape))
    }
}

/// Whether a file has to be checked for damage inside before it is believed: after an end that was not clean
/// (whoever closes it last takes the log away), and always where that takes no time.
fn is_suspect(path: &Path) -> bool {
    let is_left = |suffix: &&str| beside(path, suffix).exists();
    COMPANIONS.iter().any(is_left) || fs::metadata(path).is_ok_and(|file| file.len() <= SMALL)
}

/// Looks for damage inside: pages that make no sense, an index that hides rows.
fn check(reader: &Connection) -> Result<(), LedgerError> {
    let said: String = reader.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    // What it says can hold values of rows.
    if said == "ok" {
        Ok(())
    } else {
        Err(LedgerError::Damaged("its parts contradict each other".into()))
    }
}

impl Source {
    /// A connection that reads.
    pub(super) fn reader(&self) -> Result<Connection, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = match self {
            Self::Memory => return Err(LedgerError::Other("memory has one connection".into())),
            Self::Immutable(path) if !has_log(path) => {
                Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)?
            }
            // Somebody who may write does.
            Self::File(path) | Self::Immutable(path) => Connection::open_with_flags(path, flags)?,
        };
        reader.busy_timeout(PATIENCE)?;
        harden(&reader)?;
        reader.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(reader)
    }

    /// Whether a reader may be used again: not one that takes for granted that nobody writes.
    pub(super) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Immutable(_))
    }
}

/// The connection that writes, with the schema in place, and its seal.
fn writer(path: &Path, vault: Option<&dyn Vault>) -> Result<(Connection, Seal), LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    private::close_to_others(path);
    let mut writer = Connection::open_with_flags(path, flags)?;
    // Until all is known to be well: closing a damaged file must not fold its log into it.
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    if writer.is_readonly("main")? {
        return Err(LedgerError::ReadOnly); // SQLite falls back to reading by itself
    }
    harden(&writer)?;
    prepare(&mut writer)?;
    let seal = fasten(&mut writer, vault)?; // takes the write lock: whether writing works is known now
    private::close_to_others(path); // where SQLite had to make it
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((writer, seal))
}

/// Takes nothing for granted of a file that may come from anywhere.
fn harden(connection: &Connection) -> Result<(), LedgerError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(())
}

fn prepare(writer: &mut Connection) -> Result<(), LedgerError> {
    writer.busy_timeout(PATIENCE)?;
    writer.set_transaction_behavior(TransactionBehavior::Immediate);
    writer.set_prepared_statement_cache_capacity(32);
    put_mark(writer)?;
    keep_a_log(writer)?;
    // FULL: what was announced outlives an empty battery too, not only a kill. It costs one flush per
    // step, against the seconds that a step takes.
    writer.pragma_update(None, "synchronous", "FULL")?;
    writer.pragma_update(None, "foreign_keys", true)?;
    writer.pragma_update(None, "temp_store", "MEMORY")?;
    writer.pragma_update(None, "secure_delete", true)?;
    // Else INSERT OR REPLACE deletes behind the back of the triggers.
    writer.pragma_update(None, "recursive_triggers", true)?;
    schema::migrate(writer)
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

/// How long to wait for another process before it is `Busy`.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two attempts, where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(20);
/// A file of up to so many bytes (some 200 measurements) is checked in a few milliseconds whenever it is opened.
const SMALL: u64 = 4 << 20;
