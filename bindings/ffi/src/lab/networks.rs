//! The networks of a phone in a simulated country: its own, or those that an app's code tells of, all of which then lead
//! into the same country.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use arna_engine::Uplinks;
use arna_model::{Micros, Uplink, WallTime};
use arna_net::{Absence, Datagrams, Dial, Entropy, Fate, ResolveError, Stream, Wire};
use async_trait::async_trait;

/// A simulated phone's own networks.
pub(super) struct Networks(pub(super) Vec<(Uplink, Arc<dyn Wire>)>);

#[async_trait]
impl Uplinks for Networks {
    async fn list(&self) -> Vec<Uplink> {
        self.0.iter().map(|(uplink, _)| uplink.clone()).collect()
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let mut found = self.0.iter().filter(|(one, _)| one.id == uplink.id);
        found.next().map(|(_, wire)| wire.clone()).ok_or(io::ErrorKind::NotFound.into())
    }
}

/// Those that an app's code tells of: what it says of them is believed, and they come and go as it says.
pub(super) struct Told {
    pub(super) phone: Arc<dyn Uplinks>,
    pub(super) wire: Arc<dyn Wire>,
}

#[async_trait]
impl Uplinks for Told {
    async fn list(&self) -> Vec<Uplink> {
        self.phone.list().await
    }

    async fn wire(&self, uplink: &Uplink) -> io::Result<Arc<dyn Wire>> {
        let one = One { phone: self.phone.clone(), id: uplink.id.clone() };
        let absence = Absence::new(Arc::new(one));
        Ok(Arc::new(Leaves { wire: self.wire.clone(), absence }))
    }
}

/// One of them. No socket of the machine's is put onto it: there is none.
struct One {
    phone: Arc<dyn Uplinks>,
    id: String,
}

#[async_trait]
impl arna_net::Uplink for One {
    async fn take(&self, _socket: OwnedFd) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    async fn is_there(&self) -> bool {
        self.phone.list().await.iter().any(|one| one.id == self.id)
    }

    async fn resolve(&self, _name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        Err(ResolveError::NoNetwork)
    }
}

/// The country's network, away while the phone does not tell of it.
struct Leaves {
    wire: Arc<dyn Wire>,
    absence: Absence,
}

#[async_trait]
impl Wire for Leaves {
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

    async fn settle(&self) {
        self.wire.settle().await;
    }

    fn is_away(&self) -> bool {
        self.absence.is_away()
    }

    fn absences(&self) -> u64 {
        self.absence.count()
    }

    async fn has_left_since(&self, absences: u64) -> bool {
        !self.absence.is_there().await || self.absence.count() != absences
    }

    async fn ready(&self) {
        self.absence.ready().await;
    }

    async fn lost(&self) {
        self.absence.lost().await;
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        self.wire.connect(dial).await
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        self.wire.datagrams(peer).await
    }

    async fn probe(&self, address: SocketAddr, hop_limit: u8) -> io::Result<Fate> {
        self.wire.probe(address, hop_limit).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        self.wire.resolve(name).await
    }
}
