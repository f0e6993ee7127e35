//! Several addresses of one name over real sockets.

use std::net::SocketAddr;

use crate::support::net;
use arna_model::{Event, Failure};
use rustls::RootCertStore;
use tokio::net::{TcpListener, TcpSocket};

async fn listening() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// A port whose queue is full: Linux leaves the next SYN unanswered.
async fn silent() -> (TcpListener, SocketAddr, Vec<tokio::net::TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let first = tokio::net::TcpStream::connect(address).await.unwrap();
    (listener, address, vec![first])
}

#[tokio::test]
async fn a_refusal_is_followed_by_the_next_at_once_and_kept() {
    let (_listener, open) = listening().await;
    let closed = listening().await.1;
    let net = net(RootCertStore::empty());
    let mut left = vec![closed, open];
    assert_eq!(net.connect_first(&mut left).await.unwrap().address, open);
    assert_eq!(left, []);
    let seen = net.take().observations;
    let failures: Vec<_> = seen.iter().map(|one| one.failure.clone()).collect();
    assert_eq!(failures, [Some(Failure::ConnectionRefused), None]);
    let mut left = vec![closed];
    assert!(net.connect_first(&mut left).await.is_none() && left.is_empty());
    assert!(net.connect_first(&mut left).await.is_none(), "nobody to race");
}

#[tokio::test]
async fn who_is_overtaken_did_not_fail() {
    let (_queue, silent, _held) = silent().await;
    let (_listener, open) = listening().await;
    let (_spare, spare) = listening().await;
    let net = net(RootCertStore::empty());
    let mut left = vec![silent, open, spare];
    assert_eq!(net.connect_first(&mut left).await.unwrap().address, open);
    assert_eq!(left, [silent, spare], "they can still be tried");
    let seen = net.take().observations;
    let overtaken = seen.iter().find(|one| one.failure.is_some()).unwrap();
    assert_eq!(overtaken.failure, Some(Failure::Interrupted));
    let Event::TcpConnect(connect) = &overtaken.event else { panic!("{overtaken:?}") };
    assert_eq!(connect.address, silent);
}
