//! HTTP/1.1 by hyper.

use std::pin::pin;

use arna_model::Failure;
use bytes::Bytes as Buffer;
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Body as _;
use hyper::client::conn::http1::{self, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::time::{Instant, timeout_at};

use super::driven::{Driven, Driver};
use super::line::Line;
use super::{Answer, Body, Limit, within};
use crate::{Net, classify};

/// A connection that carries one request after the other.
pub(super) struct One {
    sender: SendRequest<Full<Buffer>>,
    driver: Driver<Connection<TokioIo<Line>, Full<Buffer>>>,
}

impl One {
    pub(super) async fn start(line: Line) -> Result<Self, Failure> {
        let (sender, driver) = http1::Builder::new()
            .max_buf_size(MAX_BUFFER)
            .max_headers(MAX_HEADERS)
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .handshake(TokioIo::new(line))
            .await
            .map_err(|error| classify::http_failure(&error))?;
        Ok(Self { sender, driver: Driver::new(driver) })
    }

    pub(super) fn is_open(&self) -> bool {
        self.driver.goes_on() && !self.sender.is_closed()
    }

    /// Whether it can carry another request after all that has come was read.
    pub(super) async fn is_usable(&mut self) -> bool {
        self.driver.still_goes_on().await && !self.sender.is_closed()
    }

    pub(super) async fn exchange(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        (limit, deadline): (Limit, Instant),
    ) -> Result<Answer, Failure> {
        let sender = &mut self.sender;
        let exchange = pin!(async {
            let failure = |error: hyper::Error| classify::http_failure(&error);
            let answer = within(deadline, async {
                sender.ready().await.map_err(failure)?;
                sender.send_request(origin_form(request)?).await.map_err(failure)
            });
            let answer = answer.await?;
            let first_byte = net.now();
            let (head, mut incoming) = answer.into_parts();
            let mut body = Body::up_to(limit.for_status(head.status.as_u16(), &head.headers));
            let mut is_enough = body.is_none_wanted(incoming.is_end_stream());
            while !is_enough
                && let Some(frame) =
                    body.heard(timeout_at(deadline, incoming.frame()).await, failure)
            {
                let part = frame.data_ref().map_or(&[][..], |data| data);
                is_enough = body.take(part, incoming.is_end_stream());
            }
            Ok(body.into_answer(head.status.as_u16(), head.headers, first_byte))
        });
        Driven { exchange, driver: &mut self.driver }.await
    }
}

/// HTTP/1.1 names the path in the request line and the host in a header, which browsers send first.
fn origin_form(request: Request<Full<Buffer>>) -> Result<Request<Full<Buffer>>, Failure> {
    let (mut head, body) = request.into_parts();
    let authority = head.uri.authority().ok_or_else(no_request)?;
    let host = HeaderValue::from_str(authority.as_str()).map_err(|_| no_request())?;
    let path = head.uri.path_and_query().cloned();
    head.uri = Uri::from(path.unwrap_or_else(|| PathAndQuery::from_static("/")));
    let mut headers = HeaderMap::from_iter([(HOST, host)]);
    headers.extend(head.headers);
    head.headers = headers;
    Ok(Request::from_parts(head, body))
}

fn no_request() -> Failure {
    Failure::Unknown("not a request".into())
}

/// The longest head; browsers take a quarter of a megabyte.
const MAX_BUFFER: usize = 64 * 1024;
/// Browsers count no lines: as many as there may be in a head of lines as they are.
const MAX_HEADERS: usize = 2_000;
