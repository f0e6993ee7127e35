//! Every socket goes over the uplink that was chosen, and nothing without it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arna_net::{Dial, OsWire, ResolveError, Uplink, Wire as _};
use async_trait::async_trait;
use tokio::net::{TcpListener, UdpSocket};

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
