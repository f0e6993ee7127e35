//! A damaged file gives up its place to a fresh one, and what can be read of it is carried over first.
//!
//! The new file is made beside the damaged one and gets its name only once it is whole, so that a kill or a
//! full disk at any moment leaves either: the damaged file where it was, or the new one. The damaged one is
//! kept whatever was carried over.

use std::fs::{self, File};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::aside::{COMPANIONS, Carried, MENDED, MENDING, SetAside, Why, beside, set_aside};
use super::lock::fasten;
use super::open::{Aim, fresh};
use super::salvage::carry;
use super::seal::Seal;
use super::vault::Vault;
use super::whose::immutable;
use crate::run::LedgerError;

/// Sets a damaged file aside and puts a new one in its place, with what can be read of it.
///
/// # Errors
/// `Full`, `ReadOnly`, the vault's: the damaged file is where it was.
pub(super) fn mend(path: &Path, vault: Option<&dyn Vault>) -> Result<SetAside, LedgerError> {
    let mending = beside(path, MENDING);
    remove(&mending); // of an attempt that was cut off; it holds copies alone
    let carried = match made(path, &mending, vault) {
        Ok(carried) if carried.rows > 0 => carried,
        Err(
            error @ (LedgerError::Full
            | LedgerError::ReadOnly
            | LedgerError::Locked
            | LedgerError::Busy),
        ) => {
            remove(&mending);
            return Err(error);
        }
        // Nothing of it can be read.
        Ok(_) | Err(_) => {
            remove(&mending);
            return set_aside(path, Why::Damaged);
        }
    };
    fs::rename(&mending, beside(path, MENDED))?;
    sync(path);
    let aside = exchange(path)?;
    Ok(SetAside { carried: Some(carried), ..aside })
}

/// Does the rest of an exchange that was cut off.
pub(super) fn finish(path: &Path, aim: Aim) -> Result<Option<SetAside>, LedgerError> {
    if !beside(path, MENDED).exists() {
        return Ok(None);
    }
    if path.exists() {
        return if aim == Aim::Keep { exchange(path).map(Some) } else { Ok(None) };
    }
    fs::rename(beside(path, MENDED), path)?;
    Ok(None)
}

fn exchange(path: &Path) -> Result<SetAside, LedgerError> {
    let aside = set_aside(path, Why::Damaged)?;
    fs::rename(beside(path, MENDED), path)?;
    sync(path);
    Ok(aside)
}

/// Makes the new file and closes it, so that no log is left beside it.
fn made(damaged: &Path, new: &Path, vault: Option<&dyn Vault>) -> Result<Carried, LedgerError> {
    // The rows of a locked file are opened with the vault's key, to see whether they are sound.
    let key = vault.map(|vault| vault.key()).transpose()?.flatten();
    let seal = key.map_or(Seal::Plain, |key| Seal::locked(&key));
    let (mut to, _) = fresh(new, None)?;
    let transaction = to.transaction()?;
    let carried = carry(&reader(damaged)?, &transaction, &seal, most_rows(damaged))?;
    transaction.commit()?;
    fasten(&mut to, vault)?;
    to.close().map_err(|(_, error)| error)?;
    File::open(new)?.sync_all()?;
    Ok(carried)
}

/// A connection that reads as much as it can.
fn reader(damaged: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |name: &Path, flags| {
        let reader = Connection::open_with_flags(name, flags)?;
        // A table whose text makes no sense hides no other.
        reader.pragma_update(None, "writable_schema", true)?;
        reader.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(reader)
    };
    // Where the log makes no sense the file is read without it.
    open(damaged, flags).or_else(|_: LedgerError| {
        open(immutable(damaged).as_ref(), flags | OpenFlags::SQLITE_OPEN_URI)
    })
}

/// More rows than there can be: each takes some bytes.
fn most_rows(damaged: &Path) -> i64 {
    let length = |suffix| fs::metadata(beside(damaged, suffix)).map_or(0, |file| file.len());
    i64::try_from((length("") + length("-wal")) / 8).unwrap_or(i64::MAX)
}

fn remove(new: &Path) {
    for suffix in COMPANIONS.iter().chain(&[""]) {
        fs::remove_file(beside(new, suffix)).ok();
    }
}

/// Makes new names outlive an empty battery.
fn sync(path: &Path) {
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).ok();
    }
}
