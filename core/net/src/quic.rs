//! QUIC handshakes, recorded: the first datagram as sent, the whole chain as presented, the time of the first
//! answer. Once the handshake is done a farewell is said, and nothing is asked for.
//!
//! `quinn-proto` is the state machine; datagrams, time and every draw are the Wire's.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use arna_model::{Bytes, Event, Failure, Micros, QuicHandshake};
use bytes::BytesMut;
use quinn_proto::crypto::rustls::{HandshakeData, QuicClientConfig};
use quinn_proto::{
    ClientConfig, Connection, ConnectionHandle, ConnectionId, ConnectionIdGenerator, DatagramEvent,
    Endpoint, EndpointConfig, Event as Happened, TransportConfig, VarInt,
};
use ring::hmac;
use tokio::time::{Instant, sleep_until, timeout};

use crate::tls::{self, Keeper, with_entropy};
use crate::{Datagrams, Entropy, Net, Seen, Wire, allowance, chain, classify};

impl Net {
    /// Makes a QUIC handshake with `address` as a browser's HTTP/3 would, sending `server_name`, and ends the
    /// connection.
    ///
    /// A handshake that ran to its end is a success, with the reason for which the web PKI refuses the chain, if
    /// it does.
    pub async fn quic_handshake(
        &self,
        address: SocketAddr,
        server_name: &str,
    ) -> Seen<Option<Failure>> {
        let t0 = self.now();
        let keeper = Arc::new(Keeper::new(self.roots().clone()));
        let mut talk = Talk::default();
        let (shaken, bytes) = match self.datagrams(address, allowance::HANDSHAKE).await {
            Err(failure) => (Err(failure), Bytes::default()),
            Ok(socket) => {
                let entropy = self.entropy("quic");
                let draws = self.entropy("quic-tls");
                let crypto = tls::config(self, keeper.clone(), HTTP_3);
                let shaking = pin!(async {
                    let mut client = Client::new(address, server_name, crypto, entropy)?;
                    let shaking = client.shake(self.wire().as_ref(), &socket, &mut talk);
                    match timeout(self.timeouts().tls.into(), shaking).await {
                        Ok(Ok(())) => Ok(client.leave(&socket).await),
                        Ok(Err(failure)) => Err(socket.over().unwrap_or(failure)),
                        Err(_) => Err(Failure::GenericTimeout),
                    }
                });
                let shaken = with_entropy(draws, shaking).await;
                (shaken, socket.meter())
            }
        };
        let kept = keeper.take();
        let initial = talk.first.map(|datagram| self.keep_blob(datagram));
        let chain = kept.chain.iter().map(|der| chain::certificate(der)).collect();
        for der in kept.chain {
            self.keep_blob(der.to_vec());
        }
        let outcome = shaken.as_ref().map(|_| kept.refusal.clone()).map_err(Clone::clone);
        let failure = outcome.clone().unwrap_or_else(Some);
        let event = Event::QuicHandshake(QuicHandshake {
            address,
            server_name: server_name.to_owned(),
            is_complete: shaken.is_ok(),
            first_byte: talk.heard.map(|at| self.relative(at)),
            alpn: shaken.ok().flatten(),
            initial,
            chain,
        });
        let id = self.record(t0, event, failure, bytes);
        Seen { id, outcome }
    }
}

/// What is kept of a handshake, however it ends.
#[derive(Default)]
struct Talk {
    /// The first datagram that was sent.
    first: Option<Vec<u8>>,
    /// Wire time of the first datagram of the peer.
    heard: Option<Micros>,
}

/// One connection, from the phone's end.
struct Client {
    peer: SocketAddr,
    endpoint: Endpoint,
    handle: ConnectionHandle,
    connection: Connection,
}

impl Client {
    fn new(
        peer: SocketAddr,
        name: &str,
        crypto: rustls::ClientConfig,
        mut entropy: Entropy,
    ) -> Result<Self, Failure> {
        let bad = |what: &str| Failure::Unknown(what.to_owned());
        let mut draw = || {
            let mut drawn = [0; 32];
            entropy.fill(&mut drawn);
            drawn
        };
        let (seed, reset) = (draw(), draw());
        let first_id = entropy.next_u64().to_be_bytes();
        let mut settings = EndpointConfig::new(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &reset)));
        settings.cid_generator(move || Box::new(ConnectionIds(entropy.clone())));
        let mut endpoint = Endpoint::new(Arc::new(settings), None, false, Some(seed));
        let crypto = QuicClientConfig::try_from(crypto).map_err(|_| bad("no suite for QUIC"))?;
        let mut config = ClientConfig::new(Arc::new(crypto));
        let mut transport = TransportConfig::default();
        // A search for larger packets would only cost bytes: nothing is sent after the handshake.
        transport.mtu_discovery_config(None).enable_segmentation_offload(false);
        config
            .initial_dst_cid_provider(Arc::new(move || ConnectionId::new(&first_id)))
            .transport_config(Arc::new(transport));
        let begun = endpoint.connect(now(), config, peer, name);
        let (handle, connection) = begun.map_err(|_| bad("not a name for QUIC"))?;
        Ok(Self { peer, endpoint, handle, connection })
    }

    /// Goes on until the handshake is done, our end of it included.
    async fn shake(
        &mut self,
        wire: &dyn Wire,
        socket: &dyn Datagrams,
        talk: &mut Talk,
    ) -> Result<(), Failure> {
        let io = |error: std::io::Error| classify::io_failure(&error);
        loop {
            while let Some(event) = self.connection.poll_endpoint_events() {
                if let Some(event) = self.endpoint.handle_event(self.handle, event) {
                    self.connection.handle_event(event);
                }
            }
            while let Some(datagram) = self.next_datagram() {
                if talk.first.is_none() {
                    talk.first = Some(datagram.clone());
                }
                socket.send(&datagram).await.map_err(io)?;
            }
            while let Some(event) = self.connection.poll() {
                match event {
                    Happened::Connected => return Ok(()),
                    Happened::ConnectionLost { reason } => {
                        return Err(classify::quic_failure(&reason));
                    }
                    _ => {}
                }
            }
            let alarm = self.connection.poll_timeout();
            let ringing = async {
                match alarm {
                    Some(at) => sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                received = socket.receive() => {
                    let datagram = received.map_err(io)?;
                    talk.heard.get_or_insert_with(|| wire.now());
                    self.take(&datagram);
                }
                () = ringing => self.connection.handle_timeout(now()),
            }
        }
    }

    fn take(&mut self, datagram: &[u8]) {
        let datagram = BytesMut::from(datagram);
        let mut answer = Vec::new();
        let event = self.endpoint.handle(now(), self.peer, None, None, datagram, &mut answer);
        // A client answers nobody whom it does not know.
        if let Some(DatagramEvent::ConnectionEvent(_, event)) = event {
            self.connection.handle_event(event);
        }
    }

    fn next_datagram(&mut self) -> Option<Vec<u8>> {
        let mut datagram = Vec::new();
        let sent = self.connection.poll_transmit(now(), 1, &mut datagram)?;
        datagram.truncate(sent.size);
        Some(datagram)
    }

    /// Ends the connection in one datagram, and gives the protocol that was agreed on.
    async fn leave(mut self, socket: &dyn Datagrams) -> Option<String> {
        let agreed = self.protocol();
        self.connection.close(now(), VarInt::from_u32(NO_ERROR), bytes::Bytes::new());
        while let Some(datagram) = self.next_datagram() {
            // Who does not hear it waits a little longer for us.
            socket.send(&datagram).await.ok();
        }
        agreed
    }

    fn protocol(&self) -> Option<String> {
        let data = self.connection.crypto_session().handshake_data()?;
        let agreed = data.downcast::<HandshakeData>().ok()?.protocol?;
        Some(String::from_utf8_lossy(&agreed).into_owned())
    }
}

/// By tokio's clock, which the lab pauses.
fn now() -> std::time::Instant {
    Instant::now().into_std()
}

/// QUIC's connection ids out of seeded entropy, 8 bytes each.
pub struct ConnectionIds(pub Entropy);

impl ConnectionIdGenerator for ConnectionIds {
    fn generate_cid(&mut self) -> ConnectionId {
        ConnectionId::new(&self.0.next_u64().to_be_bytes())
    }

    fn cid_len(&self) -> usize {
        8
    }

    fn cid_lifetime(&self) -> Option<Duration> {
        None
    }
}

/// What HTTP/3 offers in ALPN.
const HTTP_3: &[&[u8]] = &[b"h3"];

/// HTTP/3's code for an end without trouble (RFC 9114, section 8.1).
const NO_ERROR: u32 = 0x100;
