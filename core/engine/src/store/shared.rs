//! What the clones of a store share: one database, and what it takes to open it anew after a wipe.

use std::fmt;
use std::fs;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, TryLockError};

use super::aside::SetAside;
use super::connections::{Connections, Refusal};
use super::hold::Hold;
use super::open::{self, Aim};
use super::rows::Tables;
use super::shred;
use super::vault::{Key, Vault};
use super::whose::resolved;
use super::{LedgerError, Place};

/// What the clones of a store share.
pub(super) struct Shared {
    place: Place,
    vault: Option<Arc<dyn Vault>>,
    /// Whoever reads or writes holds it for reading, a wipe for writing. `None`: what a wipe could not
    /// open anew.
    connections: RwLock<Option<Connections>>,
}

impl Shared {
    pub(super) fn open(
        place: &Place,
        vault: Option<Arc<dyn Vault>>,
    ) -> Result<(Self, Option<SetAside>), LedgerError> {
        let place = match place {
            // Absolute, so that later readers and a wipe find it.
            Place::File(path) => Place::File(std::path::absolute(path)?),
            Place::Stored(path) => Place::Stored(std::path::absolute(path)?),
            Place::Memory => Place::Memory,
        };
        let (connections, set_aside) = connect(&place, vault.as_deref())?;
        let connections = RwLock::new(Some(connections));
        Ok((Self { place, vault, connections }, set_aside))
    }

    pub(super) fn is_reading_only(&self) -> bool {
        match self.connections.try_read() {
            Ok(held) => held.as_ref().is_some_and(|held| held.refusal().is_some()),
            Err(TryLockError::Poisoned(held)) => {
                held.get_ref().as_ref().is_some_and(|held| held.refusal().is_some())
            }
            Err(TryLockError::WouldBlock) => false, // it is being wiped: nobody waits for the answer
        }
    }

    /// Reads, all of it from one state of the database.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.held().as_ref().ok_or_else(closed)?.read(work)
    }

    /// Writes: all of it or nothing.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.held().as_ref().ok_or_else(closed)?.write(work)
    }

    /// Wipes all that was kept and opens a fresh store in its place.
    pub(super) fn wipe(&self) -> Result<(), LedgerError> {
        // What is under way is done first.
        let mut held = self.connections.write().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|held| held.refusal() == Some(Refusal::ReadOnly)) {
            return Err(LedgerError::ReadOnly);
        }
        // First of all: whatever happens next, what a flash chip still holds cannot be read.
        let is_key_left = self.vault.as_deref().is_some_and(|vault| forget(vault).is_err());
        if let Some(old) = held.take() {
            old.discard();
        }
        let files = match &self.place {
            Place::File(path) | Place::Stored(path) => shred::all_of(path),
            Place::Memory => Vec::new(),
        };
        let fresh = if self.is_empty() {
            connect(&self.place, self.vault.as_deref()).map(|(fresh, _)| *held = Some(fresh))
        } else {
            Ok(()) // never to be read again
        };
        if files.is_empty() && !is_key_left {
            return fresh;
        }
        Err(LedgerError::NotWiped { files, is_key_left })
    }

    fn is_empty(&self) -> bool {
        match &self.place {
            Place::File(path) => fs::metadata(path).map_or(0, |file| file.len()) == 0,
            // There is nothing more to read.
            Place::Stored(_) => false,
            Place::Memory => true,
        }
    }

    /// Takes the right to run.
    pub(super) fn hold(&self) -> Result<Option<Hold>, LedgerError> {
        match &self.place {
            Place::File(path) | Place::Stored(path) => Hold::take(&resolved(path)?),
            Place::Memory => Ok(None),
        }
    }

    fn held(&self) -> RwLockReadGuard<'_, Option<Connections>> {
        self.connections.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writing connection itself, to make it fail.
    #[cfg(test)]
    pub(super) fn with_writer<T>(&self, work: impl FnOnce(&mut rusqlite::Connection) -> T) -> T {
        work(&mut self.held().as_ref().expect("open").writer())
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("place", &self.place).finish_non_exhaustive()
    }
}

fn connect(
    place: &Place,
    vault: Option<&dyn Vault>,
) -> Result<(Connections, Option<SetAside>), LedgerError> {
    match place {
        Place::File(path) => open::file(path, vault, Aim::Keep),
        Place::Stored(path) => open::file(path, vault, Aim::Read),
        Place::Memory => Ok((open::memory(vault)?, None)),
    }
}

/// Makes a vault forget its key, if need be by giving it another.
fn forget(vault: &dyn Vault) -> Result<(), LedgerError> {
    vault.forget().or_else(|_| Ok(vault.keep(&Key::fresh()?)?))
}

fn closed() -> LedgerError {
    LedgerError::Other("it was wiped and could not be opened anew; start Arna again".into())
}
