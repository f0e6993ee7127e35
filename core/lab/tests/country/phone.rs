//! What a test does with the lab's phone: plain rustls over the Wire, nothing of Arna's own measuring.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use arna_lab::{Lab, Options, Scenario, runtime};
use arna_model::{Code, Target};
use arna_net::{Dial, Stream, Wire};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

pub(crate) fn options(seed: u64) -> Options {
    Options { seed, ..Options::default() }
}

/// Runs `story` in a scenario.
pub(crate) fn within<T>(name: &str, story: impl AsyncFnOnce(&Lab) -> T) -> T {
    runtime().expect("a runtime").block_on(async {
        let lab = Lab::open(Scenario::named(name).expect(name), &options(7)).expect("opens");
        story(&lab).await
    })
}

pub(crate) fn names(lab: &Lab, wanted: impl Fn(&Target) -> bool) -> Vec<String> {
    let name = |target: &Target| {
        target.input.trim_start_matches("https://").trim_end_matches('/').to_owned()
    };
    lab.targets().iter().filter(|target| wanted(target)).map(name).collect()
}

pub(crate) fn is_right(target: &Target, code: Code) -> bool {
    target.truth.as_ref().expect("lab targets have a truth").right.contains(&code)
}

pub(crate) async fn address(lab: &Lab, name: &str) -> IpAddr {
    lab.wire().resolve(name).await.expect(name)[0]
}

pub(crate) async fn dial(lab: &Lab, name: &str, port: u16) -> io::Result<Box<dyn Stream>> {
    let address = SocketAddr::new(address(lab, name).await, port);
    timeout(PATIENCE, lab.wire().connect(Dial { address, receive_buffer: None })).await?
}

pub(crate) async fn shake(
    lab: &Lab,
    stream: Box<dyn Stream>,
    name: &str,
) -> io::Result<TlsStream<Box<dyn Stream>>> {
    let clock = Arc::new(Clock(lab.wire()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, clock)
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_root_certificates(lab.roots())
        .with_no_client_auth();
    connect(config, stream, name).await
}

async fn connect(
    config: ClientConfig,
    stream: Box<dyn Stream>,
    name: &str,
) -> io::Result<TlsStream<Box<dyn Stream>>> {
    let server_name = ServerName::try_from(name.to_owned()).expect("a name");
    timeout(PATIENCE, TlsConnector::from(Arc::new(config)).connect(server_name, stream)).await?
}

/// The chain that is shown for `name`, trusted or not.
pub(crate) async fn chain(lab: &Lab, name: &str) -> Vec<CertificateDer<'static>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Credulous))
        .with_no_client_auth();
    let stream = dial(lab, name, 443).await.expect("TCP opens");
    let stream = connect(config, stream, name).await.expect("a handshake");
    stream.get_ref().1.peer_certificates().expect("a chain").to_vec()
}

/// The head and the beginning of the body of the page at `https://name/`.
pub(crate) async fn fetch(lab: &Lab, name: &str) -> io::Result<String> {
    let mut stream = shake(lab, dial(lab, name, 443).await?, name).await?;
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {name}\r\n\r\n").as_bytes()).await?;
    let mut heard = vec![0; 2048];
    let read = timeout(PATIENCE, stream.read(&mut heard)).await??;
    Ok(String::from_utf8_lossy(&heard[..read]).into_owned())
}

/// What a helper answers about `url`.
pub(crate) async fn ask(lab: &Lab, helper: &str, url: &str) -> io::Result<String> {
    let mut stream = shake(lab, dial(lab, helper, 443).await?, helper).await?;
    let body = format!(
        "{{\"http_request\":\"{url}\",\"http_request_headers\":{{}},\"tcp_connect\":[],\
         \"x_quic_enabled\":false}}"
    );
    let head = format!(
        "POST / HTTP/1.1\r\nHost: {helper}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    let mut heard = Vec::new();
    timeout(Duration::from_secs(30), stream.read_to_end(&mut heard)).await??;
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

pub(crate) struct Clock(pub(crate) Arc<dyn Wire>);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.wall().unix_seconds()).expect("after 1970");
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// Believes every certificate.
#[derive(Debug)]
struct Credulous;

impl ServerCertVerifier for Credulous {
    fn verify_server_cert(
        &self,
        _leaf: &CertificateDer<'_>,
        _others: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _leaf: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _leaf: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}
