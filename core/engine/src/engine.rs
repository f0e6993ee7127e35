//! The composition root: wires the parts together and holds no logic of measuring or judging.

mod comparing;
mod lists;
mod means;
mod reading;
mod resuming;
mod running;
mod sites;
mod slicing;
mod watching;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use arna_model::{Request, Vantage};
use arna_net::{Platform, Wire};
use rustls::RootCertStore;

use crate::asking::usual_request;
use crate::standing::{InCountry, Standing};
use crate::store::{EXPORTS, Place, SetAside, Store, Vault};
use crate::{Error, Uplinks};
pub use comparing::{Compared, Comparing, Comparison};
pub use means::AutomaticTests;
pub use resuming::{Awaiting, Resumed};
use running::Going;
pub use running::{Run, Stopper};
pub use sites::{Exposure, Site};
pub use slicing::{MOST_SLICE, SliceRequest};
pub use watching::Watch;

/// What an engine stands on.
pub struct Config {
    /// Where results are kept.
    pub store: Place,
    /// Where the key is kept that locks them; `None`: they stay readable by anybody who has the file.
    pub vault: Option<Arc<dyn Vault>>,
    /// The network.
    pub wire: Arc<dyn Wire>,
    /// Its networks, where one may be chosen.
    pub uplinks: Option<Arc<dyn Uplinks>>,
    /// The roots of the web.
    pub roots: Arc<RootCertStore>,
    /// From where, as far as the shell knows now: what the platform's radio says of the country later goes first.
    pub vantage: Vantage,
    /// What the phone supplies beside its network.
    pub platform: Platform,
}

/// Measures, judges and keeps.
pub struct Engine {
    store: Arc<Store>,
    set_aside: Option<SetAside>,
    /// Where exports go.
    exports: Option<PathBuf>,
    standing: Standing,
    going: Going,
    /// How many ids were tried before the last run's.
    ids: AtomicU64,
    /// Held by a wipe: a second one waits, since it would take the first for another process.
    wiping: tokio::sync::Mutex<()>,
}

impl Engine {
    /// Opens the store and gets ready. Nothing is sent.
    ///
    /// # Errors
    /// The store's.
    pub fn open(config: Config) -> Result<Self, Error> {
        let opened = Store::open(&config.store, config.vault)?;
        let exports = match &config.store {
            Place::File(path) | Place::Stored(path) => Some(path.with_file_name(EXPORTS)),
            Place::Memory => None,
        };
        Ok(Self {
            exports,
            store: Arc::new(opened.store),
            set_aside: opened.set_aside,
            standing: Standing {
                wire: config.wire,
                uplinks: config.uplinks,
                roots: config.roots,
                vantage: config.vantage,
                platform: config.platform,
                country: InCountry::default(),
            },
            going: Going::default(),
            ids: AtomicU64::new(0),
            wiping: tokio::sync::Mutex::default(),
        })
    }

    /// Where a store that cannot be read any more was moved to when this one was opened, and why.
    pub fn set_aside(&self) -> Option<&SetAside> {
        self.set_aside.as_ref()
    }

    /// What is stored, for reading.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// What is asked for where nobody says otherwise, in the country that the phone is in now.
    pub async fn usual_request(&self) -> Request {
        usual_request(self.standing.here().await.country.as_deref())
    }

    /// Wipes everything that was kept: see [`Store::wipe`]. Cancel a run or a watch that goes on first; it can
    /// keep nothing more, and ends with an error.
    ///
    /// # Errors
    /// `Running` while another process measures into it; the store's.
    pub async fn wipe(&self) -> Result<(), Error> {
        let _one = self.wiping.lock().await;
        // Another process's run would go on into nothing, and say that it failed.
        let _alone = if self.current().is_none() { self.store.hold().await? } else { None };
        Ok(self.store.wipe().await?)
    }
}

/// Announcements that may wait for a slow screen.
const EVENTS: usize = 64;
