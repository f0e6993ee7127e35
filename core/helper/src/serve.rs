//! HTTP/1.1 for phones: small, patient to a point, and polite about nonsense.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use arna_model::{ClientHello, Micros};
use arna_net::Wire as _;
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::Helper;
use crate::overheard::Overheard;
use crate::task::Task;

impl Helper {
    /// Serves one connection from `client` until it is closed or silent for too long.
    pub async fn serve_http<S>(&self, stream: S, client: IpAddr)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        self.serve_over(stream, client, None).await;
    }

    /// The same on a connection that began with `hello`.
    async fn serve_over<S>(&self, stream: S, client: IpAddr, hello: Option<ClientHello>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let hello = hello.as_ref();
        let service = service_fn(|request| async move {
            Ok::<_, Infallible>(self.answer(request, client, hello).await)
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from(self.settings.idle))
            .max_buf_size(MAX_HEAD)
            .auto_date_header(false)
            .serve_connection(TokioIo::new(stream), service)
            .await;
        if let Err(error) = served {
            tracing::debug!(%error, "a connection ended badly");
        }
    }

    /// Makes a TLS handshake for whatever name the phone sends, then serves HTTP.
    pub async fn serve_tls<S>(&self, stream: S, client: IpAddr, config: Arc<rustls::ServerConfig>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let stream = Overheard::new(stream);
        match timeout(HANDSHAKE, TlsAcceptor::from(config).accept(stream)).await {
            Ok(Ok(mut stream)) => {
                let hello = stream.get_mut().0.take_hello();
                self.serve_over(stream, client, hello).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        client: IpAddr,
        hello: Option<&ClientHello>,
    ) -> Response<Full<Bytes>> {
        let mut response = match *request.method() {
            Method::GET if request.uri().path() == HELLO => reflected(hello),
            Method::GET if request.uri().path() == "/health" => self.health(),
            Method::GET if request.uri().path().starts_with(BYTES) => {
                self.bytes(&request.uri().path()[BYTES.len()..], client)
            }
            Method::GET => text(StatusCode::OK, GREETING),
            Method::POST => self.answer_post(request.into_body(), client).await,
            _ => {
                let mut refusal = text(StatusCode::METHOD_NOT_ALLOWED, "Use GET or POST.\n");
                refusal.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
                refusal
            }
        };
        if let Some(date) = self.date() {
            response.headers_mut().insert(DATE, date);
        }
        response
    }

    /// How busy the helper is, for whoever runs it; 503 when it would turn phones away.
    fn health(&self) -> Response<Full<Bytes>> {
        let (free, all) = (self.places.available_permits(), self.settings.max_measurements);
        let status = if free > 0 { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        text(status, &format!("{} of {all} measurements under way\n", all - free))
    }

    /// So many bytes that nothing on the way can compress, for whoever wants to know how fast they come.
    fn bytes(&self, many: &str, client: IpAddr) -> Response<Full<Bytes>> {
        let Some(many) = many.parse().ok().filter(|many| *many <= MAX_BYTES) else {
            return text(StatusCode::NOT_FOUND, "So many bytes are not to be had.\n");
        };
        if let Err(wait) = self.guests.admit(client, self.fence.now()) {
            return too_many(wait);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut content = vec![0; many];
        self.fence.entropy(&format!("bytes/{number}")).fill(&mut content);
        response(StatusCode::OK, "application/octet-stream", content)
    }

    async fn answer_post(&self, body: Incoming, client: IpAddr) -> Response<Full<Bytes>> {
        // What is announced too large is not waited for.
        if body.size_hint().lower() > MAX_BODY as u64 {
            return text(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.\n");
        }
        let body = match timeout(BODY, Limited::new(body, MAX_BODY).collect()).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(_)) => {
                return text(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large or broken.\n");
            }
            Err(_) => return text(StatusCode::REQUEST_TIMEOUT, "The body took too long.\n"),
        };
        let task = match Task::parse(&body, &self.settings) {
            Ok(task) => task,
            Err(sentence) => return text(StatusCode::BAD_REQUEST, &format!("{sentence}\n")),
        };
        if let Err(wait) = self.guests.admit(client, self.fence.now()) {
            return too_many(wait);
        }
        let Ok(_place) = self.places.try_acquire() else {
            return text(StatusCode::SERVICE_UNAVAILABLE, "Too many phones ask; try another.\n");
        };
        let seen = self.measure(&task).await;
        match serde_json::to_vec(&seen) {
            Ok(json) => response(StatusCode::OK, "application/json", json),
            Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "The response has no JSON.\n"),
        }
    }

    /// The Wire's date: a phone compares it with its own clock.
    fn date(&self) -> Option<HeaderValue> {
        let now = OffsetDateTime::from_unix_timestamp(self.fence.wall().unix_seconds()).ok()?;
        HeaderValue::from_str(&now.format(HTTP_DATE).ok()?).ok()
    }
}

/// Which ClientHello the connection began with, so that a phone can compare it with what it sent.
fn reflected(hello: Option<&ClientHello>) -> Response<Full<Bytes>> {
    match hello.and_then(|hello| serde_json::to_vec(hello).ok()) {
        Some(json) => response(StatusCode::OK, "application/json", json),
        None => text(StatusCode::NOT_FOUND, "There was no ClientHello in one record.\n"),
    }
}

fn too_many(wait: Micros) -> Response<Full<Bytes>> {
    let mut refusal = text(StatusCode::TOO_MANY_REQUESTS, "You asked for a lot; try later.\n");
    refusal.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.0.div_ceil(1_000_000)));
    refusal
}

fn text(status: StatusCode, words: &str) -> Response<Full<Bytes>> {
    response(status, "text/plain", words.as_bytes().to_vec())
}

fn response(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

const GREETING: &str = "Hello from a test helper of Arna.\n";

/// RFC 9110, section 5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

const HELLO: &str = "/hello";
const BYTES: &str = "/bytes/";
/// A transfer of a phone has a quarter of it.
const MAX_BYTES: usize = 256 * 1024;
const MAX_BODY: usize = 64 * 1024;
const MAX_HEAD: usize = 16 * 1024;
const BODY: Duration = Duration::from_secs(10);
const HANDSHAKE: Duration = Duration::from_secs(20);
