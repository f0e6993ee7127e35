//! The byte stream below HTTP: cleartext or TLS.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use crate::connection::Tap;

/// A byte stream that remembers whether anything was said.
pub(super) struct Line {
    stream: LineStream,
    is_spoken_on: Arc<AtomicBool>,
}

/// What it goes over.
enum LineStream {
    Plain(Tap),
    Tls(Box<TlsStream<Tap>>),
}

impl Line {
    pub(super) fn plain(tap: Tap) -> Self {
        Self { stream: LineStream::Plain(tap), is_spoken_on: Arc::default() }
    }

    pub(super) fn tls(stream: TlsStream<Tap>) -> Self {
        Self { stream: LineStream::Tls(Box::new(stream)), is_spoken_on: Arc::default() }
    }

    /// What is below, for its meter.
    pub(super) fn tap(&self) -> &Tap {
        match &self.stream {
            LineStream::Plain(tap) => tap,
            LineStream::Tls(stream) => stream.get_ref().0,
        }
    }

    /// Whether the other end said anything over it, handshakes and farewells of TLS aside, since this was last
    /// set to no.
    pub(super) fn ear(&self) -> Arc<AtomicBool> {
        self.is_spoken_on.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.filled().len();
        let polled = match &mut this.stream {
            LineStream::Plain(tap) => Pin::new(tap).poll_read(cx, buf),
            LineStream::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        };
        if buf.filled().len() > before {
            this.is_spoken_on.store(true, Ordering::Relaxed);
        }
        polled
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().stream {
            LineStream::Plain(tap) => Pin::new(tap).poll_write(cx, buf),
            LineStream::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            LineStream::Plain(tap) => Pin::new(tap).poll_flush(cx),
            LineStream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            LineStream::Plain(tap) => Pin::new(tap).poll_shutdown(cx),
            LineStream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
