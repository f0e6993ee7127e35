//! One run at a time in a database, whichever process makes it: two would measure each other, and two that go
//! on with the same run would take the same steps.
//!
//! The lock is the system's own, on a file beside the database, so that a kill lets go of it. It is not on the
//! database: closing a file lets go of all locks that SQLite has on it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::aside::beside;
use super::private;
use crate::run::LedgerError;

/// The right to run, until it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    file: File,
    path: PathBuf,
}

impl Hold {
    /// Takes it. `None`: locks cannot be had here (a file system without them).
    ///
    /// # Errors
    /// `Running`: somebody else has it.
    pub(super) fn take(database: &Path) -> Result<Option<Self>, LedgerError> {
        let path = beside(database, RUN);
        loop {
            match private::create(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                made => drop(made?),
            }
            let file = match OpenOptions::new().write(true).open(&path) {
                // Whoever had it took its name away.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                opened => opened?,
            };
            match file.try_lock() {
                Ok(()) if is_still(&file, &path) => return Ok(Some(Self { file, path })),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(LedgerError::Running),
                Err(TryLockError::Error(_)) => return Ok(None),
            }
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if cfg!(unix) {
            // While the lock is held: whoever waits for it finds another file there, or none.
            fs::remove_file(&self.path).ok();
        }
        self.file.unlock().ok();
    }
}

/// Whether a file still stands under its name.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |found: std::io::Result<fs::Metadata>| found.map(|it| (it.dev(), it.ino())).ok();
    let held = of(file.metadata());
    held.is_some() && held == of(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true // it is never removed there
}

/// What the lock's name goes on with.
pub(super) const RUN: &str = "-run";
