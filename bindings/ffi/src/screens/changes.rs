//! Which screens to read again.

use std::sync::Arc;

use arna_engine::store::{self, Topic};
pub use arna_screens::changed::ScreenName;
use arna_screens::changed::screens;
use tokio::sync::Mutex;

use crate::{ArnaError, Engine};

/// A screen, by its name.
#[uniffi::remote(Enum)]
pub enum ScreenName {
    /// Home.
    Home,
    /// A run that goes on.
    Run,
    /// The sites of a run.
    Results,
    /// One site.
    Site,
    /// What was so over time.
    History,
    /// The card of a measurement.
    Card,
    /// What is tested.
    Lists,
    /// Settings.
    Settings,
    /// Why no test ran by itself.
    AutoWhy,
    /// Whom a test contacts.
    Contacts,
    /// The first run.
    FirstRun,
}

/// What is another one now than it was.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Changed {
    /// Screens to read again, if they are shown: each once.
    pub screens: Vec<ScreenName>,
}

/// What changes on screens, from the moment on at which it was asked for.
#[derive(uniffi::Object)]
pub struct Changes {
    heard: Mutex<store::Changes>,
}

#[uniffi::export]
impl Changes {
    /// Waits until something changed, and tells all that did since it was called last; nothing: the engine was shut down.
    /// However much changes meanwhile, a slow listener is told once. Whoever stops waiting misses nothing. One listener at
    /// a time: others ask for changes of their own.
    pub async fn next(&self) -> Option<Changed> {
        let changed = self.heard.lock().await.next().await?;
        Some(Changed { screens: screens(&changed).into_iter().collect() })
    }
}

#[uniffi::export]
impl Engine {
    /// What changes on screens from now on: ask for it before the screens are read for the first time.
    pub fn changes(&self) -> Result<Arc<Changes>, ArnaError> {
        let heard = Mutex::new(self.core()?.changes());
        Ok(Arc::new(Changes { heard }))
    }

    /// Tells that the phone's networks changed, which only its system knows: one came or went, another one is the default,
    /// a VPN was turned on.
    pub fn networks_changed(&self) -> Result<(), ArnaError> {
        self.core()?.announcer().say(Topic::Networks);
        Ok(())
    }
}
