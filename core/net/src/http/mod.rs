//! HTTP, recorded: one request, the head of the answer, and no more of the body than is wanted.
//!
//! HTTP/2 where TLS agreed on it, else HTTP/1.1. What is not wanted is not sent: over HTTP/2 the
//! stream's window is as large as what is wanted of the body, over HTTP/1.1 the socket's is small.

mod alt_svc;
mod channel;
mod charset;
mod coding;
mod cookies;
mod driven;
mod gzip;
mod kept;
mod line;
mod location;
mod one;
mod page;
mod structure;
mod two;

use std::borrow::Cow;

use arna_model::{Event, Failure, HttpTransaction, Micros, Tags};
use bytes::Bytes as Buffer;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, LOCATION, USER_AGENT,
};
use http::{HeaderMap, HeaderValue, Request};
use http_body_util::Full;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::connection::{Connection, Secured};
use crate::{Net, Seen};

pub use channel::Channel;
pub use cookies::Cookies;
pub use page::{markup_of, text_of, title_of};
pub use structure::tags_of;

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
    /// What was read of the body, decompressed.
    pub body: Vec<u8>,
    /// Whether more was to come.
    pub is_truncated: bool,
    /// Why less came than was wanted: the body broke off, or was late. The head is whole all the same.
    pub broken: Option<Failure>,
    /// When the head was complete, relative to the run.
    pub first_byte: Micros,
}

impl Answer {
    /// The page that it is, as far as it is compared; `None`: it is none.
    pub fn page(&self) -> Option<Cow<'_, str>> {
        let kind = self.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        markup_of(kind.map(String::from_utf8_lossy).as_deref(), &self.body)
    }
}

/// Most bytes that are read of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Of a page.
    pub page: usize,
    /// Of what only sends on to another place.
    pub redirect: usize,
}

impl Limit {
    fn for_status(self, status: u16, headers: &HeaderMap) -> usize {
        let leads_on = is_redirect(status) && headers.contains_key(LOCATION);
        if leads_on { self.redirect } else { self.page }
    }
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

impl Net {
    /// GETs `url` over `channel` as a browser would, and reads at most `limit` bytes of the body; with 0
    /// the head is enough. Sends
    /// the `cookies` that belong to it, and keeps those that the answer sets.
    pub async fn fetch(
        &self,
        channel: &mut Channel,
        url: &Url,
        cookies: &mut Cookies,
        limit: usize,
    ) -> Seen<Answer> {
        let request = browser_request(url, cookies.of(url));
        let seen = self.transact(channel, url, request, limit).await;
        if let Ok(answer) = &seen.outcome {
            cookies.take(&answer.headers, url);
        }
        seen
    }

    /// Sends `request` for `url` (`None`: there is no such request) over `channel`.
    pub(crate) async fn transact(
        &self,
        channel: &mut Channel,
        url: &Url,
        request: Option<Request<Full<Buffer>>>,
        limit: usize,
    ) -> Seen<Answer> {
        let t0 = self.now();
        let outcome = match request {
            Some(request) => channel.exchange(self, request, limit).await,
            None => Err(Failure::Unknown("not a request".into())),
        };
        let mut transaction = HttpTransaction {
            address: channel.address,
            url: url.to_string(),
            is_authentic: channel.is_authentic,
            status: None,
            headers: Vec::new(),
            title: None,
            tags: Tags::default(),
            body: None,
            body_bytes: 0,
            is_truncated: false,
            first_byte: None,
        };
        if let Ok(answer) = &outcome {
            transaction.status = Some(answer.status);
            transaction.headers = kept::kept_headers(&answer.headers);
            let page = answer.page();
            transaction.title = page.as_deref().and_then(title_of);
            if !channel.is_authentic {
                transaction.tags = page.as_deref().map(tags_of).unwrap_or_default();
            }
            transaction.body_bytes = answer.body.len() as u64;
            transaction.is_truncated = answer.is_truncated;
            transaction.first_byte = Some(answer.first_byte);
            if !answer.body.is_empty() {
                let kept = kept::kept_body(&answer.body, channel.is_authentic);
                transaction.body = Some(self.keep_blob(kept.to_vec()));
            }
        }
        let bytes = channel.take_bytes();
        let failure = match &outcome {
            Ok(answer) => answer.broken.clone(),
            Err(failure) => Some(failure.clone()),
        };
        let id = self.record(t0, Event::HttpTransaction(transaction), failure, bytes);
        Seen { id, outcome }
    }
}

/// What is read of a body: up to a limit, and whether more was to come.
struct Body {
    limit: usize,
    read: Vec<u8>,
    is_truncated: bool,
    broken: Option<Failure>,
}

impl Body {
    fn up_to(limit: usize) -> Self {
        Self { limit, read: Vec::new(), is_truncated: false, broken: None }
    }

    /// Whether nothing of it is wanted, the head being all.
    fn is_none_wanted(&mut self, is_empty: bool) -> bool {
        self.limit == 0 && self.take(&[], is_empty)
    }

    /// Takes a part in; whether that is enough. `is_last` says that no more will come.
    fn take(&mut self, part: &[u8], is_last: bool) -> bool {
        self.read.extend_from_slice(part);
        let is_full = self.read.len() >= self.limit;
        self.is_truncated = self.read.len() > self.limit || is_full && !is_last;
        self.read.truncate(self.limit);
        is_full
    }

    /// A part that came in time; `None`: there is no more, or it broke off.
    fn heard<T, E>(
        &mut self,
        part: Result<Option<Result<T, E>>, Elapsed>,
        failure: impl Fn(E) -> Failure,
    ) -> Option<T> {
        match part {
            Ok(None) => None,
            Ok(Some(Ok(part))) => Some(part),
            Ok(Some(Err(error))) => {
                self.broken = Some(failure(error));
                None
            }
            Err(_) => {
                self.broken = Some(Failure::GenericTimeout);
                None
            }
        }
    }

    fn into_answer(self, status: u16, headers: HeaderMap, first_byte: Micros) -> Answer {
        let body = coding::decoded(&headers, self.read);
        let is_truncated = self.is_truncated || self.broken.is_some();
        Answer { status, headers, body, is_truncated, broken: self.broken, first_byte }
    }
}

/// What comes before the deadline.
async fn within<T>(
    deadline: Instant,
    future: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    timeout_at(deadline, future).await.unwrap_or(Err(Failure::GenericTimeout))
}

/// A browser's GET: nothing that tells a prober from a phone's browser.
pub(crate) fn browser_request(
    url: &Url,
    cookies: Option<HeaderValue>,
) -> Option<Request<Full<Buffer>>> {
    let mut request = Request::get(&url[..url::Position::AfterQuery])
        .header(USER_AGENT, BROWSER)
        .header(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
        .header(ACCEPT_ENCODING, "gzip, deflate, br")
        .header(ACCEPT_LANGUAGE, "en-US,en;q=0.8")
        .body(Full::default())
        .ok()?;
    if let Some(cookies) = cookies {
        request.headers_mut().insert(COOKIE, cookies);
    }
    Some(request)
}

/// Chrome on Android with its reduced user agent: the most ordinary phone there is.
const BROWSER: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

#[cfg(fuzzing)]
pub(crate) mod fuzzing {
    use http::HeaderMap;
    use http::header::{CONTENT_ENCODING, HeaderValue};

    /// What an answer says of other ways to the site.
    pub fn alternatives(value: &str) {
        assert_ne!(super::alt_svc::http3_port(value), Some(0));
    }

    /// A page, in each coding: no more than the cap unpacks, and its words grow by no more than charsets do.
    pub fn page_coding(body: &[u8]) {
        for coding in ["gzip", "deflate", "br", "identity"] {
            let value = HeaderValue::from_static(coding);
            let headers = HeaderMap::from_iter([(CONTENT_ENCODING, value)]);
            let plain = super::coding::decoded(&headers, body.to_vec());
            assert!(plain.len() <= body.len().max(512 * 1024));
            let text = super::text_of(Some("text/html"), &plain);
            assert!(text.is_none_or(|text| text.len() <= 3 * plain.len()));
        }
    }
}
