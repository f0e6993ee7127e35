//! The test helper: the outside control, speaking the protocol of OONI's `oohelperd`.
//!
//! A phone asks what a site looks like from outside: which addresses the name has, whether they take
//! connections, whether TLS verifies there, what the page is. The helper looks with the same senses as
//! the phone (`arna-net`), and answers within seconds whatever the site does.
//!
//! It is also what a sitting of confirmation needs: a TLS server of ours that takes any name
//! ([`Helper::serve_tls`] with [`server_config`]) and a UDP echo ([`echo`]).
//!
//! Anybody may ask, so everything is bounded: sizes, endpoints, time, measurements at once; and nothing
//! but a public address is ever dialled ([`bogon`], and the fence around the Wire). It opens no
//! listening socket itself (the command line and the lab do) and remembers nothing of who asked what: only
//! how much, for an hour.

pub mod bogon;
mod fence;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod guests;
mod measure;
mod overheard;
mod page;
pub mod protocol;
mod serve;
mod task;
mod vocabulary;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arna_model::{Micros, RunId};
use arna_net::{Net, Recorder, Wire};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::Semaphore;

use fence::Fence;
use guests::Guests;

/// How a helper behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether it measures private, loopback and other special addresses: for tests and the lab only.
    pub allow_private: bool,
    /// Whom the web trusts.
    pub roots: Arc<RootCertStore>,
    /// A resolver to ask over UDP; `None`: the system's.
    pub resolver: Option<SocketAddr>,
    /// Most endpoints taken from a request.
    pub max_endpoints: usize,
    /// Most addresses of the name that are tried.
    pub max_addresses: usize,
    /// Most bytes read of a page.
    pub max_page: usize,
    /// Most measurements at a time; beyond, the answer is 503.
    pub max_measurements: usize,
    /// Most targets that one client (an IPv4 address, an IPv6 /64) may ask about in an hour; beyond, the
    /// answer is 429.
    pub max_targets: u32,
    /// For a lookup.
    pub dns_patience: Micros,
    /// For a TCP connect, and again for a TLS handshake.
    pub dial_patience: Micros,
    /// For a whole measurement. A phone waits 15 s for the answer.
    pub patience: Micros,
    /// How long a connection may be silent between requests, and a request's head may take.
    pub idle: Micros,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_private: false,
            roots: Arc::new(arna_net::web_roots()),
            resolver: None,
            max_endpoints: 8,
            max_addresses: 4,
            max_page: 2 * 1024 * 1024,
            max_measurements: 64,
            // Mobile networks put hundreds of phones behind one address; a run has some 60 targets.
            max_targets: 3000,
            dns_patience: Micros::from_secs(3),
            dial_patience: Micros::from_secs(4),
            patience: Micros::from_secs(8),
            idle: Micros::from_secs(90),
        }
    }
}

/// A test helper. It serves streams that somebody else accepted.
pub struct Helper {
    fence: Arc<Fence>,
    settings: Settings,
    places: Semaphore,
    guests: Guests,
    next: AtomicU64,
}

impl Helper {
    /// A helper that looks at the world through `wire`.
    pub fn new(wire: Arc<dyn Wire>, settings: Settings) -> Arc<Self> {
        let fence = Fence::new(wire, settings.allow_private);
        let places = Semaphore::new(settings.max_measurements);
        let guests = Guests::new(settings.max_targets);
        Arc::new(Self { fence, settings, places, guests, next: AtomicU64::new(0) })
    }

    /// A Net for one measurement, whose tape nobody reads.
    fn net(&self) -> Net {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let run = RunId::new(self.fence.entropy(&format!("helper/{number}")).id());
        let settings = arna_net::Settings {
            roots: self.settings.roots.clone(),
            epoch: self.fence.now(),
            before: Micros(0),
            platform: arna_net::Platform::default(),
        };
        Net::new(self.fence.clone(), settings, Recorder::new(run, 0))
    }
}

/// A TLS server with one certificate for every name that a client may send.
///
/// It sends no session tickets: a phone on a prepaid plan would pay for them and never use them.
///
/// # Errors
/// When the key does not fit the certificate, or is of a kind that ring does not know.
pub fn server_config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<rustls::ServerConfig, rustls::Error> {
    // ring's, but in a simulation, where it does the same each time.
    let provider = arna_net::tls_provider();
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A record is read whole or not at all: small ones tell a phone sooner how fast they come.
    config.max_fragment_size = Some(MAX_RECORD);
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    Ok(config)
}

const MAX_RECORD: usize = 4 * 1024;

/// The answer to a datagram of the UDP echo: the same bytes, at most [`MAX_ECHO`] of them, so that
/// whoever forges a sender gains nothing.
pub fn echo(payload: &[u8]) -> Vec<u8> {
    payload[..payload.len().min(MAX_ECHO)].to_vec()
}

/// Most bytes of an echo.
pub const MAX_ECHO: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_never_grows() {
        assert_eq!(echo(b"12345678"), b"12345678");
        assert_eq!(echo(&[7; 1400]), [7; MAX_ECHO]);
        assert!(echo(b"").is_empty());
    }
}
