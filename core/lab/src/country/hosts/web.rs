//! A web server: TLS on 443, and on 80 a redirect to it. Some send visitors to their name with `www`.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arna_net::Stream;
use http::header::ALT_SVC;
use http::{HeaderValue, Response};
use rustls::ServerConfig;
use rustls::server::{Acceptor, ResolvesServerCertUsingSni};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use super::super::atlas::is_domestic;
use super::super::certificates::{Identity, Papers, WebPki};
use super::page::moved;
use super::talk::{Asked, Shun, hang_up, talk, talk_in_part, talk_to_others, talk_two};
use super::{HANDSHAKE, HTTP, HTTPS, Leads, Manner, accept_all, http3};
use crate::sim::Host;

/// A web server of one site.
pub(in super::super) struct WebServer {
    /// The site.
    pub(in super::super) name: String,
    /// How it answers.
    pub(in super::super) manner: Manner,
    /// What it shows for its name.
    pub(in super::super) papers: Papers,
    /// Whether it has no TLS, and its page on port 80.
    pub(in super::super) is_cleartext: bool,
    /// Whether it lets nobody in without TLS.
    pub(in super::super) is_cleartext_closed: bool,
    /// Whether it sends visitors to its name with `www`.
    pub(in super::super) leads_to_www: bool,
    /// Where else it sends its visitors.
    pub(in super::super) leads: Leads,
    /// Whether it sends small TLS records.
    pub(in super::super) has_small_records: bool,
    /// Whether it speaks HTTP/2 with those who can.
    pub(in super::super) speaks_http_2: bool,
    /// Whether it says that it speaks HTTP/3 too.
    pub(in super::super) says_http_3: bool,
    /// Whether it does.
    pub(in super::super) speaks_http_3: bool,
    /// Who vouches for it.
    pub(in super::super) pki: Arc<WebPki>,
    /// Made at the first handshake.
    pub(in super::super) config: OnceLock<Arc<ServerConfig>>,
}

impl WebServer {
    /// Opens its two ports on `host`.
    pub(in super::super) fn put_up(self: Arc<Self>, host: &Host, tasks: &mut JoinSet<()>) {
        if self.speaks_http_3 {
            let socket = host.datagrams(HTTPS);
            tasks.spawn(http3::serve(Arc::clone(&self), host.clone(), socket));
        }
        let (secure, plain) = (Arc::clone(&self), self);
        if !secure.is_cleartext {
            tasks.spawn(accept_all(host.listen(HTTPS), move |stream, peer| {
                Arc::clone(&secure).serve_tls(stream, peer)
            }));
        }
        if plain.is_cleartext_closed {
            return;
        }
        tasks.spawn(accept_all(host.listen(HTTP), move |stream, peer| {
            let server = Arc::clone(&plain);
            async move {
                let is_domestic = is_domestic(peer.ip());
                let answer = |asked: &Asked| match server.is_cleartext {
                    true => server.answer("http", asked, is_domestic),
                    false => moved(&format!("https://{}/", server.main_name())),
                };
                match server.manner.shuns(is_domestic) {
                    Some(Shun::HangsUp) => hang_up(stream).await,
                    Some(Shun::OwnName | Shun::Refuses) => {
                        talk_to_others(stream, &server.name, answer).await
                    }
                    None if server.is_cleartext => {
                        talk(stream, server.manner.delay(), answer).await;
                    }
                    None => talk(stream, Duration::ZERO, answer).await,
                }
            }
        }));
    }

    async fn serve_tls(self: Arc<Self>, stream: Box<dyn Stream>, peer: SocketAddr) {
        let is_domestic = is_domestic(peer.ip());
        if self.manner.is_deaf(is_domestic) {
            // It holds the connection and says nothing.
            return sleep(HANDSHAKE).await;
        }
        // Whoever fails here has seen what there is to see.
        let hello = LazyConfigAcceptor::new(Acceptor::default(), stream);
        let Ok(Ok(hello)) = timeout(HANDSHAKE, hello).await else { return };
        let is_own = hello.client_hello().server_name() == Some(self.name.as_str());
        let config = match self.manner.shuns(is_domestic).filter(|_| is_own) {
            Some(Shun::Refuses) => Arc::new(refusing()),
            Some(_) => return sleep(HANDSHAKE).await,
            None => self.config(),
        };
        if let Ok(Ok(stream)) = timeout(HANDSHAKE, hello.into_stream(config)).await {
            self.serve(stream, is_domestic).await;
        }
    }

    /// Its TLS, made when it is first asked for.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(self.config.get_or_init(|| {
            let protocols: &[&[u8]] =
                if self.speaks_http_2 { &[HTTP_2, HTTP_1] } else { &[HTTP_1] };
            Arc::new(self.config_for(protocols))
        }))
    }

    /// TLS for these protocols.
    pub(super) fn config_for(&self, protocols: &[&[u8]]) -> ServerConfig {
        let identity = self.pki.identity(&self.name, self.papers);
        let identity = identity.expect("targets have names that fit into certificates");
        config(identity, self.has_small_records, protocols)
    }

    /// The name under which its page is.
    fn main_name(&self) -> String {
        if self.leads_to_www { format!("www.{}", self.name) } else { self.name.clone() }
    }

    /// What it says to a visitor who asks for this by this scheme.
    pub(super) fn answer(
        &self,
        scheme: &str,
        asked: &Asked,
        is_domestic: bool,
    ) -> Response<Vec<u8>> {
        if self.leads_to_www && asked.host == self.name {
            return moved(&format!("{scheme}://{}/", self.main_name()));
        }
        let leads = self.leads.answer(asked);
        leads.unwrap_or_else(|| self.manner.answer(&self.name, is_domestic))
    }

    /// Answers a visitor whose handshake is done.
    pub(super) async fn serve(&self, stream: TlsStream<Box<dyn Stream>>, is_domestic: bool) {
        let answer = |asked: &Asked| {
            let mut answer = self.answer("https", asked, is_domestic);
            if self.says_http_3 {
                answer.headers_mut().insert(ALT_SVC, HeaderValue::from_static(HTTP_3_TOO));
            }
            answer
        };
        if let Some(flaw) = self.manner.flaw_for(is_domestic) {
            talk_in_part(stream, flaw, self.manner.answer(&self.name, is_domestic)).await;
        } else if stream.get_ref().1.alpn_protocol() == Some(HTTP_2) {
            talk_two(stream, self.manner.delay(), self.manner.farewell(), answer).await;
        } else {
            talk(stream, self.manner.delay(), answer).await;
        }
    }
}

/// A server's TLS: this identity whatever name is asked for, no tickets; `protocols` for ALPN.
pub(super) fn config(
    identity: Identity,
    has_small_records: bool,
    protocols: &[&[u8]],
) -> ServerConfig {
    let certified = identity.certified().expect("the lab's keys are of kinds that rustls knows");
    let mut config = ServerConfig::builder_with_provider(arna_net::tls_provider())
        .with_safe_default_protocol_versions()
        .expect("it has suites of both versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)));
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
    config.max_fragment_size = has_small_records.then_some(SMALL_RECORD);
    config
}

/// TLS of a server that has no certificate for a name: rustls refuses with an alert.
fn refusing() -> ServerConfig {
    ServerConfig::builder_with_provider(arna_net::tls_provider())
        .with_safe_default_protocol_versions()
        .expect("it has suites of both versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(ResolvesServerCertUsingSni::new()))
}

pub(super) const HTTP_2: &[u8] = b"h2";
/// For a day.
const HTTP_3_TOO: &str = "h3=\":443\"; ma=86400";
pub(super) const HTTP_1: &[u8] = b"http/1.1";
/// What servers that care about the first byte use.
const SMALL_RECORD: usize = 4096;
