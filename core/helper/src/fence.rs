//! A Wire around the helper's Wire: the last wall before a socket.
//!
//! Whatever a request, a redirect or a resolver names, a connection to an address that is not public
//! ends here. It also opens the receive window that a phone keeps small: the helper reads whole pages.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::{Micros, WallTime};
use arna_net::{Datagrams, Dial, Entropy, ResolveError, Stream, Wire};
use async_trait::async_trait;

use crate::bogon::is_bogon;

pub(crate) struct Fence {
    wire: Arc<dyn Wire>,
    allow_private: bool,
}

impl Fence {
    pub(crate) fn new(wire: Arc<dyn Wire>, allow_private: bool) -> Arc<Self> {
        Arc::new(Self { wire, allow_private })
    }

    /// Whether a stranger may make us talk to `address`.
    pub(crate) fn is_open_to(&self, address: IpAddr) -> bool {
        self.allow_private || !is_bogon(address)
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
        self.wire.connect(Dial { receive_buffer: None, ..dial }).await
    }

    /// Not fenced: the only peer is the resolver of the settings.
    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.wire.datagrams(peer).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.wire.resolve(name).await
    }
}
