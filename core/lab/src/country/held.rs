//! A phone whose network a VPN holds: the system lets nobody past it, and says so.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::{Micros, WallTime};
use arna_net::{Datagrams, Dial, Entropy, Fate, ResolveError, Stream, Wire};
use async_trait::async_trait;

/// The phone's network with every socket denied. Names resolve: the system asks for them itself.
pub(super) struct Held(pub(super) Arc<dyn Wire>);

#[async_trait]
impl Wire for Held {
    fn now(&self) -> Micros {
        self.0.now()
    }

    fn uptime(&self) -> Micros {
        self.0.uptime()
    }

    fn boot(&self) -> Option<String> {
        self.0.boot()
    }

    fn wall(&self) -> WallTime {
        self.0.wall()
    }

    fn entropy(&self, label: &str) -> Entropy {
        self.0.entropy(label)
    }

    async fn settle(&self) {
        self.0.settle().await;
    }

    async fn connect(&self, _dial: Dial) -> io::Result<Box<dyn Stream>> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    async fn datagrams(&self, _peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    async fn probe(&self, _address: SocketAddr, _hop_limit: u8) -> io::Result<Fate> {
        Err(io::ErrorKind::PermissionDenied.into())
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.0.resolve(name).await
    }
}
