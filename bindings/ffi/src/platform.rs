//! What the phone supplies, written in Kotlin or Swift: synchronous and quick. Each is called on a thread that may wait, and
//! what throws, blocks or talks nonsense is taken for not known.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arna_engine::run;
use arna_engine::store::{self, Key, VaultError};
use arna_model::Technology;
use arna_net::Reading;
use async_trait::async_trait;
use tokio::sync::Mutex;

/// Whatever a phone's own code threw. Its text stays with the phone: Arna shows nothing of it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum PlatformError {
    /// It did not work, now.
    #[error("{reason}")]
    Failed {
        /// For the phone's log.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PlatformError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}

/// What carries the phone's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum RadioLink {
    /// GPRS, EDGE.
    TwoG,
    /// UMTS, HSPA.
    ThreeG,
    /// LTE.
    Lte,
    /// 5G.
    Nr,
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
}

/// What the platform says of its radio at one moment. Everything may be missing.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct RadioReading {
    /// Technology of the network that carries data.
    #[uniffi(default = None)]
    pub link: Option<RadioLink>,
    /// MCC and MNC, five or six digits like `40101`.
    #[uniffi(default = None)]
    pub operator: Option<String>,
    /// What tells the serving cell from others. It never leaves the phone.
    #[uniffi(default = None)]
    pub cell: Option<String>,
    /// Signal power (RSRP for LTE and 5G, RSCP for 3G, RSSI for 2G) in dBm, -140 to -40.
    #[uniffi(default = None)]
    pub signal_dbm: Option<i32>,
    /// Country of the network that the phone is in, ISO 3166 (`KZ`), whatever carries data: what runs ask for and are kept
    /// under goes by the one that was told last. Nothing: it is in no network.
    #[uniffi(default = None)]
    pub country: Option<String>,
}

/// What a phone knows of its radio. It is asked when a screen is read, and once a second while something is measured, and
/// must neither send anything nor wait for anybody: after half a second the reading is taken for not known.
#[uniffi::export(foreign)]
pub trait Radio: Send + Sync {
    /// How it is now.
    fn reading(&self) -> Result<RadioReading, PlatformError>;
}

/// The country of a time zone (`Asia/Almaty`), for a phone whose networks tell of none: a clock is set by where one is.
#[uniffi::export]
pub fn country_of_zone(zone: String) -> Option<String> {
    run::country_of_zone(&zone).map(str::to_owned)
}

/// Where the phone keeps the key to what is stored: Android's Keystore, Apple's keychain.
#[uniffi::export(foreign)]
pub trait Vault: Send + Sync {
    /// The key, 32 bytes; nothing if there is none (never made, or lost: what was sealed with it is then put aside, and
    /// a fresh store begins). Throw if it cannot be had *now* (an iPhone before its first unlock): nothing is touched.
    fn key(&self) -> Result<Option<Vec<u8>>, PlatformError>;
    /// Keeps this key. Called before anything is sealed with it.
    fn keep(&self, key: Vec<u8>) -> Result<(), PlatformError>;
    /// Forgets the key for good: what it sealed can never be read again.
    fn forget(&self) -> Result<(), PlatformError>;
}

/// A phone's radio as the core asks it.
pub(crate) struct Asked {
    radio: Arc<dyn Radio>,
    /// Who asks meanwhile asks next, so that a screen that is read beside a run knows as much.
    turn: Mutex<()>,
    /// Somebody still waits for an answer.
    is_waiting: Arc<AtomicBool>,
}

impl Asked {
    pub(crate) fn new(radio: Arc<dyn Radio>) -> Self {
        Self { radio, turn: Mutex::default(), is_waiting: Arc::default() }
    }
}

#[async_trait]
impl arna_net::Radio for Asked {
    async fn reading(&self) -> Reading {
        let _turn = self.turn.lock().await;
        // Whoever blocks once blocks again: one thread at a time may wait for it.
        if self.is_waiting.swap(true, Ordering::AcqRel) {
            return Reading::default();
        }
        let (radio, is_waiting) = (self.radio.clone(), self.is_waiting.clone());
        let asking = tokio::task::spawn_blocking(move || {
            let answer = radio.reading();
            is_waiting.store(false, Ordering::Release);
            answer
        });
        match asking.await {
            Ok(Ok(reading)) => reading.into(),
            _ => Reading::default(),
        }
    }
}

impl From<RadioReading> for Reading {
    fn from(reading: RadioReading) -> Self {
        let RadioReading { link, operator, cell, signal_dbm, country } = reading;
        Self {
            technology: link.map(Technology::from),
            country,
            operator,
            cell,
            signal_dbm: signal_dbm.and_then(|dbm| dbm.try_into().ok()),
        }
    }
}

impl From<RadioLink> for Technology {
    fn from(link: RadioLink) -> Self {
        match link {
            RadioLink::TwoG => Self::TwoG,
            RadioLink::ThreeG => Self::ThreeG,
            RadioLink::Lte => Self::Lte,
            RadioLink::Nr => Self::Nr,
            RadioLink::Wifi => Self::Wifi,
            RadioLink::Wired => Self::Wired,
        }
    }
}

/// A phone's vault as the store asks it.
struct Kept(Arc<dyn Vault>);

pub(crate) fn kept(vault: Arc<dyn Vault>) -> Arc<dyn store::Vault> {
    Arc::new(Kept(vault))
}

impl store::Vault for Kept {
    fn key(&self) -> Result<Option<Key>, VaultError> {
        let Some(mut bytes) = self.0.key()? else { return Ok(None) };
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map(Key::new);
        bytes.fill(0);
        // What is no key is not proof that there is none: nothing may be put aside for it.
        key.map(Some).map_err(|_| VaultError("a key has 32 bytes".to_owned()))
    }

    fn keep(&self, key: &Key) -> Result<(), VaultError> {
        Ok(self.0.keep(key.bytes().to_vec())?)
    }

    fn forget(&self) -> Result<(), VaultError> {
        Ok(self.0.forget()?)
    }
}

impl From<PlatformError> for VaultError {
    fn from(error: PlatformError) -> Self {
        let PlatformError::Failed { reason } = error;
        Self(reason)
    }
}
