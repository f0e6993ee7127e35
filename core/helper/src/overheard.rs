//! A stream that remembers the first thing its peer says, which is its ClientHello.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use arna_model::ClientHello;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream and what it heard first.
pub(crate) struct Overheard<S> {
    stream: S,
    /// `None`: nothing more is kept.
    heard: Option<Vec<u8>>,
}

impl<S> Overheard<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, heard: Some(Vec::new()) }
    }

    /// The ClientHello, if it was one in a single record. What was heard is forgotten, and nothing more is kept.
    pub(crate) fn take_hello(&mut self) -> Option<ClientHello> {
        arna_net::client_hello(&self.heard.take()?)
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
        if let Some(heard) = &mut this.heard {
            let new = &buf.filled()[before..];
            let room = MOST.saturating_sub(heard.len()).min(new.len());
            heard.extend_from_slice(&new[..room]);
        }
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

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt as _;

    use super::*;

    #[tokio::test]
    async fn once_the_hello_is_taken_nothing_is_kept() {
        let mut stream = Overheard::new(&[7; 3 * MOST][..]);
        stream.read_exact(&mut [0; MOST + 1]).await.unwrap();
        assert_eq!(stream.heard.as_ref().map(Vec::len), Some(MOST));
        assert_eq!(stream.take_hello(), None, "that was no hello");
        stream.read_exact(&mut [0; MOST]).await.unwrap();
        assert_eq!(stream.heard, None);
    }
}
