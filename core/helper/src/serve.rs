//! HTTP/1.1 for phones: small, patient to a point, and polite about nonsense.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arna_model::{ClientHello, Micros};
use arna_net::Wire as _;
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;

use crate::Helper;
use crate::book::subscriber;
use crate::overheard::Overheard;
use crate::protocol::REFUSED_ABOUT;
use crate::task::Task;

impl Helper {
    /// Serves one connection from `client` until it is closed or silent for too long; one too many is closed at once.
    pub async fn serve_http<S>(&self, stream: S, client: IpAddr)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Some(_place) = self.connections.enter(client) else { return };
        self.serve_over(stream, client, None).await;
    }

    /// The same on a connection that began with `hello`.
    async fn serve_over<S>(&self, stream: S, client: IpAddr, hello: Option<ClientHello>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (hello, has_asked) = (hello.as_ref(), &AtomicBool::new(false));
        let service = service_fn(|request| async move {
            has_asked.store(true, Ordering::Relaxed);
            Ok::<_, Infallible>(self.answer(request, client, hello).await)
        });
        // Who takes nothing of an answer holds it and the connection otherwise.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.settings.stuck.into()));
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from(self.settings.idle))
            .max_buf_size(MAX_HEAD)
            .auto_date_header(false)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let never_asking = async {
            sleep(self.settings.first.into()).await;
            if has_asked.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            served = serving => if let Err(error) = served {
                tracing::debug!(%error, "a connection ended badly");
            },
            () = never_asking => tracing::debug!("nothing was asked"),
        }
    }

    /// Makes a TLS handshake for whatever name the phone sends, then serves HTTP.
    pub async fn serve_tls<S>(&self, stream: S, client: IpAddr, config: Arc<rustls::ServerConfig>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Some(_place) = self.connections.enter(client) else { return };
        let stream = Overheard::new(stream);
        match timeout(self.settings.first.into(), TlsAcceptor::from(config).accept(stream)).await {
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
        let (now, most) = self.measurements.count();
        let status = if now < most { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        text(status, &format!("{now} of {most} measurements under way\n"))
    }

    /// So many bytes that nothing on the way can compress, for whoever wants to know how fast they come.
    fn bytes(&self, many: &str, client: IpAddr) -> Response<Full<Bytes>> {
        let Some(many) = many.parse().ok().filter(|many| *many <= MAX_BYTES) else {
            return text(StatusCode::NOT_FOUND, "So many bytes are not to be had.\n");
        };
        if let Err(wait) = self.guests.admit(subscriber(client), self.fence.now()) {
            return too_many(wait);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let mut content = vec![0; many];
        self.fence.entropy(&format!("bytes/{number}")).fill(&mut content);
        response(StatusCode::OK, "application/octet-stream", content)
    }

    async fn answer_post(&self, body: Incoming, client: IpAddr) -> Response<Full<Bytes>> {
        // Before anything of it is kept.
        let Some(_place) = self.measurements.enter(client) else {
            return busy();
        };
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
        if let Err(wait) = self.guests.admit(subscriber(client), self.fence.now()) {
            return too_many(wait);
        }
        let seen = match self.measure(&task).await {
            Ok(seen) => seen,
            Err(wait) => return too_often(wait),
        };
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

/// All places are taken, or all of this client's.
fn busy() -> Response<Full<Bytes>> {
    let refusal = text(StatusCode::SERVICE_UNAVAILABLE, "Too many phones ask; try another.\n");
    retry_after(refusal, BUSY)
}

/// The client asked for too much.
fn too_many(wait: Micros) -> Response<Full<Bytes>> {
    retry_after(text(StatusCode::TOO_MANY_REQUESTS, "You asked for a lot; try later.\n"), wait)
}

/// The site was asked for by too many; the client may ask for others.
fn too_often(wait: Micros) -> Response<Full<Bytes>> {
    let words = "Too many asked for this site; try another helper.\n";
    let mut refusal = retry_after(text(StatusCode::TOO_MANY_REQUESTS, words), wait);
    refusal.headers_mut().insert(ABOUT, HeaderValue::from_static("site"));
    refusal
}

/// Says when to come back.
fn retry_after(mut refusal: Response<Full<Bytes>>, wait: Micros) -> Response<Full<Bytes>> {
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

/// What a refusal is about, when not the client: `site`.
const ABOUT: HeaderName = HeaderName::from_static(REFUSED_ABOUT);

const GREETING: &str = "Hello from a test helper of Arna.\n";

/// RFC 9110, section 5.6.7.
const HTTP_DATE: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

const HELLO: &str = "/hello";
const BYTES: &str = "/bytes/";
/// A transfer of a phone has a quarter of it.
const MAX_BYTES: usize = 256 * 1024;
/// A hostile resolver can give a name some thousand addresses, and a phone of before sent them all: the first ones
/// are looked at.
const MAX_BODY: usize = 256 * 1024;
const MAX_HEAD: usize = 16 * 1024;
const BODY: Duration = Duration::from_secs(10);
/// Nearly every measurement is over by then.
const BUSY: Micros = Micros::from_secs(5);
