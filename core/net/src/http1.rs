//! HTTP/1.1, recorded: one request, the head of the answer, and no more of the body than is wanted.

use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use arna_model::{Bytes, Event, Failure, HttpTransaction, Micros};
use bytes::Bytes as Buffer;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, Connection as Driver, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;
use url::Url;

use crate::connection::{Connection, Secured, Tap};
use crate::{Net, Seen, classify};

/// What HTTP goes over.
pub enum Carrier {
    /// Cleartext.
    Plain(Connection),
    /// TLS.
    Tls(Box<Secured>),
}

/// An answer, as far as it was read.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines as they came.
    pub headers: HeaderMap,
    /// What was read of the body.
    pub body: Vec<u8>,
    /// Whether more was to come.
    pub is_truncated: bool,
    /// When the head was complete, relative to the run.
    pub first_byte: Micros,
}

impl Net {
    /// GETs `url` over `carrier` as a browser would, and reads at most `limit` bytes of the body.
    pub async fn fetch(&self, carrier: Carrier, url: &Url, limit: usize) -> Seen<Answer> {
        let t0 = self.now();
        let is_authentic = matches!(&carrier, Carrier::Tls(secured) if secured.is_verified);
        let mut channel = Channel::open(carrier).await;
        let address = channel.address;
        let outcome = match browser_request(url) {
            Some(request) => channel.exchange(self, request, limit).await,
            None => Err(Failure::Unknown("not a request".into())),
        };
        let mut transaction = HttpTransaction {
            address,
            url: url.to_string(),
            is_authentic,
            status: None,
            headers: Vec::new(),
            title: None,
            body: None,
            body_bytes: 0,
            is_truncated: false,
            first_byte: None,
        };
        if let Ok(answer) = &outcome {
            let line = |(name, value): (&http::HeaderName, &HeaderValue)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            };
            transaction.status = Some(answer.status);
            transaction.headers = answer.headers.iter().map(line).collect();
            transaction.title = title_of(&answer.body);
            transaction.body_bytes = answer.body.len() as u64;
            transaction.is_truncated = answer.is_truncated;
            transaction.first_byte = Some(answer.first_byte);
            if !answer.body.is_empty() {
                transaction.body = Some(self.keep_blob(answer.body.clone()));
            }
        }
        let bytes = channel.take_bytes();
        let failure = outcome.as_ref().err().cloned();
        let id = self.record(t0, Event::HttpTransaction(transaction), failure, bytes);
        Seen { id, outcome }
    }
}

/// An HTTP/1.1 connection that can carry several requests, one after the other.
pub struct Channel {
    /// The other end.
    pub address: SocketAddr,
    state: Result<(Sender, LineDriver), Failure>,
    tap: Tap,
    counted: Bytes,
}

impl Channel {
    /// Starts HTTP on `carrier`. Nothing is sent yet.
    pub async fn open(carrier: Carrier) -> Self {
        let (line, address, counted) = match carrier {
            Carrier::Plain(connection) => {
                (Line::Plain(connection.tap), connection.address, connection.counted)
            }
            Carrier::Tls(secured) => {
                let Secured { address, counted, stream, .. } = *secured;
                (Line::Tls(Box::new(stream)), address, counted)
            }
        };
        let tap = line.tap().clone();
        drop(tap.take_words());
        let state = http1::Builder::new()
            .max_buf_size(MAX_BUFFER)
            .max_headers(MAX_HEADERS)
            .handshake(TokioIo::new(line))
            .await
            .map_err(|error| classify::http_failure(&error));
        Self { address, state, tap, counted }
    }

    /// Whether another request can be sent.
    pub fn is_open(&self) -> bool {
        self.state.as_ref().is_ok_and(|(sender, _)| !sender.is_closed())
    }

    /// Bytes on the wire since the last time this was asked.
    pub fn take_bytes(&mut self) -> Bytes {
        let now = self.tap.meter();
        let since = now - self.counted;
        self.counted = now;
        since
    }

    /// Sends `request` and reads its answer, at most `limit` bytes of the body.
    ///
    /// # Errors
    /// The network's failure; the channel is closed then.
    pub async fn exchange(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        limit: usize,
    ) -> Result<Answer, Failure> {
        let (sender, driver) = self.state.as_mut().map_err(|failure| failure.clone())?;
        let outcome = drive(net, sender, driver, request, limit).await;
        if let Err(failure) = &outcome {
            self.state = Err(failure.clone());
        }
        outcome
    }
}

type Sender = SendRequest<Full<Buffer>>;
type LineDriver = Driver<TokioIo<Line>, Full<Buffer>>;

async fn drive(
    net: &Net,
    sender: &mut Sender,
    driver: &mut LineDriver,
    request: Request<Full<Buffer>>,
    limit: usize,
) -> Result<Answer, Failure> {
    let exchange = pin!(async {
        sender.ready().await.map_err(|error| classify::http_failure(&error))?;
        let sent = sender.send_request(request).await;
        let answer = sent.map_err(|error| classify::http_failure(&error))?;
        let first_byte = net.now();
        let (head, mut body) = answer.into_parts();
        let (mut read, mut is_truncated) = (Vec::new(), false);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| classify::http_failure(&error))?;
            read.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data));
            if read.len() >= limit {
                is_truncated = read.len() > limit || !hyper::body::Body::is_end_stream(&body);
                read.truncate(limit);
                break;
            }
        }
        let (status, headers) = (head.status.as_u16(), head.headers);
        Ok(Answer { status, headers, body: read, is_truncated, first_byte })
    });
    let driven = Driven { exchange, driver, is_over: false };
    match timeout(net.timeouts().http.into(), driven).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Failure::GenericTimeout),
    }
}

/// An exchange and the connection that has to be driven for it.
struct Driven<'a, E> {
    exchange: Pin<&'a mut E>,
    driver: &'a mut LineDriver,
    is_over: bool,
}

impl<E: Future<Output = Result<Answer, Failure>>> Future for Driven<'_, E> {
    type Output = Result<Answer, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(outcome) = self.exchange.as_mut().poll(cx) {
            return Poll::Ready(outcome);
        }
        if !self.is_over && Pin::new(&mut *self.driver).poll(cx).is_ready() {
            self.is_over = true;
        }
        // What the driver just read is the exchange's.
        self.exchange.as_mut().poll(cx)
    }
}

/// A browser's GET: nothing that tells a prober from a phone's browser.
fn browser_request(url: &Url) -> Option<Request<Full<Buffer>>> {
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    Request::get(path)
        .header(HOST, host)
        .header(USER_AGENT, BROWSER)
        .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
        .header(ACCEPT_LANGUAGE, "en-US,en;q=0.8")
        .body(Full::default())
        .ok()
}

/// The text of the first `<title>` in what was read of a page.
pub fn title_of(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    // ASCII only, so that offsets stay the same.
    let lower = text.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let words: Vec<&str> = text[start..end].split_whitespace().collect();
    let title: String = words.join(" ").chars().take(MAX_TITLE).collect();
    (!title.is_empty()).then_some(title)
}

enum Line {
    Plain(Tap),
    Tls(Box<TlsStream<Tap>>),
}

impl Line {
    fn tap(&self) -> &Tap {
        match self {
            Self::Plain(tap) => tap,
            Self::Tls(stream) => stream.get_ref().0,
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tap) => Pin::new(tap).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(tap) => Pin::new(tap).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tap) => Pin::new(tap).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tap) => Pin::new(tap).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// Chrome on Android with its reduced user agent: the most ordinary phone there is.
const BROWSER: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

const MAX_BUFFER: usize = 64 * 1024;
const MAX_HEADERS: usize = 200;
const MAX_TITLE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_whatever_came() {
        assert_eq!(
            title_of(b"<html><TITLE lang=kk>\n Arna  net </Title>"),
            Some("Arna net".into())
        );
        assert_eq!(title_of("<title>Ақпарат</title>".as_bytes()), Some("Ақпарат".into()));
        for broken in [&b"<title>cut of"[..], b"<title", b"", b"\xff\xfe<title></title>"] {
            assert_eq!(title_of(broken), None);
        }
    }
}
