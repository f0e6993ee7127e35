//! A connection that carries requests, whatever version of HTTP it speaks.

use std::net::SocketAddr;

use arna_model::{Bytes, Failure};
use bytes::Bytes as Buffer;
use http::Request;
use http_body_util::Full;
use tokio::time::Instant;

use super::line::Line;
use super::one::One;
use super::two::Two;
use super::{Answer, Carrier, Limit, within};
use crate::Net;
use crate::connection::{Secured, Tap};

/// A connection that can carry several requests, one after the other.
pub struct Channel {
    /// The other end.
    pub address: SocketAddr,
    /// Whether what comes is the site's own: it goes over verified TLS.
    pub is_authentic: bool,
    state: State,
    tap: Tap,
    counted: Bytes,
}

enum State {
    /// Nothing was sent yet.
    Fresh(Line, Version),
    One(Box<One>),
    Two(Box<Two>),
    Closed(Failure),
}

#[derive(Clone, Copy)]
enum Version {
    One,
    /// With this window for each answer's body.
    Two(u32),
}

impl Channel {
    /// Starts HTTP on `carrier`. Nothing is sent yet. Over HTTP/2 no more than `window` bytes of a
    /// body come before they are taken.
    pub fn open(carrier: Carrier, window: u32) -> Self {
        let is_authentic = matches!(&carrier, Carrier::Tls(secured) if secured.is_verified);
        let (line, address, counted, version) = match carrier {
            Carrier::Plain(connection) => {
                let (address, counted) = (connection.address, connection.counted);
                (Line::Plain(connection.tap), address, counted, Version::One)
            }
            Carrier::Tls(secured) => {
                let Secured { address, counted, stream, .. } = *secured;
                let is_two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                if !is_two {
                    stream.get_ref().0.read_by_record();
                }
                let version = if is_two { Version::Two(window) } else { Version::One };
                (Line::Tls(Box::new(stream)), address, counted, version)
            }
        };
        let tap = line.tap().clone();
        drop(tap.take_words());
        Self { address, is_authentic, state: State::Fresh(line, version), tap, counted }
    }

    /// Whether another request can be sent, as far as is known.
    pub fn is_open(&self) -> bool {
        match &self.state {
            State::Fresh(..) | State::Two(_) => true,
            State::One(one) => one.is_open(),
            State::Closed(_) => false,
        }
    }

    /// Bytes on the wire since the last time this was asked.
    pub fn take_bytes(&mut self) -> Bytes {
        let now = self.tap.meter();
        let since = now - self.counted;
        self.counted = now;
        since
    }

    /// Sends `request`, whose URI is absolute, and reads its answer, at most `limit` bytes of the body.
    /// A body that breaks off or is late gives what there was of it.
    ///
    /// # Errors
    /// The network's failure before there was an answer.
    pub async fn exchange(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        limit: usize,
    ) -> Result<Answer, Failure> {
        self.exchange_within(net, request, Limit { page: limit, redirect: limit }).await
    }

    /// The same, with another limit for what only sends on to another place.
    ///
    /// # Errors
    /// As for [`exchange`](Self::exchange).
    pub async fn exchange_within(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        limit: Limit,
    ) -> Result<Answer, Failure> {
        let deadline = Instant::now() + net.timeouts().http.into();
        let exchange = self.state.exchange(net, request, (limit, deadline));
        let outcome = exchange.await;
        let broken = outcome.as_ref().map_or_else(Some, |answer| answer.broken.as_ref());
        if let Some(failure) = broken {
            if failure.is_timeout() {
                self.tap.give_up();
            }
            self.state = State::Closed(failure.clone());
        }
        outcome
    }
}

impl Version {
    async fn start(self, line: Line) -> Result<State, Failure> {
        Ok(match self {
            Self::One => State::One(Box::new(One::start(line).await?)),
            Self::Two(window) => State::Two(Box::new(Two::start(line, window).await?)),
        })
    }
}

impl State {
    async fn exchange(
        &mut self,
        net: &Net,
        request: Request<Full<Buffer>>,
        (limit, deadline): (Limit, Instant),
    ) -> Result<Answer, Failure> {
        let interrupted = Self::Closed(Failure::ConnectionAlreadyClosed);
        *self = match std::mem::replace(self, interrupted) {
            Self::Fresh(line, version) => within(deadline, version.start(line)).await?,
            started => started,
        };
        match self {
            Self::One(one) => one.exchange(net, request, (limit, deadline)).await,
            Self::Two(two) => two.exchange(net, request, (limit, deadline)).await,
            Self::Closed(failure) => Err(failure.clone()),
            Self::Fresh(..) => Err(Failure::ConnectionAlreadyClosed),
        }
    }
}
