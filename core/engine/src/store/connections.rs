//! The connections to one database: one that writes, and as many that read as are in use at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::open::Source;
use super::rows::Tables;
use super::seal::Seal;
use crate::run::LedgerError;

/// The connections to one database.
#[derive(Debug)]
pub(super) struct Connections {
    source: Source,
    seal: Seal,
    // Declared before the writer to be closed before it: whoever closes last folds the log into the
    // file, and only the writer can.
    idle: Mutex<Vec<Connection>>,
    writer: Result<Mutex<Connection>, Refusal>,
}

/// Why a database is open for reading only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It cannot be written.
    ReadOnly,
    /// There is no room to write.
    Full,
}

impl Connections {
    pub(super) fn new(source: Source, seal: Seal, writer: Result<Connection, Refusal>) -> Self {
        Self { source, seal, idle: Mutex::default(), writer: writer.map(Mutex::new) }
    }

    /// Why it is open for reading only, if it is.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        self.writer.as_ref().err().copied()
    }

    /// Closes the database without folding its log into the file: both are to go.
    pub(super) fn discard(self) {
        if let Ok(writer) = &self.writer {
            // If it is folded in after all, it goes with the file.
            lock(writer).set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).ok();
        }
    }

    /// Reads, all of it from one state of the database.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        if matches!(self.source, Source::Memory) {
            return self.write(work); // there is no second connection to memory
        }
        let reader = lock(&self.idle).pop();
        let mut reader = match reader {
            Some(reader) => reader,
            None => self.source.reader()?,
        };
        let snapshot = reader.transaction()?;
        let result = work(&Tables { sql: &snapshot, seal: &self.seal });
        drop(snapshot);
        let mut idle = lock(&self.idle);
        if idle.len() < MAX_IDLE && self.source.is_lasting() {
            idle.push(reader);
        }
        result
    }

    /// Writes: all of it or nothing.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut writer = lock(self.writer.as_ref().map_err(|refusal| LedgerError::from(*refusal))?);
        let transaction = writer.transaction()?;
        let result = work(&Tables { sql: &transaction, seal: &self.seal })?;
        transaction.commit()?;
        Ok(result)
    }

    /// The writing connection itself, to make it fail.
    #[cfg(test)]
    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        lock(self.writer.as_ref().expect("open for writing"))
    }
}

impl From<Refusal> for LedgerError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ReadOnly => Self::ReadOnly,
            Refusal::Full => Self::Full,
        }
    }
}

/// A panic in the middle of a transaction rolls it back, so a poisoned connection is a sound one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// More readers than this are closed after use: a screen and an export, seldom more.
const MAX_IDLE: usize = 4;
