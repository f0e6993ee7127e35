//! A connection that carries requests, whatever version of HTTP it speaks.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arna_model::{Bytes, Failure};
use bytes::Bytes as Buffer;
use http::Request;
use http_body_util::Full;
use tokio::time::Instant;

use super::line::Line;
use super::one::One;
use super::two::Two;
use super::{Answer, Carrier, Limit, within};
use crate::connection::{Secured, Tap};
use crate::{Net, allowance};

/// A connection that can carry several requests, one after the other.
pub struct Channel {
    /// The other end.
    pub address: SocketAddr,
    /// Whether what comes is the site's own: it goes over verified TLS.
    pub is_authentic: bool,
    state: State,
    tap: Tap,
    counted: Bytes,
    /// Whether the other end said anything since the last request was sent.
    ear: Arc<AtomicBool>,
    /// Whether it carried an exchange already.
    is_used: bool,
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
                (Line::plain(connection.tap), address, counted, Version::One)
            }
            Carrier::Tls(secured) => {
                let Secured { address, counted, stream, .. } = *secured;
                let is_two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                if !is_two {
                    stream.get_ref().0.read_by_record();
                }
                let version = if is_two { Version::Two(window) } else { Version::One };
                (Line::tls(stream), address, counted, version)
            }
        };
        let (tap, ear) = (line.tap().clone(), line.ear());
        drop(tap.take_words());
        let state = State::Fresh(line, version);
        Self { address, is_authentic, state, tap, counted, ear, is_used: false }
    }

    /// Whether another request can be sent, as far as is known.
    pub fn is_open(&self) -> bool {
        match &self.state {
            State::Fresh(..) => true,
            State::One(one) => one.is_open(),
            State::Two(two) => two.is_open(),
            State::Closed(_) => false,
        }
    }

    /// The same, after all that has come meanwhile was read: a farewell, or the end.
    pub async fn is_usable(&mut self) -> bool {
        match &mut self.state {
            State::Fresh(..) => true,
            State::One(one) => one.is_usable().await,
            State::Two(two) => two.is_usable().await,
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
    /// The network's failure before there was an answer. That a connection which carried an exchange before has
    /// ended is none: it is [`Failure::ConnectionAlreadyClosed`], and a new one tells more (RFC 9112, section 9.3.1).
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
        self.tap.allow(allowance::exchange(limit.page.max(limit.redirect)));
        self.ear.store(false, Ordering::Relaxed);
        let exchange = self.state.exchange(net, request, (limit, deadline));
        let mut outcome = exchange.await.map_err(|failure| self.named(failure));
        if let Ok(answer) = &mut outcome {
            answer.broken = answer.broken.take().map(|failure| self.tap.blamed(failure));
        }
        self.is_used = true;
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

impl Channel {
    /// What a failure without an answer comes to.
    fn named(&self, failure: Failure) -> Failure {
        let is_end = matches!(
            failure,
            Failure::Eof
                | Failure::ConnectionReset
                | Failure::ConnectionAborted
                | Failure::ConnectionAlreadyClosed
        );
        // Over HTTP/2 all that can have been said is a farewell.
        let is_unheard = matches!(self.state, State::Two(_)) || !self.ear.load(Ordering::Relaxed);
        if self.is_used && is_end && is_unheard {
            return Failure::ConnectionAlreadyClosed;
        }
        self.tap.blamed(failure)
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
