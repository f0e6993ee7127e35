//! TCP connections, recorded.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use arna_model::{Bytes, ClientHello, Event, Failure, Micros, TcpConnect, TcpInfo};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use crate::allowance::Spending;
use crate::beginning::Beginning;
use crate::cut::Cut;
use crate::fragments::Fragments;
use crate::linger::Held;
use crate::records::{Records, Want};
use crate::wire::{Dial, Stream};
use crate::{Net, Seen, Wire, classify};

impl Net {
    /// Opens a TCP connection with a small receive window, so that little arrives unasked.
    pub async fn connect(&self, address: SocketAddr) -> Seen<Connection> {
        let t0 = self.now();
        let dial = Dial { address, receive_buffer: Some(self.window()) };
        let opened = match self.refusal() {
            Some(refusal) => Err(refusal),
            None => match timeout(self.timeouts().tcp.into(), self.wire().connect(dial)).await {
                Ok(Ok(stream)) => Ok(stream),
                Ok(Err(error)) => Err(classify::io_failure(&error)),
                Err(_) => Err(Failure::GenericTimeout),
            },
        };
        let (info, bytes) = match &opened {
            Ok(stream) => (stream.info(), stream.meter()),
            // The system itself said no: nothing left the phone.
            Err(failure) if failure.is_local() => (None, Bytes::default()),
            Err(Failure::ConnectionRefused) => (None, self.spend(REFUSED_SYN)),
            Err(_) => (None, self.spend(UNANSWERED_SYN)),
        };
        let event = Event::TcpConnect(TcpConnect { address, info });
        let id = self.record(t0, event, opened.as_ref().err().cloned(), bytes);
        let outcome = opened.map(|stream| Connection {
            address,
            counted: stream.meter(),
            tap: Tap::new(stream, self),
        });
        Seen { id, outcome }
    }
}

/// An open TCP connection.
pub struct Connection {
    /// The other end.
    pub address: SocketAddr,
    /// What earlier observations have already counted.
    pub(crate) counted: Bytes,
    pub(crate) tap: Tap,
}

impl Connection {
    /// Ends it with a reset: one packet, where a farewell takes four.
    pub fn give_up(self) {
        self.tap.give_up();
    }
}

/// A connection with a TLS session on it.
pub struct Secured {
    /// The other end.
    pub address: SocketAddr,
    /// Whether the chain verifies for the name.
    pub is_verified: bool,
    /// What this end said first.
    pub(crate) hello: Option<ClientHello>,
    pub(crate) counted: Bytes,
    pub(crate) stream: TlsStream<Tap>,
}

/// A stream that remembers the first thing said and when the first answer came, and that can still be
/// asked for its meter when rustls or hyper has swallowed it.
#[derive(Clone)]
pub(crate) struct Tap {
    wire: Arc<dyn Wire>,
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    stream: Held,
    /// How many segments the connect sent again, where the system tells.
    resent_by_connect: Option<u32>,
    words: FirstWords,
    spending: Spending,
    records: Records,
    is_read_by_record: bool,
    beginning: Option<Beginning>,
    cut: Option<Cut>,
    within: Option<Result<u8, Failure>>,
    fragments: Option<Fragments>,
}

#[derive(Debug, Default)]
pub(crate) struct FirstWords {
    /// Everything written before the first byte came back, up to a limit.
    pub(crate) said: Vec<u8>,
    /// Wire time of the first byte of the peer.
    pub(crate) heard: Option<Micros>,
    /// How many segments were sent again after the connect and before that byte was read, where the system tells.
    pub(crate) resent: Option<u32>,
    /// What the peer said first, up to a limit.
    pub(crate) answer: Vec<u8>,
}

impl Tap {
    fn new(stream: Box<dyn Stream>, net: &Net) -> Self {
        let (words, records) = (FirstWords::default(), Records::new(net.window()));
        let spending = Spending::new(net.purse().clone());
        let wire = net.wire().clone();
        let mut stream = Held::new(stream, net.recorder().clone());
        stream.tell();
        let inner = Inner {
            resent_by_connect: stream.info().map(|info| info.retransmits),
            stream,
            words,
            spending,
            records,
            is_read_by_record: false,
            beginning: None,
            cut: None,
            within: None,
            fragments: None,
        };
        Self { wire, inner: Arc::new(Mutex::new(inner)) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn meter(&self) -> Bytes {
        self.inner().stream.tell()
    }

    pub(crate) fn info(&self) -> Option<TcpInfo> {
        self.inner().stream.info()
    }

    pub(crate) fn give_up(&self) {
        self.inner().stream.give_up();
    }

    /// From here on so many bytes may pass, both ways; then it is over.
    pub(crate) fn allow(&self, most: u64) {
        let mut inner = self.inner();
        let metered = inner.stream.meter();
        inner.spending.allow(metered, most);
    }

    /// What a failure on it comes to: that too much came, if that is why.
    pub(crate) fn blamed(&self, failure: Failure) -> Failure {
        self.inner().spending.over().unwrap_or(failure)
    }

    /// From here on nothing of a record of TLS is read before its end has come, but for what the receive
    /// buffer cannot hold. All that was said so far must have been TLS.
    pub(crate) fn read_by_record(&self) {
        self.inner().is_read_by_record = true;
    }

    /// From here on no more is read than shows that somebody began a handshake.
    pub(crate) fn read_beginning(&self) {
        self.inner().beginning = Some(Beginning::default());
    }

    /// Whether that was read, and reading ended for that alone.
    pub(crate) fn has_enough(&self) -> bool {
        self.inner().beginning.as_ref().is_some_and(|beginning| beginning.is_enough)
    }

    /// From here on nothing goes further than so many hops.
    pub(crate) fn stay_within(&self, hop_limit: u8) {
        let mut inner = self.inner();
        let set = inner.stream.set_hop_limit(hop_limit);
        inner.within = Some(set.map(|()| hop_limit).map_err(|error| classify::io_failure(&error)));
    }

    /// How far what is said goes, if that was bounded; a failure: the system would not bound it.
    pub(crate) fn within(&self) -> Option<Result<u8, Failure>> {
        self.inner().within.clone()
    }

    /// From here on a ClientHello with this name goes out in two segments.
    pub(crate) fn cut_within(&self, name: &str) {
        self.inner().cut = Some(Cut::within(name));
    }

    /// How long the first part of a hello was that was cut, once all of it was sent.
    pub(crate) fn cut_at(&self) -> Option<usize> {
        self.inner().cut.as_ref()?.at
    }

    /// From here on a ClientHello with this name goes out in two records.
    pub(crate) fn fragment_within(&self, name: &str) {
        self.inner().fragments = Some(Fragments::within(name));
    }

    /// How long the first part of a hello was that went in two records, once all of it was sent.
    pub(crate) fn fragmented_at(&self) -> Option<usize> {
        self.inner().fragments.as_ref()?.at
    }

    /// Takes the first words and listens for the next first words.
    pub(crate) fn take_words(&self) -> FirstWords {
        std::mem::take(&mut self.inner().words)
    }
}

impl AsyncRead for Tap {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut inner = self.inner();
        let inner = &mut *inner;
        let before = buf.filled().len();
        inner.spending.goes_on()?;
        let want = match &mut inner.beginning {
            Some(beginning) => beginning.want(&inner.words.answer)?,
            None => inner.is_read_by_record.then(|| inner.records.want()),
        };
        let polled = if let Some(Want { most, least }) = want {
            inner.stream.wait_for(least);
            let mut part = ReadBuf::new(buf.initialize_unfilled_to(most.min(buf.remaining())));
            let polled = Pin::new(&mut *inner.stream).poll_read(cx, &mut part);
            let read = part.filled().len();
            buf.advance(read);
            polled
        } else {
            Pin::new(&mut *inner.stream).poll_read(cx, buf)
        };
        let read = &buf.filled()[before..];
        if !read.is_empty() && inner.words.heard.is_none() {
            inner.words.heard = Some(self.wire.now());
            inner.words.resent = inner.resent();
        }
        let room = ANSWER_LIMIT.saturating_sub(inner.words.answer.len());
        inner.words.answer.extend_from_slice(&read[..read.len().min(room)]);
        inner.records.follow(read);
        if !read.is_empty() {
            inner.count()?;
        }
        polled
    }
}

impl Inner {
    /// How many segments were sent again since the connect.
    fn resent(&self) -> Option<u32> {
        let so_far = self.stream.info()?.retransmits;
        Some(so_far.saturating_sub(self.resent_by_connect?))
    }

    /// Counts what has passed; what is over ends with a reset, so that no more of it comes.
    fn count(&mut self) -> io::Result<()> {
        let counted = self.spending.note(self.stream.meter());
        if counted.is_err() {
            self.stream.give_up();
        }
        counted
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The run pays for what comes after the last look as well.
        let spending = self.spending.clone();
        self.stream.let_go(spending);
    }
}

impl AsyncWrite for Tap {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut inner = self.inner();
        let inner = &mut *inner;
        inner.spending.goes_on()?;
        let is_fragmented = inner.fragments.as_mut().is_some_and(|it| it.instead_of(buf).is_some());
        let polled = match &mut inner.fragments {
            Some(fragments) if is_fragmented => write_all(cx, &mut *inner.stream, fragments, buf),
            _ => {
                let part = match &mut inner.cut {
                    None => buf,
                    Some(cut) => &buf[..ready!(cut.poll(cx, &*inner.stream, buf))],
                };
                Pin::new(&mut *inner.stream).poll_write(cx, part)
            }
        };
        if let Poll::Ready(Ok(written)) = polled {
            if let Some(cut) = &mut inner.cut {
                cut.wrote(buf, written, &*inner.stream);
            }
            let words = &mut inner.words;
            if words.heard.is_none() && words.said.len() < FIRST_WORDS_LIMIT {
                words.said.extend_from_slice(&buf[..written]);
            }
            inner.count()?;
        }
        polled
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.inner().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.inner().stream).poll_shutdown(cx)
    }
}

/// Writes what stands for `said`, to its end.
fn write_all(
    cx: &mut Context<'_>,
    mut stream: &mut dyn Stream,
    fragments: &mut Fragments,
    said: &[u8],
) -> Poll<io::Result<usize>> {
    while let Some(rest) = fragments.instead_of(said) {
        match ready!(Pin::new(&mut stream).poll_write(cx, rest)) {
            Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
            Ok(written) => {
                if let Some(all) = fragments.wrote(written) {
                    return Poll::Ready(Ok(all));
                }
            }
            Err(error) => return Poll::Ready(Err(error)),
        }
    }
    Poll::Ready(Ok(0))
}

/// Four full segments: 16 KiB records still arrive in a few round trips, and no more than this comes
/// after we stop reading. Linux doubles it for its bookkeeping; the window stays near it.
pub(crate) const RECEIVE_BUFFER: u32 = 6 * 1024;

/// A SYN and the RST that answers it.
const REFUSED_SYN: Bytes = Bytes { sent: 60, received: 40 };

/// An estimate for a connection that was never there to be asked: four SYNs of 60 bytes.
const UNANSWERED_SYN: Bytes = Bytes { sent: 240, received: 0 };

const FIRST_WORDS_LIMIT: usize = 4096;
/// Enough to see what somebody said who speaks no TLS.
const ANSWER_LIMIT: usize = 512;
