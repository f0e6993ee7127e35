//! The machine's own network.

#[cfg(unix)]
mod absence;
mod low_water;
mod probe;
mod stream;
mod tcp_info;
mod uptime;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
#[cfg(unix)]
use std::ops::Not as _;
#[cfg(unix)]
use std::os::fd::AsFd;
#[cfg(unix)]
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use arna_model::{Bytes, Micros, WallTime};
use async_trait::async_trait;
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::net::{TcpSocket, UdpSocket};

#[cfg(unix)]
use crate::Uplink;
use crate::wire::{Datagrams, Dial, Fate, ResolveError, Stream};
use crate::{Entropy, Wire, classify};
#[cfg(unix)]
pub use absence::Absence;
use stream::OsStream;

/// Whether this system tells what routers say of a SYN that dies on the way ([`Wire::probe`]).
pub const HEARS_ROUTERS: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Sockets of the operating system, on its default route or on one uplink.
pub struct OsWire {
    started: Instant,
    #[cfg(unix)]
    uplink: Option<Arc<dyn Uplink>>,
    #[cfg(unix)]
    absence: Option<Absence>,
}

impl OsWire {
    /// A Wire whose clock starts now.
    #[expect(clippy::disallowed_methods, reason = "this is the room where clocks live")]
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            #[cfg(unix)]
            uplink: None,
            #[cfg(unix)]
            absence: None,
        }
    }

    /// The same on one of the machine's networks: every socket, and every name that its resolver is asked for.
    #[cfg(unix)]
    #[must_use]
    pub fn on(self, uplink: Arc<dyn Uplink>) -> Self {
        Self { absence: Some(Absence::new(uplink.clone())), uplink: Some(uplink), ..self }
    }

    /// Puts a fresh socket onto the uplink.
    #[cfg(unix)]
    async fn put(&self, socket: &impl AsFd) -> io::Result<()> {
        match &self.uplink {
            Some(uplink) => uplink.take(socket.as_fd().try_clone_to_owned()?).await,
            None => Ok(()),
        }
    }

    #[cfg(not(unix))]
    async fn put<S>(&self, _socket: &S) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for OsWire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsWire").finish_non_exhaustive()
    }
}

impl Default for OsWire {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Wire for OsWire {
    fn now(&self) -> Micros {
        self.started.elapsed().into()
    }

    fn uptime(&self) -> Micros {
        uptime::since_boot().unwrap_or_else(|| self.now())
    }

    fn boot(&self) -> Option<String> {
        uptime::boot()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the room where clocks live")]
    fn wall(&self) -> WallTime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        WallTime(since.map_or(0, |since| since.as_micros() as i64))
    }

    fn entropy(&self, _label: &str) -> Entropy {
        let mut seed = [0; 32];
        SystemRandom::new().fill(&mut seed).expect("the operating system has entropy");
        Entropy::from_seed(seed)
    }

    #[cfg(unix)]
    fn is_away(&self) -> bool {
        self.absence.as_ref().is_some_and(Absence::is_away)
    }

    #[cfg(unix)]
    fn absences(&self) -> u64 {
        self.absence.as_ref().map_or(0, Absence::count)
    }

    #[cfg(unix)]
    async fn has_left_since(&self, absences: u64) -> bool {
        match &self.absence {
            Some(absence) => absence.is_there().await.not() || absence.count() != absences,
            None => false,
        }
    }

    #[cfg(unix)]
    async fn ready(&self) {
        if let Some(absence) = &self.absence {
            absence.ready().await;
        }
    }

    #[cfg(unix)]
    async fn lost(&self) {
        match &self.absence {
            Some(absence) => absence.lost().await,
            None => std::future::pending().await,
        }
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        let socket = match dial.address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        if let Some(bytes) = dial.receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        self.put(&socket).await?;
        let stream = socket.connect(dial.address).await?;
        stream.set_nodelay(true)?;
        Ok(Box::new(OsStream::new(stream, dial.address.is_ipv6())))
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        let any: SocketAddr = match peer {
            SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
            SocketAddr::V6(_) => ([0u16; 8], 0).into(),
        };
        let socket = UdpSocket::bind(any).await?;
        self.put(&socket).await?;
        socket.connect(peer).await?;
        let local = socket.local_addr()?;
        let headers = if peer.is_ipv4() { 28 } else { 48 };
        let (sent, received) = (AtomicU64::new(0), AtomicU64::new(0));
        Ok(Box::new(OsDatagrams { socket, local, headers, sent, received }))
    }

    async fn probe(&self, address: SocketAddr, hop_limit: u8) -> io::Result<Fate> {
        let socket = probe::socket(address, hop_limit)?;
        self.put(&socket).await?;
        probe::probe(socket, address).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        #[cfg(unix)]
        if let Some(uplink) = &self.uplink {
            return uplink.resolve(name).await;
        }
        system_resolve(name).await
    }

    async fn resolvers(&self) -> Vec<SocketAddr> {
        #[cfg(unix)]
        if let Some(uplink) = &self.uplink {
            return uplink.resolvers().await;
        }
        Vec::new()
    }
}

/// Asks the system's resolver, over whatever network it likes.
///
/// # Errors
/// What it says.
pub async fn system_resolve(name: &str) -> Result<Vec<IpAddr>, ResolveError> {
    match tokio::net::lookup_host((name, 0)).await {
        Ok(found) => {
            let mut addresses = Vec::new();
            for address in found.map(|address| address.ip()) {
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
            Ok(addresses)
        }
        Err(error) => Err(classify::resolve_error(&error.to_string(), cfg!(target_os = "android"))),
    }
}

/// The longest payload of UDP.
const LONGEST_DATAGRAM: usize = 65_527;

struct OsDatagrams {
    socket: UdpSocket,
    local: SocketAddr,
    headers: u64,
    sent: AtomicU64,
    received: AtomicU64,
}

#[async_trait]
impl Datagrams for OsDatagrams {
    async fn send(&self, payload: &[u8]) -> io::Result<()> {
        self.socket.send(payload).await?;
        self.sent.fetch_add(payload.len() as u64 + self.headers, Ordering::Relaxed);
        Ok(())
    }

    async fn receive(&self) -> io::Result<Vec<u8>> {
        // What does not fit would be cut off, and is paid for all the same.
        let mut datagram = vec![0; LONGEST_DATAGRAM];
        let length = self.socket.recv(&mut datagram).await?;
        datagram.truncate(length);
        datagram.shrink_to_fit();
        self.received.fetch_add(length as u64 + self.headers, Ordering::Relaxed);
        Ok(datagram)
    }

    fn local(&self) -> SocketAddr {
        self.local
    }

    fn meter(&self) -> Bytes {
        Bytes {
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
        }
    }
}
