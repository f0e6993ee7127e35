//! What is kept, and how it survives: SQLite behind the [`Ledger`](crate::run::Ledger) port.
//!
//! One connection writes, others read beside it (write-ahead log), so that a screen never waits for a
//! run. A call is one transaction: after a kill the file holds all of it or nothing. Facts and
//! opinions are only ever appended; triggers in the schema see to that, whoever writes. Sums (bytes,
//! runtime, the latest verdict) are worked out when they are read and stored nowhere, so they cannot
//! disagree with the facts.
//!
//! Nothing blocks an async thread: work goes through `spawn_blocking`, which also holds the lab's
//! clock. Work that has begun is done even when nobody waits for it any more.
//!
//! It must not judge, measure or send.

mod aside;
mod attempts;
mod changes;
mod connections;
mod digest;
mod earlier;
mod export;
mod history;
mod hold;
mod journal;
mod ledger;
mod lists;
mod lock;
mod mend;
mod open;
mod private;
mod read;
mod reading;
mod recent;
mod rows;
mod salvage;
mod schema;
mod seal;
mod shared;
mod shred;
#[cfg(test)]
mod tests;
mod trouble;
mod usage;
mod vault;
mod whose;
mod wiping;
mod write;

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use arna_model::{Bytes, MeasurementId, Micros, RunId, RunSummary, Vantage, WallTime};
use tokio::sync::RwLock;

use crate::run::LedgerError;
pub use aside::{Carried, SetAside, Why};
pub use attempts::Attempts;
pub use changes::{Announcer, Changes, Topic};
pub use export::Exported;
pub(crate) use history::{Mark, Slim, Told};
pub(crate) use hold::Hold;
pub(crate) use lists::{BUILT_IN_ROW, EntryRow, ListRow, ListTables, Rows};
pub(crate) use recent::Recent;
use rows::Tables;
use shared::Shared;
pub(crate) use shred::EXPORTS;
pub use usage::{Days, Usage};
pub use vault::{Key, Vault, VaultError};

/// The store: clones share one database.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
    announcer: Announcer,
    /// Held together by whoever writes, and alone by who waits until nobody does.
    writing: Arc<RwLock<()>>,
}

/// Where a database lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this file; its folder is made when it is missing.
    File(PathBuf),
    /// In this file, to look at what is stored there: nothing is made where there is none, and what cannot be
    /// read any more is not set aside.
    Stored(PathBuf),
    /// In memory, gone with the store.
    Memory,
}

/// A store and what happened when it was opened.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Where a file that cannot be read any more was put, when there was one: the store is then a fresh one.
    pub set_aside: Option<SetAside>,
}

/// Which runs to list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Only runs opened before this one; `None`: from the newest.
    pub before: Option<RunId>,
    /// At most this many.
    pub limit: u32,
}

/// A run as far as lists of runs go by it: what it was asked for is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunHead {
    /// Its id.
    pub id: RunId,
    /// From where.
    pub vantage: Vantage,
    /// When it began, by the phone's clock.
    pub started: WallTime,
}

/// What an id, or the beginning of one, stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A run.
    Run(RunId),
    /// A measurement, made or only planned.
    Measurement(MeasurementId),
}

impl Store {
    /// Opens a database, making or migrating it as needed. Blocks: call it before there is anything
    /// to hold up.
    ///
    /// With a vault, everything that says what somebody looked at is locked from now on with the vault's
    /// key, which is made if there is none; what was kept before stays plain, and settings do.
    ///
    /// A damaged file is renamed (never deleted), and what can be read of it is carried over into a fresh one;
    /// one whose key the vault does not have any more is renamed, too. One that cannot be written, or a disk
    /// without room, still opens for reading if the file is of this version; writing then gives
    /// [`LedgerError::ReadOnly`] or [`LedgerError::Full`].
    ///
    /// # Errors
    /// [`LedgerError::NotOurs`] for whatever has not our mark, which stays as it is.
    /// [`LedgerError::NotFound`] for a [`Place::Stored`] where there is nothing, and
    /// [`LedgerError::Damaged`] and [`LedgerError::KeyLost`] for one that any other would set aside.
    /// [`LedgerError::Locked`] if the vault cannot be used now and [`LedgerError::Keyless`] for a locked
    /// file without a vault: nothing is touched then. Else SQLite's and the file system's.
    pub fn open(place: &Place, vault: Option<Arc<dyn Vault>>) -> Result<Opened, LedgerError> {
        let (shared, set_aside) = Shared::open(place, vault)?;
        Ok(Opened {
            store: Self {
                shared: Arc::new(shared),
                announcer: Announcer::default(),
                writing: Arc::default(),
            },
            set_aside,
        })
    }

    /// Whether the database could be opened for reading only.
    pub fn is_reading_only(&self) -> bool {
        self.shared.is_reading_only()
    }

    /// Counts what a run that was stopped had used beyond what it kept.
    pub(crate) async fn count_rest(
        &self,
        run: &RunId,
        sum: &RunSummary,
    ) -> Result<(), LedgerError> {
        let (run, bytes, runtime) = (run.clone(), sum.bytes, sum.runtime);
        self.write(Topic::Runs, move |tables| {
            tables.count_rest(tables.run_seq(&run)?, bytes, runtime)
        })
        .await
    }

    /// Counts what was probably under way when a run was killed that had kept so much in so much time.
    pub(crate) async fn count_under_way(
        &self,
        run: &RunId,
        kept: Bytes,
        runtime: Micros,
    ) -> Result<(), LedgerError> {
        let run = run.clone();
        self.write(Topic::Runs, move |tables| {
            tables.count_under_way(tables.run_seq(&run)?, kept, runtime)
        })
        .await
    }

    /// Digests what runs came to, where that is missing, so that histories are read at once.
    pub(crate) async fn digest(&self) -> Result<(), LedgerError> {
        self.write(None, |tables| tables.digest_runs()).await
    }

    /// Sets a setting. It stays readable in a locked store: nothing of what was measured belongs here.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), LedgerError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(Topic::Settings, move |tables| tables.set_setting(&key, &value)).await
    }

    /// Takes the right to run in this database, until it is given back: no two processes do at once. `None`
    /// where that cannot be had: in memory, and on file systems without locks.
    ///
    /// # Errors
    /// [`LedgerError::Running`]: another process has it.
    pub(crate) async fn hold(&self) -> Result<Option<Hold>, LedgerError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.hold()).await
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || shared.read(work)).await
    }

    /// Writes, and tells what that changed, also if nobody waits for it any more.
    async fn write<T: Send + 'static>(
        &self,
        changes: impl Into<Option<Topic>>,
        work: impl FnOnce(&Tables<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (shared, announcer) = (Arc::clone(&self.shared), self.announcer.clone());
        let changes = changes.into();
        let under_way = Arc::clone(&self.writing).read_owned().await;
        blocking(move || {
            let written = shared.write(work)?;
            changes.into_iter().for_each(|topic| announcer.say(topic));
            drop(under_way);
            Ok(written)
        })
        .await
    }

    /// Waits until all is written that was begun, also for whoever waits for it no more.
    pub(crate) async fn written(&self) {
        drop(self.writing.write().await);
    }

    /// Tells what changes of what is kept.
    pub(crate) fn announcer(&self) -> &Announcer {
        &self.announcer
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    let done = boxed(Box::new(move || Ok(Box::new(work()?) as Answer))).await?;
    let mixed_up = |_| LedgerError::Other("the store mixed its answers up".into());
    done.downcast().map(|done| *done).map_err(mixed_up)
}

/// What one query or another gives.
type Answer = Box<dyn Any + Send>;

/// In boxes, so that the runtime's code for a task is there once, and not for each query.
async fn boxed(
    work: Box<dyn FnOnce() -> Result<Answer, LedgerError> + Send>,
) -> Result<Answer, LedgerError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => Err(LedgerError::Other("the store panicked".into())),
        Err(_) => Err(LedgerError::Other("the program is ending".into())),
    }
}
