//! One of the phone's networks that need not be its default one: cellular while Wi-Fi is up.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;

use async_trait::async_trait;

use crate::ResolveError;

/// One of the phone's networks, as its platform lets an app choose it: Android by a network's handle, Apple's
/// systems by an interface's number.
#[async_trait]
pub trait Uplink: Send + Sync + 'static {
    /// Puts a socket onto this network, before anything is sent over it. What comes is another handle to the same
    /// socket, to be closed.
    ///
    /// # Errors
    /// The network is gone, or not to be used: nothing is sent then.
    async fn take(&self, socket: OwnedFd) -> io::Result<()>;

    /// Whether the network is still there.
    async fn is_there(&self) -> bool {
        true
    }

    /// Asks this network's own resolver.
    ///
    /// # Errors
    /// What it says.
    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError>;

    /// Whom this network names to be asked for names, and who may be asked in the clear. They are, over this network, where
    /// its own resolver gives nothing and keeps to itself why. None: nobody is asked.
    async fn resolvers(&self) -> Vec<SocketAddr> {
        Vec::new()
    }
}
