//! A helper says which ClientHello it saw, and a phone that compares it with what it sent sees who sits between.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{Loopback, certificate, helper};
use arna_model::{Micros, Reflection, RunId};
use arna_net::{Net, Platform, Recorder, Settings};
use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A helper that accepts one phone, whoever it is.
async fn put_up() -> (SocketAddr, RootCertStore) {
    let (roots, config) = certificate("th.kz");
    let helper = helper(&Loopback::new(), RootCertStore::empty());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, phone) = listener.accept().await.unwrap();
        helper.serve_tls(stream, phone.ip(), config).await;
    });
    (address, roots)
}

/// Who ends TLS and begins it anew, as an antivirus or a company does, and passes on all that is said.
async fn intercept(server: SocketAddr, trusted: RootCertStore) -> SocketAddr {
    let (_, config) = certificate("forbidden.example");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (phone, _) = listener.accept().await.unwrap();
        let mut phone = TlsAcceptor::from(config).accept(phone).await.unwrap();
        let own = ClientConfig::builder_with_details(arna_net::tls_provider(), Arc::new(May2024))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let name = ServerName::try_from("th.kz").unwrap();
        let stream = TcpStream::connect(server).await.unwrap();
        let mut server = TlsConnector::from(Arc::new(own)).connect(name, stream).await.unwrap();
        copy_bidirectional(&mut phone, &mut server).await.ok();
    });
    address
}

/// When the certificates hold.
#[derive(Debug)]
struct May2024;

impl TimeProvider for May2024 {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(1_714_521_600)))
    }
}

async fn reflected(at: SocketAddr) -> Reflection {
    let settings = Settings {
        roots: RootCertStore::empty().into(),
        epoch: Micros(0),
        before: Micros(0),
        platform: Platform::default(),
    };
    let net = Net::new(Loopback::new(), settings, Recorder::new(RunId::new("r"), 0));
    let connection = net.connect(at).await.outcome.unwrap();
    let shaken = net.handshake_unverified(connection, "forbidden.example").await.outcome;
    let (secured, _) = shaken.unwrap();
    let seen = net.reflection(secured).await.unwrap();
    let kept = net.take().observations;
    let last = kept.last().unwrap();
    assert_eq!(last.id, seen.id);
    assert!((1..12_000).contains(&last.bytes.total()), "{:?}", last.bytes);
    seen.outcome.unwrap()
}

#[tokio::test]
async fn what_is_sent_is_what_the_helper_sees_where_nobody_sits_between() {
    let (server, _) = put_up().await;
    let direct = reflected(server).await;
    assert_eq!(direct.seen.as_ref(), Some(&direct.sent));
    assert_eq!(direct.sent.server_name.as_deref(), Some("forbidden.example"));
    assert!(!direct.is_another());
}

#[tokio::test]
async fn an_interceptor_shows_by_its_own_hello() {
    let (server, roots) = put_up().await;
    let held = reflected(intercept(server, roots).await).await;
    let seen = held.seen.as_ref().unwrap();
    assert_eq!(seen.server_name.as_deref(), Some("th.kz"));
    assert_ne!(seen.ja4, held.sent.ja4);
    assert!(held.is_another());
}

#[tokio::test]
async fn who_is_no_helper_of_ours_says_nothing() {
    let port = crate::common::site(Some(certificate("forbidden.example").1)).await;
    let other = reflected(SocketAddr::from(([127, 0, 0, 1], port))).await;
    assert_eq!(other.seen, None);
    assert!(!other.is_another());
}
