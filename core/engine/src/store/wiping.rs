//! How all that is kept is wiped, in an open store and without opening one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Hold, Store, blocking, shred, whose};
use crate::run::LedgerError;

impl Store {
    /// Wipes everything that was kept and opens a fresh, empty store in its place, which this store and its
    /// clones go on with.
    ///
    /// The vault forgets its key first. Then the database, what SQLite keeps beside it, the files that were
    /// set aside and all that is in the folder `exports` beside it are overwritten with zeros and removed.
    /// What is being read or written meanwhile is done first; a run or a watch that still goes on gets
    /// [`LedgerError::NotFound`] from then on. Whoever has opened the same file apart from this store gets
    /// errors and has to open it again. SQLite's own log was removed without being overwritten whenever the
    /// store was closed, so without a vault a disk may still hold parts of what was kept.
    ///
    /// # Errors
    /// [`LedgerError::ReadOnly`] for a store that cannot be written: nothing is touched.
    /// [`LedgerError::NotWiped`] if something is left; the rest is gone all the same. A [`Place::Stored`](super::Place::Stored) is not
    /// opened anew. Else what kept the fresh store from being opened; wiping again tries again.
    pub async fn wipe(&self) -> Result<(), LedgerError> {
        let shared = Arc::clone(&self.shared);
        let announcer = self.announcer.clone();
        blocking(move || {
            let wiped = shared.wipe();
            // Also what was only wiped in part is gone.
            announcer.say_all();
            wiped
        })
        .await
    }

    /// Wipes what stands at a path without opening it: for a database that is damaged, or whose key is lost. The
    /// rest is as for [`Store::wipe`], but that nothing takes its place.
    ///
    /// # Errors
    /// [`LedgerError::NotOurs`], and [`LedgerError::Running`] while another process measures into it: nothing is
    /// touched. [`LedgerError::NotWiped`] if something is left.
    pub fn wipe_unopened(path: &Path) -> Result<(), LedgerError> {
        let path = std::path::absolute(path)?;
        let resolved = whose::resolved(&path)?;
        whose::whose(&resolved)?;
        let _alone = Hold::take(&resolved)?;
        match shred::all_of(&path) {
            files if files.is_empty() => Ok(()),
            files => Err(LedgerError::NotWiped { files, is_key_left: false }),
        }
    }

    /// What a wipe of the database at a path would remove, as far as it is there: files of the database, those
    /// that were set aside, and exports.
    pub fn files(path: &Path) -> Vec<PathBuf> {
        shred::found(path)
    }
}
