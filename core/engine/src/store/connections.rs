//! The connections to one database: one that writes, and as many that read as are in use at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

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
    pub(super) fn new(source: Source, writer: Result<Connection, Refusal>) -> Self {
        let (seal, idle) = (Seal::Plain, Mutex::default());
        Self { source, seal, idle, writer: writer.map(Mutex::new) }
    }

    pub(super) fn is_reading_only(&self) -> bool {
        self.writer.is_err()
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
        let result = work(&Tables { sql: &snapshot, seal: self.seal });
        drop(snapshot);
        let mut idle = lock(&self.idle);
        if idle.len() < MAX_IDLE {
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
        let result = work(&Tables { sql: &transaction, seal: self.seal })?;
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
