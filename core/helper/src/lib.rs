//! The test helper: the outside control, speaking the protocol of OONI's `oohelperd`.
//!
//! A phone asks what a site looks like from outside: which addresses the name has, whether they take
//! connections, whether TLS verifies there, what the page is. The helper looks with the same senses as
//! the phone (`arna-net`), and answers within seconds whatever the site does.
//!
//! It is also what a sitting of confirmation needs: a TLS server of ours that takes any name
//! ([`Helper::serve_tls`] with [`server_config`]) and a UDP echo ([`Helper::echo`]).
//!
//! Anybody may ask, so everything is bounded: sizes, endpoints, time, connections and measurements at once and of
//! one client, visits of one site, echoes a second; and nothing but a public address that is not its own is ever
//! dialled ([`bogon`], and the fence around the Wire). It opens no listening socket itself (the command line and
//! the lab do) and remembers nothing of who asked what: only how much, for an hour.

pub mod bogon;
mod book;
mod crowd;
mod echo;
mod fence;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod measure;
mod overheard;
mod page;
pub mod protocol;
mod serve;
mod task;
mod vocabulary;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arna_model::{Micros, RunId};
use arna_net::{Net, Recorder, Wire};
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use book::Book;
use crowd::Crowd;
use echo::Echoes;
use fence::Fence;
use task::Site;

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
    /// Most bytes read of a page; of what only sends on to another place, nothing is.
    pub max_page: usize,
    /// Most connections at a time; beyond, they are closed at once.
    pub max_connections: usize,
    /// Most of them from one client (an IPv4 address, an IPv6 /64).
    pub max_connections_of_one: usize,
    /// Most measurements at a time; beyond, the answer is 503.
    pub max_measurements: usize,
    /// Most of them for one client.
    pub max_measurements_of_one: usize,
    /// Most targets that one client may ask about in an hour; beyond, the answer is 429.
    pub max_targets: u32,
    /// Most visits of one site in an hour, hops of redirects included, whoever asks; beyond, the answer is 429.
    pub max_visits: u32,
    /// Most visits of one address in an hour: many sites may share it.
    pub max_visits_of_address: u32,
    /// Most echoes in a second.
    pub max_echoes: u32,
    /// Most of them to one client.
    pub max_echoes_of_one: u32,
    /// For a lookup.
    pub dns_patience: Micros,
    /// For a TCP connect, and again for a TLS handshake.
    pub dial_patience: Micros,
    /// For a whole measurement. A phone waits 15 s for the answer.
    pub patience: Micros,
    /// How long a TLS handshake may take, and then the first request's head.
    pub first: Micros,
    /// How long a connection may be silent between requests, and a request's head may take.
    pub idle: Micros,
    /// How long nobody may take anything of an answer.
    pub stuck: Micros,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allow_private: false,
            roots: Arc::new(arna_net::web_roots()),
            resolver: None,
            max_endpoints: 8,
            max_addresses: 4,
            // A phone reads 64 kB of a page at most.
            max_page: 256 * 1024,
            // Mobile networks put hundreds of phones behind one address. Each measures up to eight targets at a
            // time, some 60 in a run, and has four echoes a second in a double check.
            max_connections: 2048,
            max_connections_of_one: 256,
            max_measurements: 64,
            max_measurements_of_one: 16,
            max_targets: 3000,
            max_visits: 1000,
            max_visits_of_address: 10_000,
            max_echoes: 2000,
            max_echoes_of_one: 200,
            dns_patience: Micros::from_secs(3),
            dial_patience: Micros::from_secs(4),
            patience: Micros::from_secs(8),
            first: Micros::from_secs(15),
            idle: Micros::from_secs(90),
            stuck: Micros::from_secs(30),
        }
    }
}

/// A test helper. It serves streams that somebody else accepted.
pub struct Helper {
    fence: Arc<Fence>,
    settings: Settings,
    connections: Crowd,
    measurements: Crowd,
    guests: Book<IpAddr>,
    sites: Book<Site>,
    addresses: Book<IpAddr>,
    echoes: Echoes,
    next: AtomicU64,
}

impl Helper {
    /// A helper that looks at the world through `wire`.
    pub fn new(wire: Arc<dyn Wire>, settings: Settings) -> Arc<Self> {
        let fence = Fence::new(wire, settings.allow_private);
        Arc::new(Self {
            fence,
            connections: Crowd::new(settings.max_connections, settings.max_connections_of_one),
            measurements: Crowd::new(settings.max_measurements, settings.max_measurements_of_one),
            guests: Book::new(settings.max_targets),
            sites: Book::new(settings.max_visits),
            addresses: Book::new(settings.max_visits_of_address),
            echoes: Echoes::new(settings.max_echoes, settings.max_echoes_of_one),
            settings,
            next: AtomicU64::new(0),
        })
    }

    /// Tells it this machine's own addresses, all of them: it refuses to look there.
    pub fn set_own_addresses(&self, addresses: impl IntoIterator<Item = IpAddr>) {
        self.fence.set_own(addresses);
    }

    /// A Net for one measurement. Its tape tells of chains that were refused.
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
