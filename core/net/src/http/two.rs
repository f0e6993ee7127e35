//! HTTP/2 by h2, which hyper stands on: here the stream's window has to be ours.

use std::pin::pin;

use arna_model::Failure;
use bytes::Bytes as Buffer;
use h2::client::{Builder, Connection, SendRequest};
use http::{Request, Version};
use http_body_util::{BodyExt, Full};
use tokio::time::{Instant, timeout_at};

use super::driven::{Driven, Driver};
use super::line::Line;
use super::{Answer, Body, Limit, within};
use crate::{Net, classify};

/// A connection that carries one request after the other.
pub(super) struct Two {
    sender: SendRequest<Buffer>,
    driver: Driver<Connection<Line, Buffer>>,
}

impl Two {
    /// Starts with a window of `window` bytes for each answer's body.
    pub(super) async fn start(line: Line, window: u32) -> Result<Self, Failure> {
        let (sender, driver) = Builder::new()
            .initial_window_size(window)
            .max_header_list_size(MAX_HEADERS)
            .enable_push(false)
            .handshake(line)
            .await
            .map_err(|error| classify::http2_failure(&error))?;
        Ok(Self { sender, driver: Driver::new(driver) })
    }

    pub(super) fn is_open(&self) -> bool {
        self.driver.goes_on()
    }

    /// Whether it can carry another request after all that has come was read: a farewell (GOAWAY) among it.
    pub(super) async fn is_usable(&mut self) -> bool {
        let ready = std::future::poll_fn(|cx| {
            std::task::Poll::Ready(!matches!(
                self.sender.poll_ready(cx),
                std::task::Poll::Ready(Err(_))
            ))
        });
        self.driver.still_goes_on().await && ready.await
    }

    pub(super) async fn exchange(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        (limit, deadline): (Limit, Instant),
    ) -> Result<Answer, Failure> {
        let sender = &mut self.sender;
        let exchange = pin!(async {
            let failure = |error: h2::Error| classify::http2_failure(&error);
            let (mut head, content) = request.into_parts();
            head.version = Version::HTTP_2;
            let content = content.collect().await.map(|whole| whole.to_bytes()).unwrap_or_default();
            let ready = std::future::poll_fn(|cx| sender.poll_ready(cx));
            within(deadline, async { ready.await.map_err(failure) }).await?;
            let has_content = !content.is_empty();
            let (answer, mut stream) = sender
                .send_request(Request::from_parts(head, ()), !has_content)
                .map_err(failure)?;
            if has_content {
                stream.send_data(content, true).map_err(failure)?;
            }
            let answer = within(deadline, async { answer.await.map_err(failure) }).await?;
            let first_byte = net.now();
            let (head, mut incoming) = answer.into_parts();
            let mut body = Body::up_to(limit.for_status(head.status.as_u16(), &head.headers));
            let mut is_enough = body.is_none_wanted(incoming.is_end_stream());
            while !is_enough
                && let Some(part) = body.heard(timeout_at(deadline, incoming.data()).await, failure)
            {
                is_enough = body.take(&part, incoming.is_end_stream());
                // More is wanted: the server may go on.
                incoming.flow_control().release_capacity(part.len()).map_err(failure)?;
            }
            Ok(body.into_answer(head.status.as_u16(), head.headers, first_byte))
        });
        Driven { exchange, driver: &mut self.driver }.await
    }
}

/// As much as HTTP/1.1 may send.
const MAX_HEADERS: u32 = 64 * 1024;
