//! TLS, recorded: the ClientHello as sent, the whole chain as presented, and the time of the first
//! answer. The handshake goes on when the chain does not verify, so that an interceptor's chain is
//! kept whole; nothing is ever sent over such a connection.

mod algorithms;
mod answer;
mod begun;
mod ja4;
mod provider;
mod verifier;

pub(crate) use answer::is_handshake;
pub use ja4::client_hello;
pub use provider::{TlsEntropy, server_provider as tls_provider};
pub(crate) use provider::{provider, with_entropy};
pub(crate) use verifier::{Keeper, web_pki};

use std::pin::pin;
use std::sync::Arc;

use arna_model::{Event, Failure, Micros, ObservationId, TlsAnswer, TlsHandshake};
use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::connection::{Connection, Secured};
use crate::{Net, Seen, Wire, allowance, chain, classify};
use verifier::Kept;

/// The bundled roots of the web, the same on every phone.
pub fn web_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// Whether a name can be said in a ClientHello.
pub fn is_tls_name(name: &str) -> bool {
    ServerName::try_from(name).is_ok()
}

/// What saying a name brought, whoever vouches for who answered.
pub struct Shaken {
    /// The observation.
    pub id: ObservationId,
    /// The session, with the reason for which the web PKI refuses the chain, if it does.
    pub outcome: Result<(Secured, Option<Failure>), Failure>,
    /// What came first.
    pub answer: Option<TlsAnswer>,
}

impl Shaken {
    /// Whether somebody who speaks TLS read the name and answered, be it by an alert.
    pub fn is_answered(&self) -> bool {
        match &self.outcome {
            Ok(_) => true,
            Err(Failure::SslFailedHandshake) => self.answer != Some(TlsAnswer::NotTls),
            Err(_) => false,
        }
    }
}

impl Net {
    /// Makes a TLS handshake on `connection`, sending `server_name`.
    ///
    /// The outcome is a success when the handshake ran to its end *and* the chain verifies. A bad
    /// chain is a failure here; use [`Net::handshake_unverified`] where the certificate is of no
    /// interest.
    pub async fn handshake(&self, connection: Connection, server_name: &str) -> Seen<Secured> {
        self.handshake_for(connection, server_name, HTTP).await
    }

    /// The same for other protocols than HTTP.
    pub(crate) async fn handshake_for(
        &self,
        connection: Connection,
        server_name: &str,
        protocols: &[&[u8]],
    ) -> Seen<Secured> {
        let seen = self.shake(connection, (server_name, None), protocols).await;
        let outcome = seen.outcome.and_then(|(secured, refusal)| match refusal {
            None => Ok(secured),
            Some(failure) => Err(failure),
        });
        Seen { id: seen.id, outcome }
    }

    /// The same, but a handshake that ran to its end is a success, with the reason for which the web
    /// PKI refuses the chain, if it does.
    pub async fn handshake_unverified(&self, connection: Connection, server_name: &str) -> Shaken {
        self.shake(connection, (server_name, None), HTTP).await
    }

    /// The same as [`Net::handshake`] with somebody who has `holder`'s certificate for every name: the chain
    /// has to be good for `holder`, while `server_name` is sent.
    pub(crate) async fn handshake_with(
        &self,
        connection: Connection,
        server_name: &str,
        holder: &str,
    ) -> Seen<Secured> {
        let seen = self.shake(connection, (server_name, Some(holder)), HTTP).await;
        let outcome = seen.outcome.and_then(|(secured, refusal)| refusal.map_or(Ok(secured), Err));
        Seen { id: seen.id, outcome }
    }

    /// The same, but the ClientHello goes out in two segments, cut inside the name. The second follows when
    /// the first was acknowledged.
    pub async fn handshake_split(&self, connection: Connection, server_name: &str) -> Shaken {
        connection.tap.cut_within(server_name);
        self.shake(connection, (server_name, None), HTTP).await
    }

    /// The same, but the ClientHello goes out in two records of TLS, cut inside the name.
    pub async fn handshake_in_records(&self, connection: Connection, server_name: &str) -> Shaken {
        connection.tap.fragment_within(server_name);
        self.shake(connection, (server_name, None), HTTP).await
    }

    /// Whether the phone's own store takes a chain that the web's roots refuse; `None`: they take it, or nobody says.
    async fn is_accepted(&self, kept: &Kept, name: &str) -> Option<bool> {
        let trust = self.settings().platform.trust.as_ref().filter(|_| kept.refusal.is_some())?;
        let chain: Vec<_> = kept.chain.iter().map(|der| der.to_vec()).collect();
        let at = self.wire().wall();
        timeout(PATIENCE_FOR_STORE.into(), trust.accepts(&chain, name, at)).await.ok().flatten()
    }

    /// The same, but the ClientHello and all behind it go no further than `hop_limit` hops, also when they are sent
    /// again: short of the server nothing can come of it but what somebody on the way says. The connection is
    /// given up afterwards.
    pub async fn handshake_within(
        &self,
        connection: Connection,
        server_name: &str,
        hop_limit: u8,
    ) -> Seen<()> {
        let tap = connection.tap.clone();
        tap.stay_within(hop_limit);
        let seen = self.shake(connection, (server_name, None), HTTP).await;
        tap.give_up();
        Seen { id: seen.id, outcome: seen.outcome.map(drop) }
    }

    async fn shake(
        &self,
        connection: Connection,
        (server_name, holder): (&str, Option<&str>),
        protocols: &[&[u8]],
    ) -> Shaken {
        let t0 = self.now();
        let Connection { address, counted, tap } = connection;
        let kept_tap = tap.clone();
        kept_tap.allow(allowance::HANDSHAKE);
        let holder_name = holder;
        let holder = holder.and_then(|name| ServerName::try_from(name.to_owned()).ok());
        let keeper = Arc::new(Keeper::new(self.roots().clone()).of(holder));
        let within = tap.within();
        let shaken = match ServerName::try_from(server_name.to_owned()) {
            // What was to stay near is not said aloud.
            _ if matches!(within, Some(Err(_))) => {
                Err(within.clone().and_then(Result::err).unwrap_or(Failure::ConnectionAborted))
            }
            Err(_) => Err(Failure::Unknown("not a name for TLS".into())),
            Ok(name) => {
                let connector =
                    TlsConnector::from(Arc::new(config(self, keeper.clone(), protocols)));
                let entropy = self.entropy("tls");
                // `connect` writes the ClientHello before it is polled: inside, where entropy is lent.
                let connecting = pin!(async move { connector.connect(name, tap).await });
                let shaking = with_entropy(entropy, connecting);
                match timeout(self.timeouts().tls.into(), shaking).await {
                    Ok(Ok(stream)) => Ok(stream),
                    Ok(Err(error)) => Err(kept_tap.blamed(classify::io_failure(&error))),
                    Err(_) => {
                        kept_tap.give_up();
                        Err(Failure::GenericTimeout)
                    }
                }
            }
        };

        let kept = keeper.take();
        let is_accepted = self.is_accepted(&kept, holder_name.unwrap_or(server_name)).await;
        let words = kept_tap.take_words();
        let hello = client_hello(&words.said);
        let (answer, alert) = answer::of(&words.answer);
        let is_no_tls = answer == Some(TlsAnswer::NotTls);
        let mut handshake = TlsHandshake {
            address,
            server_name: server_name.to_owned(),
            is_complete: shaken.is_ok(),
            first_byte: words.heard.map(|at| self.relative(at)),
            resent_before_answer: words.resent,
            answer,
            alert,
            first_bytes: is_no_tls.then(|| self.keep_blob(words.answer)),
            version: None,
            cipher_suite: None,
            alpn: None,
            ja4: hello.as_ref().map(|hello| hello.ja4.clone()),
            client_hello: None,
            cut_at: kept_tap.cut_at().map(|at| at as u32),
            hop_limit: within.and_then(Result::ok),
            record_cut_at: kept_tap.fragmented_at().map(|at| at as u32),
            chain: kept.chain.iter().map(|der| chain::certificate(der)).collect(),
            is_accepted_here: is_accepted,
            info: kept_tap.info(),
        };
        if !words.said.is_empty() {
            handshake.client_hello = Some(self.keep_blob(words.said));
        }
        for der in kept.chain {
            self.keep_blob(der.to_vec());
        }
        if let Ok(stream) = &shaken {
            let session = stream.get_ref().1;
            handshake.version =
                session.protocol_version().map(|v| format!("{v:?}").replace('_', "."));
            handshake.cipher_suite =
                session.negotiated_cipher_suite().map(|s| format!("{:?}", s.suite()));
            handshake.alpn = session
                .alpn_protocol()
                .map(|protocol| String::from_utf8_lossy(protocol).into_owned());
        }
        let failure = match &shaken {
            Ok(_) => kept.refusal.clone(),
            Err(_) if kept_tap.has_enough() => None,
            Err(failure) => Some(failure.clone()),
        };
        let metered = kept_tap.meter();
        let event = Event::TlsHandshake(handshake);
        let id = self.record(t0, event, failure, metered - counted);
        let outcome = shaken.map(|stream| {
            let is_verified = kept.refusal.is_none();
            (Secured { address, is_verified, hello, counted: metered, stream }, kept.refusal)
        });
        Shaken { id, outcome, answer }
    }
}

/// What a client says and believes, over TCP and in QUIC alike.
pub(crate) fn config(net: &Net, keeper: Arc<Keeper>, protocols: &[&[u8]]) -> ClientConfig {
    let clock = Arc::new(WireClock(net.wire().clone()));
    let mut config = ClientConfig::builder_with_details(provider(), clock)
        .with_safe_default_protocol_versions()
        .expect("the provider has suites of both versions")
        .dangerous()
        .with_custom_certificate_verifier(keeper)
        .with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    config
}

/// A store that takes longer is taken for one that cannot say: the site waits.
const PATIENCE_FOR_STORE: Micros = Micros::from_secs(2);

/// What HTTP offers in ALPN.
const HTTP: &[&[u8]] = &[b"h2", b"http/1.1"];

/// rustls's time from the Wire: a wrong clock is a scenario.
struct WireClock(Arc<dyn Wire>);

impl std::fmt::Debug for WireClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WireClock")
    }
}

impl TimeProvider for WireClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.wall().unix_seconds()).unwrap_or(0);
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }
}

#[cfg(fuzzing)]
pub(crate) mod fuzzing {
    /// A ClientHello's fingerprint.
    pub fn client_hello(hello: &[u8]) {
        drop(super::ja4::client_hello(hello));
    }
}
