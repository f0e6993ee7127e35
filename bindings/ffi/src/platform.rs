//! What the phone supplies, written in Kotlin or Swift: synchronous and quick. Each is called on a thread that may wait, and
//! what throws, blocks or talks nonsense is taken for not known.

use std::io;
use std::net::IpAddr;
#[cfg(unix)]
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arna_engine::store::{self, Key, VaultError};
use arna_model::Technology;
#[cfg(unix)]
use arna_net::classify::resolve_error;
use arna_net::{Reading, ResolveError};
use async_trait::async_trait;

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
}

/// What a phone knows of its radio. It is asked once a second while something is measured, and must neither send
/// anything nor wait for anybody: after half a second the reading is taken for not known.
#[uniffi::export(foreign)]
pub trait Radio: Send + Sync {
    /// How it is now.
    fn reading(&self) -> Result<RadioReading, PlatformError>;
}

/// The network that measuring goes over, if it is not the phone's default one: cellular while Wi-Fi is up.
#[uniffi::export(foreign)]
pub trait Uplinks: Send + Sync {
    /// Puts a socket onto the network, before anything is sent over it: Android's `Network.bindSocket`, `IP_BOUND_IF`
    /// on Apple's systems. The number is a handle of Arna's, good for this call alone: do not close it. Throw if the network
    /// is gone: nothing is sent then.
    fn bind(&self, socket: i32) -> Result<(), PlatformError>;
    /// Asks the network's own resolver for a name's addresses (`Network.getAllByName`); none: there is no such name, which
    /// on Android nobody can tell from a resolver that did not answer. This one may take as long as the resolver does.
    /// Throw if it did not answer.
    fn resolve(&self, name: String) -> Result<Vec<String>, PlatformError>;
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
    /// Somebody still waits for an answer.
    is_waiting: Arc<AtomicBool>,
}

impl Asked {
    pub(crate) fn new(radio: Arc<dyn Radio>) -> Self {
        Self { radio, is_waiting: Arc::default() }
    }
}

#[async_trait]
impl arna_net::Radio for Asked {
    async fn reading(&self) -> Reading {
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

/// The uplink as sockets are put onto it.
#[cfg(unix)]
pub(crate) struct Chosen(pub(crate) Arc<dyn Uplinks>);

#[cfg(unix)]
#[async_trait]
impl arna_net::Uplink for Chosen {
    async fn take(&self, socket: OwnedFd) -> io::Result<()> {
        let uplinks = self.0.clone();
        // The handle goes along: nobody else's socket can get its number while the phone's code has it.
        let bound = tokio::task::spawn_blocking(move || uplinks.bind(socket.as_raw_fd()));
        match bound.await {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::NetworkUnreachable.into()),
        }
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let (uplinks, name) = (self.0.clone(), name.to_owned());
        let found = tokio::task::spawn_blocking(move || uplinks.resolve(name)).await;
        let found = match found {
            Ok(Ok(found)) => found,
            Ok(Err(PlatformError::Failed { reason })) => {
                return Err(unresolved(&reason, IS_ANDROID));
            }
            Err(_) => return Err(ResolveError::Temporary),
        };
        let addresses: Vec<_> = found.iter().filter_map(|text| text.parse().ok()).collect();
        if addresses.is_empty() { Err(unnamed(IS_ANDROID)) } else { Ok(addresses) }
    }
}

/// No address, and nothing thrown.
#[cfg(unix)]
fn unnamed(is_android: bool) -> ResolveError {
    if is_android { ResolveError::NoData } else { ResolveError::NoName }
}

/// What was thrown in place of addresses. Java's one exception quotes what getaddrinfo said, if that said anything; of
/// Android's nobody can tell whether there is no such name or nobody answered.
#[cfg(unix)]
fn unresolved(reason: &str, is_android: bool) -> ResolveError {
    let is_of_java = reason.contains("UnknownHost") || reason.contains("Unable to resolve host");
    match resolve_error(reason, is_android) {
        ResolveError::Permanent if is_android && is_of_java => ResolveError::NoData,
        ResolveError::Permanent => ResolveError::Temporary,
        said => said,
    }
}

#[cfg(unix)]
const IS_ANDROID: bool = cfg!(target_os = "android");

impl From<RadioReading> for Reading {
    fn from(reading: RadioReading) -> Self {
        let RadioReading { link, operator, cell, signal_dbm } = reading;
        Self {
            technology: link.map(Technology::from),
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_platform_throws_says_no_more_than_the_platform_knows() {
        let thrown = "java.net.UnknownHostException: Unable to resolve host \"site.example\": No address \
                      associated with hostname";
        assert_eq!(unresolved(thrown, true), ResolveError::NoData);
        assert_eq!(
            unresolved("java.net.UnknownHostException: site.example", true),
            ResolveError::NoData
        );
        assert_eq!(unresolved(thrown, false), ResolveError::NoAddress);
        assert_eq!(unresolved("it hangs", true), ResolveError::Temporary);
        assert_eq!((unnamed(true), unnamed(false)), (ResolveError::NoData, ResolveError::NoName));
    }
}
