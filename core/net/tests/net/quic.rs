//! QUIC over this machine's own sockets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use crate::support::{certified, config};
use arna_model::{Event, Failure, QuicHandshake};
use arna_net::Net;
use bytes::BytesMut;
use quinn_proto::crypto::rustls::QuicServerConfig;
use quinn_proto::{DatagramEvent, Endpoint, EndpointConfig, ServerConfig};
use ring::{hkdf, hmac};
use rustls::RootCertStore;
use tokio::net::UdpSocket;

/// A server of QUIC for `localhost` that speaks `protocol`, and its root. It ends with the test.
async fn server(protocol: &[u8]) -> (SocketAddr, RootCertStore) {
    let (chain, key, roots) = certified();
    let mut tls = config(chain, &key);
    tls.alpn_protocols = vec![protocol.to_vec()];
    let crypto = Arc::new(QuicServerConfig::try_from(tls).unwrap());
    let tokens = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(&[1]);
    let config = ServerConfig::new(crypto, Arc::new(tokens));
    let reset = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &[2]));
    let settings = Arc::new(EndpointConfig::new(reset));
    let endpoint = Endpoint::new(settings, Some(Arc::new(config)), false, None);
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(serve(endpoint, socket));
    (address, roots)
}

/// Answers one visitor. Nothing is lost on the loopback, so no timer is needed.
async fn serve(mut endpoint: Endpoint, socket: UdpSocket) {
    let mut visitor = None;
    let mut datagram = [0; 2048];
    while let Ok((length, from)) = socket.recv_from(&mut datagram).await {
        let (now, mut out) = (Instant::now(), Vec::new());
        let came = BytesMut::from(&datagram[..length]);
        match endpoint.handle(now, from, None, None, came, &mut out) {
            Some(DatagramEvent::NewConnection(incoming)) => {
                visitor = endpoint.accept(incoming, now, &mut out, None).ok();
                // Who shares no protocol hears of it at once.
                if visitor.is_none() {
                    socket.send_to(&out, from).await.unwrap();
                }
            }
            Some(DatagramEvent::ConnectionEvent(_, event)) => {
                if let Some((_, connection)) = &mut visitor {
                    connection.handle_event(event);
                }
            }
            _ => {}
        }
        let Some((handle, connection)) = &mut visitor else { continue };
        while let Some(event) = connection.poll_endpoint_events() {
            if let Some(event) = endpoint.handle_event(*handle, event) {
                connection.handle_event(event);
            }
        }
        out.clear();
        while let Some(sent) = connection.poll_transmit(now, 1, &mut out) {
            socket.send_to(&out[..sent.size], from).await.unwrap();
            out.clear();
        }
    }
}

/// The only observation on a tape, its failure, and the bytes in both directions.
fn seen(net: &Net) -> (QuicHandshake, Option<Failure>, (u64, u64)) {
    let mut recorded = net.take();
    let one = recorded.observations.pop().unwrap();
    assert!(recorded.observations.is_empty());
    let Event::QuicHandshake(handshake) = one.event else { panic!("{:?}", one.event) };
    for id in handshake.initial.iter().chain(handshake.chain.iter().map(|leaf| &leaf.sha256)) {
        assert!(recorded.blobs.iter().any(|blob| blob.id == *id), "{id:?}");
    }
    (handshake, one.failure, (one.bytes.sent, one.bytes.received))
}

#[tokio::test]
async fn a_handshake_is_recorded_with_all_that_it_showed() {
    let (address, roots) = server(b"h3").await;
    let net = crate::support::net(roots);
    let outcome = net.quic_handshake(address, "localhost").await.outcome;
    assert_eq!(outcome, Ok(None));
    let (handshake, failure, (sent, received)) = seen(&net);
    assert!(handshake.is_complete && failure.is_none());
    assert_eq!((handshake.address, handshake.server_name.as_str()), (address, "localhost"));
    assert_eq!(handshake.alpn.as_deref(), Some("h3"));
    assert!(handshake.first_byte.is_some() && handshake.chain.len() == 1);
    // An Initial that has to fill 1200 bytes, another that acknowledges, the end of the handshake, a farewell.
    assert!((2 * 1228..3500).contains(&sent), "{sent} B sent");
    assert!((1228..4 * 1228).contains(&received), "{received} B received");
}

#[tokio::test]
async fn a_chain_that_nobody_knows_is_kept_and_refused() {
    let (address, _) = server(b"h3").await;
    let net = crate::support::net(RootCertStore::empty());
    let outcome = net.quic_handshake(address, "localhost").await.outcome;
    assert_eq!(outcome, Ok(Some(Failure::SslUnknownAuthority)));
    let (handshake, failure, _) = seen(&net);
    assert!(handshake.is_complete && handshake.chain.len() == 1);
    assert_eq!(failure, Some(Failure::SslUnknownAuthority));
}

#[tokio::test]
async fn who_shares_no_protocol_says_so() {
    let (address, roots) = server(b"doq").await;
    let net = crate::support::net(roots);
    let outcome = net.quic_handshake(address, "localhost").await.outcome;
    assert_eq!(outcome, Err(Failure::SslFailedHandshake));
    let (handshake, ..) = seen(&net);
    assert!(!handshake.is_complete && handshake.first_byte.is_some());
}

#[tokio::test]
async fn a_closed_port_refuses_at_once() {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    drop(socket);
    let net = crate::support::net(RootCertStore::empty());
    let begun = Instant::now();
    let outcome = net.quic_handshake(address, "localhost").await.outcome;
    assert_eq!(outcome, Err(Failure::ConnectionRefused));
    assert!(begun.elapsed().as_secs() < 5);
    let (handshake, _, (_, received)) = seen(&net);
    assert!(handshake.initial.is_some() && handshake.first_byte.is_none() && received == 0);
}

#[tokio::test]
async fn what_is_no_name_is_not_said() {
    let net = crate::support::net(RootCertStore::empty());
    let at = SocketAddr::from(([127, 0, 0, 1], 9));
    let outcome = net.quic_handshake(at, "not a name").await.outcome;
    assert!(matches!(outcome, Err(Failure::Unknown(_))), "{outcome:?}");
    assert!(seen(&net).0.initial.is_none());
}
