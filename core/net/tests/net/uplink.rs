//! Every socket goes over the uplink that was chosen, and nothing without it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arna_model::Failure;
use arna_net::{Dial, OsWire, ResolveError, Uplink, Wire as _, classify};
use async_trait::async_trait;
use rustls::RootCertStore;
use tokio::net::{TcpListener, UdpSocket};

use crate::support::net_over;

/// Counts what it takes, or refuses it.
struct Counts {
    is_gone: bool,
    taken: AtomicUsize,
}

#[async_trait]
impl Uplink for Counts {
    async fn take(&self, _socket: OwnedFd) -> io::Result<()> {
        self.taken.fetch_add(1, Ordering::Relaxed);
        if self.is_gone {
            return Err(io::ErrorKind::NetworkUnreachable.into());
        }
        Ok(())
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        match name {
            "there.example" => Ok(vec![Ipv4Addr::LOCALHOST.into()]),
            _ => Err(ResolveError::NoName),
        }
    }
}

fn wire(is_gone: bool) -> (OsWire, Arc<Counts>) {
    let counts = Arc::new(Counts { is_gone, taken: AtomicUsize::default() });
    (OsWire::new().on(counts.clone()), counts)
}

#[tokio::test]
async fn connections_datagrams_and_probes_are_put_onto_it_before_anything_is_sent() {
    let (wire, counts) = wire(false);
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = server.local_addr().unwrap();
    let dial = Dial { address, receive_buffer: None };
    let (stream, accepted) = tokio::join!(wire.connect(dial), server.accept());
    stream.unwrap();
    accepted.unwrap();
    let echo = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let datagrams = wire.datagrams(echo.local_addr().unwrap()).await.unwrap();
    datagrams.send(b"x").await.unwrap();
    assert_eq!(echo.recv_from(&mut [0; 8]).await.unwrap().0, 1);
    assert_eq!(counts.taken.load(Ordering::Relaxed), 2);
    if cfg!(any(target_os = "linux", target_os = "android")) {
        wire.probe(address, 9).await.unwrap();
        assert_eq!(counts.taken.load(Ordering::Relaxed), 3);
    }
}

#[tokio::test]
async fn without_it_nothing_is_sent() {
    let (wire, counts) = wire(true);
    let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = server.local_addr().unwrap();
    let refused = wire.connect(Dial { address, receive_buffer: None }).await.err().unwrap();
    assert_eq!(refused.kind(), io::ErrorKind::NetworkUnreachable);
    assert!(wire.datagrams(address).await.is_err());
    assert_eq!(counts.taken.load(Ordering::Relaxed), 2);
    server.into_std().unwrap().accept().expect_err("nobody called");
}

#[tokio::test]
async fn names_are_asked_of_its_own_resolver() {
    let (wire, _) = wire(false);
    assert_eq!(wire.resolve("there.example").await.unwrap(), [IpAddr::from([127, 0, 0, 1])]);
    assert!(matches!(wire.resolve("localhost").await, Err(ResolveError::NoName)));
}

/// Its own resolver gives nothing, for this reason; it names others.
struct Mute {
    why: ResolveError,
    resolvers: Vec<SocketAddr>,
    taken: AtomicUsize,
}

#[async_trait]
impl Uplink for Mute {
    async fn take(&self, _socket: OwnedFd) -> io::Result<()> {
        self.taken.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn resolve(&self, _name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        Err(self.why)
    }

    async fn resolvers(&self) -> Vec<SocketAddr> {
        self.resolvers.clone()
    }
}

/// What comes of a name on such a network, how many sockets were put onto it, and how many bytes that took beside what is
/// estimated of the system's own asking.
async fn asked(
    why: ResolveError,
    resolvers: Vec<SocketAddr>,
) -> (Result<Vec<IpAddr>, Failure>, usize, u64) {
    let mute = Arc::new(Mute { why, resolvers, taken: AtomicUsize::default() });
    let net = net_over(OsWire::new().on(mute.clone()), RootCertStore::empty());
    let said = net.resolve("one.example").await.outcome;
    let lookups = net.take().observations;
    assert_eq!(lookups.len(), 1, "the lookup alone is kept: {lookups:?}");
    let beside = net.bytes() - lookups[0].bytes;
    (said, mute.taken.load(Ordering::Relaxed), beside.total())
}

/// A resolver that says this, and gives a name one address if that is no failure.
async fn resolver(rcode: u8) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut query = [0; 512];
        while let Ok((length, peer)) = socket.recv_from(&mut query).await {
            let mut answer = query[..length].to_vec();
            answer[2..4].copy_from_slice(&[0x81, 0x80 | rcode]);
            // The question ends with the kind of record and its class.
            if rcode == 0 && answer[length - 3] == 1 {
                answer[7] = 1;
                answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 5, 9, 0, 1]);
            }
            socket.send_to(&answer, peer).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn where_nobody_knows_why_there_is_nothing_those_whom_it_names_are_asked_over_it() {
    let (knows, fails, denies) = (resolver(0).await, resolver(2).await, resolver(3).await);
    let (said, taken, bytes) = asked(ResolveError::NoData, vec![fails, knows]).await;
    assert_eq!(said, Ok(vec![[5, 9, 0, 1].into()]));
    assert!(taken > 0, "it was asked over another network");
    assert!((200..2_000).contains(&bytes), "each question and its answer is counted: {bytes}");
    let said = async |resolver| asked(ResolveError::NoData, vec![resolver]).await.0;
    assert_eq!(said(denies).await, Err(Failure::DnsNxdomain));
    assert_eq!(said(fails).await, Err(Failure::AndroidDnsCacheNoData));
    let nobody = asked(ResolveError::NoData, vec![]).await;
    assert_eq!(nobody, (Err(Failure::AndroidDnsCacheNoData), 0, 0));
    // Who says why is believed.
    for why in [ResolveError::NoName, ResolveError::Temporary, ResolveError::NoNetwork] {
        assert_eq!(asked(why, vec![knows]).await, (Err(classify::resolve_failure(why)), 0, 0));
    }
}
