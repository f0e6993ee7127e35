//! One interface, as sockets are put onto it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use arna_net::{OsWire, ResolveError, Uplink};
use async_trait::async_trait;
use nix::net::if_::if_nametoindex;
use socket2::SockRef;

use super::resolvers::Names;

/// One interface with its resolver.
pub(super) struct Device {
    interface: Arc<Interface>,
    names: Names,
}

/// One interface.
struct Interface {
    name: String,
    /// What the kernel calls it: another one of the same name is another network.
    index: u32,
}

impl Device {
    /// The one of this name, which is to be there.
    pub(super) fn new(name: String, resolvers: Vec<IpAddr>) -> io::Result<Self> {
        let index = if_nametoindex(name.as_str())?;
        let interface = Arc::new(Interface { name, index });
        let wire = Arc::new(OsWire::new().on(interface.clone()));
        let resolvers = resolvers.into_iter().map(|ip| SocketAddr::new(ip, DNS)).collect();
        let names = Names::over(wire, resolvers);
        Ok(Self { interface, names })
    }
}

#[async_trait]
impl Uplink for Interface {
    /// Whatever leaves by it, leaves there or not at all. Since Linux 5.7 nobody needs a right for it whose socket is
    /// on none yet.
    async fn take(&self, socket: OwnedFd) -> io::Result<()> {
        SockRef::from(&socket).bind_device(Some(self.name.as_bytes()))
    }

    async fn is_there(&self) -> bool {
        if_nametoindex(self.name.as_str()) == Ok(self.index) && super::all().contains(&self.name)
    }

    async fn resolve(&self, _name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        Err(ResolveError::Temporary)
    }
}

#[async_trait]
impl Uplink for Device {
    async fn take(&self, socket: OwnedFd) -> io::Result<()> {
        self.interface.take(socket).await
    }

    async fn is_there(&self) -> bool {
        self.interface.is_there().await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.names.resolve(name).await
    }
}

const DNS: u16 = 53;
