//! A Wire around the helper's Wire: the last wall before a socket.
//!
//! Whatever a request, a redirect or a resolver names, a connection to an address that is not public, or that is
//! this machine's own, ends here. It also opens the receive window that a phone keeps small: the helper reads more
//! of a page, though never more than is of use.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use arna_model::{Failure, Micros, WallTime};
use arna_net::{Datagrams, Dial, Entropy, ResolveError, Stream, Wire};
use async_trait::async_trait;

use crate::bogon::{is_bogon, meant};

pub(crate) struct Fence {
    wire: Arc<dyn Wire>,
    allow_private: bool,
    own: RwLock<BTreeSet<IpAddr>>,
}

impl Fence {
    pub(crate) fn new(wire: Arc<dyn Wire>, allow_private: bool) -> Arc<Self> {
        Arc::new(Self { wire, allow_private, own: RwLock::default() })
    }

    /// From now on these are this machine's own addresses, and no others.
    pub(crate) fn set_own(&self, addresses: impl IntoIterator<Item = IpAddr>) {
        let own = addresses.into_iter().map(meant).collect();
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = own;
    }

    /// Whether a stranger may make us talk to `address`.
    pub(crate) fn is_open_to(&self, address: IpAddr) -> bool {
        self.refusal(address).is_none()
    }

    /// Why a stranger may not: no site can be there, or it is ours, which says nothing about the site.
    pub(crate) fn refusal(&self, address: IpAddr) -> Option<Failure> {
        match address {
            _ if self.allow_private => None,
            _ if is_bogon(address) => Some(Failure::DnsBogon),
            _ if self.is_own(address) => Some(Failure::PermissionDenied),
            _ => None,
        }
    }

    /// At its own address a machine may serve what is meant for itself alone.
    fn is_own(&self, address: IpAddr) -> bool {
        self.own.read().unwrap_or_else(PoisonError::into_inner).contains(&meant(address))
    }
}

#[async_trait]
impl Wire for Fence {
    fn now(&self) -> Micros {
        self.wire.now()
    }

    fn uptime(&self) -> Micros {
        self.wire.uptime()
    }

    fn boot(&self) -> Option<String> {
        self.wire.boot()
    }

    fn wall(&self) -> WallTime {
        self.wire.wall()
    }

    fn entropy(&self, label: &str) -> Entropy {
        self.wire.entropy(label)
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        if !self.is_open_to(dial.address.ip()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        self.wire.connect(Dial { receive_buffer: Some(WINDOW), ..dial }).await
    }

    /// Not fenced: the only peer is the resolver of the settings.
    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.wire.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.wire.resolve(name).await
    }
}

/// What a server may send before it is read. With the systems' own windows, which grow to megabytes, it would be
/// more than what is wanted of a page.
const WINDOW: u32 = 64 * 1024;
