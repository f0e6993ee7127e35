//! A stream that remembers the first thing its peer says, which is its ClientHello.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use arna_model::ClientHello;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream and what it heard first.
pub(crate) struct Overheard<S> {
    stream: S,
    heard: Vec<u8>,
}

impl<S> Overheard<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, heard: Vec::new() }
    }

    /// The ClientHello, if it was one in a single record. What was heard is forgotten, and nothing more is kept.
    pub(crate) fn take_hello(&mut self) -> Option<ClientHello> {
        let heard = std::mem::replace(&mut self.heard, Vec::with_capacity(0));
        arna_net::client_hello(&heard)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Overheard<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let this = &mut *self;
        let polled = Pin::new(&mut this.stream).poll_read(cx, buf);
        let new = &buf.filled()[before..];
        let room = MOST.saturating_sub(this.heard.len()).min(new.len());
        this.heard.extend_from_slice(&new[..room]);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Overheard<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Of no hello more is kept: browsers' have some 2 kB, of which keys that withstand quantum computers are the most.
const MOST: usize = 4 * 1024;
