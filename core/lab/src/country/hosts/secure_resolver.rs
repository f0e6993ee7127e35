//! The public resolver's other two doors: DNS over TLS, and over HTTPS.

use std::future::pending;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arna_net::Stream;
use bytes::Bytes;
use h2::RecvStream;
use h2::server;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request, Response, StatusCode};
use rustls::ServerConfig;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::super::certificates::WebPki;
use super::resolver::{Reply, Resolver};
use super::web::{HTTP_2, config};
use super::{HANDSHAKE, HTTPS, accept_all};
use crate::sim::Host;

/// A resolver behind a certificate.
pub(in super::super) struct SecureResolver {
    name: &'static str,
    pki: Arc<WebPki>,
    resolver: Arc<Resolver>,
    /// Made at the first handshake.
    over_tls: OnceLock<Arc<ServerConfig>>,
    over_https: OnceLock<Arc<ServerConfig>>,
}

impl SecureResolver {
    /// `resolver`, with a certificate for `name`.
    pub(in super::super) fn new(
        name: &'static str,
        pki: &Arc<WebPki>,
        resolver: &Arc<Resolver>,
    ) -> Self {
        Self {
            name,
            pki: Arc::clone(pki),
            resolver: Arc::clone(resolver),
            over_tls: OnceLock::new(),
            over_https: OnceLock::new(),
        }
    }

    /// Opens its two ports on `host`.
    pub(in super::super) fn put_up(self, host: &Host, tasks: &mut JoinSet<()>) {
        let this = Arc::new(self);
        let other = Arc::clone(&this);
        tasks.spawn(accept_all(host.listen(DNS_OVER_TLS), move |stream, _peer| {
            let this = Arc::clone(&other);
            async move {
                if let Some(stream) = this.shake(stream, &this.over_tls, b"dot").await {
                    this.resolver.talk(stream).await;
                }
            }
        }));
        tasks.spawn(accept_all(host.listen(HTTPS), move |stream, _peer| {
            let this = Arc::clone(&this);
            async move {
                if let Some(stream) = this.shake(stream, &this.over_https, HTTP_2).await {
                    this.serve(stream).await;
                }
            }
        }));
    }

    async fn shake(
        &self,
        stream: Box<dyn Stream>,
        made: &OnceLock<Arc<ServerConfig>>,
        protocol: &[u8],
    ) -> Option<TlsStream<Box<dyn Stream>>> {
        let config = Arc::clone(made.get_or_init(|| {
            let identity = self.pki.leaf(self.name, false);
            let identity = identity.expect("the resolver's name fits into a certificate");
            Arc::new(config(identity, false, &[protocol]))
        }));
        timeout(HANDSHAKE, TlsAcceptor::from(config).accept(stream)).await.ok()?.ok()
    }

    async fn serve(&self, stream: TlsStream<Box<dyn Stream>>) {
        let Ok(Ok(mut connection)) = timeout(IDLE, server::handshake(stream)).await else { return };
        let mut answering = JoinSet::new();
        while let Ok(Some(Ok((request, mut respond)))) = timeout(IDLE, connection.accept()).await {
            let resolver = Arc::clone(&self.resolver);
            answering.spawn(async move {
                // Whom it has nothing to say waits for ever.
                let Some((status, answer)) = answer(&resolver, request).await else {
                    return pending().await;
                };
                // Some clients take an answer without its length for an empty one.
                let head = Response::builder()
                    .status(status)
                    .header(CONTENT_TYPE, MEDIA_TYPE)
                    .header(CONTENT_LENGTH, answer.len());
                let head = head.body(()).expect("status, type and length are well-formed");
                // A peer that left is no trouble.
                if let Ok(mut stream) = respond.send_response(head, false) {
                    let _ = stream.send_data(Bytes::from(answer), true);
                }
            });
        }
    }
}

/// What it answers, if it does not stay silent.
async fn answer(
    resolver: &Resolver,
    request: Request<RecvStream>,
) -> Option<(StatusCode, Vec<u8>)> {
    let (head, body) = request.into_parts();
    let refused = |status| Some((status, Vec::new()));
    if head.uri.path() != PATH {
        return refused(StatusCode::NOT_FOUND);
    }
    if head.method != Method::POST {
        return refused(StatusCode::METHOD_NOT_ALLOWED);
    }
    let is_message = head.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
    if !is_message {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let Some(question) = content(body).await else { return refused(StatusCode::BAD_REQUEST) };
    match resolver.answer(&question) {
        Reply::Answer(answer) => Some((StatusCode::OK, answer)),
        Reply::Silence => None,
        Reply::Nonsense => refused(StatusCode::BAD_REQUEST),
    }
}

async fn content(mut body: RecvStream) -> Option<Vec<u8>> {
    let mut question = Vec::new();
    while let Some(part) = body.data().await {
        let part = part.ok()?;
        question.extend_from_slice(&part);
        if question.len() > MAX_QUESTION {
            return None;
        }
        body.flow_control().release_capacity(part.len()).ok()?;
    }
    Some(question)
}

const DNS_OVER_TLS: u16 = 853;
const PATH: &str = "/dns-query";
const MEDIA_TYPE: &str = "application/dns-message";
const MAX_QUESTION: usize = 4096;
/// nginx's keep-alive.
const IDLE: Duration = Duration::from_secs(75);
