//! HTTP/3 as servers in the lab speak it: quinn over a host's UDP port, by the lab's clock and entropy.

mod runtime;
mod socket;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use arna_net::{ConnectionIds, Entropy};
use bytes::Bytes;
use h3::server::{self, RequestResolver};
use http::{Method, Response};
use quinn::crypto::rustls::QuicServerConfig;
use quinn::{Endpoint, EndpointConfig, Incoming, ServerConfig};
use ring::{hkdf, hmac};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use self::runtime::LabTime;
use self::socket::QuicSocket;
use super::super::atlas::is_domestic;
use super::WebServer;
use super::talk::Asked;
use crate::sim::{Host, HostSocket};

/// Answers over HTTP/3 on `socket`. Nothing is made before somebody's first datagram.
pub(super) async fn serve(site: Arc<WebServer>, host: Host, socket: HostSocket) {
    let first = socket.receive().await;
    let entropy = host.wire(Vec::new()).entropy("quic");
    let socket = QuicSocket::after(first, socket);
    let Ok(endpoint) = endpoint(&site, socket, entropy) else { return };
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            Some(incoming) = endpoint.accept() => {
                open.spawn(visit(Arc::clone(&site), incoming));
            }
            Some(_served) = open.join_next() => {}
        }
    }
}

/// A QUIC endpoint, whose every draw comes from `entropy`. It gives no tokens, so it never asks what time
/// of the day it is.
fn endpoint(site: &WebServer, socket: QuicSocket, mut entropy: Entropy) -> io::Result<Endpoint> {
    let mut draw = || {
        let mut drawn = [0; 32];
        entropy.fill(&mut drawn);
        drawn
    };
    let (seed, reset, tokens) = (draw(), draw(), draw());
    let mut settings = EndpointConfig::new(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &reset)));
    settings.rng_seed(Some(seed));
    settings.cid_generator(move || Box::new(ConnectionIds(entropy.clone())));
    let crypto = QuicServerConfig::try_from(site.config_for(&[HTTP_3]));
    let crypto = crypto.map_err(io::Error::other)?;
    let tokens = hkdf::Salt::new(hkdf::HKDF_SHA256, &[]).extract(&tokens);
    let quic = ServerConfig::new(Arc::new(crypto), Arc::new(tokens));
    let (socket, time) = (Arc::new(socket), Arc::new(LabTime));
    Endpoint::new_with_abstract_socket(settings, Some(quic), socket, time)
}

/// Serves a visitor, unless it is one whom the site leaves without an answer.
async fn visit(site: Arc<WebServer>, incoming: Incoming) {
    let is_domestic = is_domestic(incoming.remote_address().ip());
    if site.manner.is_deaf(is_domestic) {
        return incoming.ignore();
    }
    let Ok(connection) = incoming.await else { return };
    // Grease would come from nobody's seed.
    let mut http = server::builder();
    let begun = http.send_grease(false).build(h3_quinn::Connection::new(connection)).await;
    let Ok(mut connection) = begun else { return };
    let mut answering = JoinSet::new();
    while let Ok(Ok(Some(request))) = timeout(IDLE, connection.accept()).await {
        answering.spawn(answered(request, Arc::clone(&site), is_domestic));
    }
}

/// A peer that left is no trouble here either.
async fn answered(
    request: RequestResolver<h3_quinn::Connection, Bytes>,
    site: Arc<WebServer>,
    is_domestic: bool,
) {
    let Ok((request, mut stream)) = request.resolve_request().await else { return };
    sleep(site.manner.delay()).await;
    let (head, body) = site.answer("https", &Asked::of(&request), is_domestic).into_parts();
    let is_head = request.method() == Method::HEAD;
    if stream.send_response(Response::from_parts(head, ())).await.is_ok()
        && (is_head || stream.send_data(Bytes::from(body)).await.is_ok())
    {
        stream.finish().await.ok();
    }
}

const HTTP_3: &[u8] = b"h3";
/// nginx's keep-alive.
const IDLE: Duration = Duration::from_secs(75);
