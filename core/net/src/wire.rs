//! The seam that makes everything testable: what an operating system offers a prober.
//!
//! Sockets, the system's resolver, the time **and entropy** come through this trait and from nowhere
//! else. There are two implementations: [`OsWire`](crate::OsWire) over the machine's own network, and
//! the lab's over a simulated one. rustls and hyper run unmodified over both.
//!
//! Waiting goes through tokio's timers on both sides (the lab runs on tokio's paused clock), so a
//! Wire says what time it is but need not know how to sleep.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::time::Duration;

use arna_model::{Bytes, Micros, TcpInfo, WallTime};
use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::Entropy;

/// What an operating system offers a prober, on one uplink.
#[async_trait]
pub trait Wire: Send + Sync + 'static {
    /// Monotonic time since this Wire was made.
    fn now(&self) -> Micros;

    /// Monotonic time that goes on while the phone sleeps, from a moment of its own.
    fn uptime(&self) -> Micros {
        self.now()
    }

    /// Which start of the machine `uptime` counts from: the same word means the same one. `None`: unknown.
    fn boot(&self) -> Option<String> {
        None
    }

    /// What the phone's own clock says, right or wrong.
    fn wall(&self) -> WallTime;

    /// Entropy for one purpose. The label names the purpose (`run`, `look/3/tls`): in the lab the same
    /// label always gives the same bytes, so labels are never used twice for different things.
    fn entropy(&self, label: &str) -> Entropy;

    /// Lets all that is due now happen first. Work on another thread (the store's) takes real time, in
    /// which a simulated network stands still: after this, what follows no longer depends on how much
    /// the network's own tasks got done meanwhile. The machine's network needs no such thing.
    async fn settle(&self) {}

    /// Whether the network that was chosen is away now.
    fn is_away(&self) -> bool {
        false
    }

    /// How often it went away so far.
    fn absences(&self) -> u64 {
        0
    }

    /// Whether it is away, or was since there were so many absences: whatever was under way meanwhile is worth nothing.
    async fn has_left_since(&self, _absences: u64) -> bool {
        false
    }

    /// Waits while it is away.
    async fn ready(&self) {}

    /// Ends when it has been away for so long that nobody waits for it any more. Somebody has to listen to it for
    /// the network's absences to be noticed.
    async fn lost(&self) {
        std::future::pending().await
    }

    /// Opens a TCP connection.
    ///
    /// # Errors
    /// As the operating system reports them; the caller sets the deadline.
    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>>;

    /// Opens a UDP socket that sends to, and hears from, `peer` only, on a fresh local port.
    ///
    /// # Errors
    /// As the operating system reports them.
    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>>;

    /// Sends a SYN to `address` that dies at the `hop_limit`th hop, unless that is the far end, and waits for what
    /// becomes of it. The system sends it again as any SYN. Dropping the future ends it.
    ///
    /// # Errors
    /// As the operating system reports them; `Unsupported` where it does not tell a socket what routers say. The
    /// caller sets the deadline.
    async fn probe(&self, _address: SocketAddr, _hop_limit: u8) -> io::Result<Fate> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Asks the system's resolver, as a browser would.
    ///
    /// # Errors
    /// What the system's resolver says.
    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError>;

    /// Whom the network names to be asked in that one's place, where it says [`ResolveError::NoData`]. None: nobody is.
    async fn resolvers(&self) -> Vec<SocketAddr> {
        Vec::new()
    }
}

/// A TCP connection to open.
#[derive(Clone, Debug)]
pub struct Dial {
    /// Where to.
    pub address: SocketAddr,
    /// Receive buffer in bytes, set before the SYN so that it bounds the window: what is not wanted is
    /// then not sent. `None`: the system's default.
    pub receive_buffer: Option<u32>,
}

/// What became of a SYN that was to die on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A router says that its hops are used up. Its address, where the system tells.
    Expired(Option<IpAddr>),
    /// A router says that it goes no further. Its address, where the system tells.
    Unreachable(Option<IpAddr>),
    /// A connection opened, and was reset at once.
    Opened,
    /// A reset came, in the name of the far end.
    Refused,
}

/// An open TCP connection.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// What the system knows of the connection, where it tells.
    fn info(&self) -> Option<TcpInfo>;

    /// Bytes on the wire so far, IP and TCP headers and retransmissions included; an estimate where
    /// the system does not tell.
    fn meter(&self) -> Bytes;

    /// Has the connection end with a reset once it is dropped: what was never answered is not sent again
    /// behind our back, as systems do for a minute.
    fn give_up(&mut self);

    /// From here on nothing that is sent goes further than so many hops, what is sent again neither. It is never
    /// raised again.
    ///
    /// # Errors
    /// As the operating system reports them; then nothing has changed.
    fn set_hop_limit(&mut self, hop_limit: u8) -> io::Result<()>;

    /// Lets go of it as dropping would, and says what its meter says when nothing more is expected to pass. `None`:
    /// nobody could tell more than now, and it is dropped.
    fn linger(self: Box<Self>) -> Option<Pin<Box<dyn Future<Output = Bytes> + Send>>> {
        None
    }

    /// Has reading wait until so many bytes are there, no more can come, or the receive buffer is full:
    /// what is not read does not open the window again. Where a system cannot, it reads what there is.
    fn wait_for(&mut self, least: usize);
}

/// How long a connection that was let go is kept for what still passes: one and a half round trips, and never long
/// (**ours**): clocks tick in milliseconds, and a stall is no reason to keep it.
pub fn lingers_for(rtt: Micros) -> Duration {
    const SHORTEST: Duration = Duration::from_millis(10);
    const LONGEST: Duration = Duration::from_millis(750);
    Duration::from(rtt).mul_f64(1.5).clamp(SHORTEST, LONGEST)
}

/// An open UDP socket with one peer. Both calls are cancel-safe.
#[async_trait]
pub trait Datagrams: Send + Sync {
    /// Sends one datagram.
    async fn send(&self, payload: &[u8]) -> io::Result<()>;

    /// Receives the next one.
    async fn receive(&self) -> io::Result<Vec<u8>>;

    /// The local end: the address from which the peer is spoken to, and the port.
    fn local(&self) -> SocketAddr;

    /// Bytes on the wire so far, IP and UDP headers included.
    fn meter(&self) -> Bytes;
}

/// Why the system's resolver gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// The name does not exist.
    #[error("the name does not exist")]
    NoName,
    /// The name has no address, or does not exist (most systems do not tell these apart).
    #[error("the name has no address")]
    NoAddress,
    /// Android gives nothing, and keeps to itself why: no such name, no answer, trouble of the resolver's, no network.
    #[error("the resolver gives nothing")]
    NoData,
    /// No answer, or a failure that may pass.
    #[error("the resolver did not answer")]
    Temporary,
    /// The resolver gave up for good.
    #[error("the resolver failed")]
    Permanent,
    /// The machine has no network.
    #[error("there is no network")]
    NoNetwork,
}
