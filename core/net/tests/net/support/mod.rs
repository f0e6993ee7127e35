//! A Net on this machine's loopback, and TLS servers for it.

use std::net::SocketAddr;
use std::sync::Arc;

use arna_model::{Micros, Place, RunId};
use arna_net::{Net, OsWire, Platform, Recorder, Settings, Wire};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

pub(crate) fn net(roots: RootCertStore) -> Net {
    net_over(OsWire::new(), roots)
}

pub(crate) fn net_over(wire: OsWire, roots: RootCertStore) -> Net {
    let wire = Arc::new(wire);
    let settings = Settings {
        roots: Arc::new(roots),
        epoch: wire.now(),
        before: Micros(0),
        platform: Platform::default(),
    };
    Net::new(wire, settings, Recorder::new(RunId::new("test"), 0)).at(Place::Look { attempt: 1 })
}

/// A TLS server for `localhost` that answers every request with `answer`, and its root.
pub(crate) async fn tls_server(answer: Vec<u8>) -> (SocketAddr, RootCertStore) {
    serving(&[b"http/1.1"], move |mut stream| {
        let answer = answer.clone();
        async move {
            let mut request = [0; 2048];
            if stream.read(&mut request).await.is_ok() {
                // The client closes when it has enough.
                drop(stream.write_all(&answer).await);
                drop(stream.shutdown().await);
            }
        }
    })
    .await
}

/// A TLS server for `localhost` that speaks `protocols`, and its root.
pub(crate) async fn serving<F, Served>(protocols: &[&[u8]], serve: F) -> (SocketAddr, RootCertStore)
where
    F: Fn(TlsStream<TcpStream>) -> Served + Clone + Send + 'static,
    Served: Future<Output = ()> + Send,
{
    let (chain, key, roots) = certified();
    (serving_with(chain, &key, protocols, serve).await, roots)
}

/// A chain for `localhost` with its key, and the root that signed it.
pub(crate) fn certified() -> (Vec<CertificateDer<'static>>, KeyPair, RootCertStore) {
    let mut ca = CertificateParams::default();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&key, &ca).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(ca.der().clone()).unwrap();
    (vec![leaf.der().clone()], key, roots)
}

/// What a TLS server with this chain of certificates goes by.
pub(crate) fn config(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> rustls::ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap()
}

/// A TLS server with this chain of certificates.
pub(crate) async fn serving_with<F, Served>(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    protocols: &[&[u8]],
    serve: F,
) -> SocketAddr
where
    F: Fn(TlsStream<TcpStream>) -> Served + Clone + Send + 'static,
    Served: Future<Output = ()> + Send,
{
    let mut config = config(chain, key);
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    serving_as(config, serve).await
}

/// A TLS server as it is configured.
pub(crate) async fn serving_as<F, Served>(config: rustls::ServerConfig, serve: F) -> SocketAddr
where
    F: Fn(TlsStream<TcpStream>) -> Served + Clone + Send + 'static,
    Served: Future<Output = ()> + Send,
{
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, serve) = (acceptor.clone(), serve.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    serve(stream).await;
                }
            });
        }
    });
    address
}
