//! A TCP connection of the operating system's.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use arna_model::{Bytes, TcpInfo};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::low_water::{self, LowWater};
use super::{probe, tcp_info};
use crate::wire::{Stream, lingers_for};

pub(super) struct OsStream {
    stream: TcpStream,
    is_v6: bool,
    low_water: LowWater,
    sent: u64,
    received: u64,
    is_given_up: bool,
}

impl OsStream {
    pub(super) fn new(stream: TcpStream, is_v6: bool) -> Self {
        let low_water = LowWater::new();
        Self { stream, is_v6, low_water, sent: 0, received: 0, is_given_up: false }
    }
}

impl Stream for OsStream {
    fn info(&self) -> Option<TcpInfo> {
        tcp_info::of(&self.stream, self.is_v6).map(|kernel| kernel.info)
    }

    fn meter(&self) -> Bytes {
        tcp_info::of(&self.stream, self.is_v6).and_then(|kernel| kernel.meter).unwrap_or_else(
            || {
                // Where the system does not tell: full segments, one acknowledgement for two of them.
                let packets = |bytes: u64| 3 + bytes / 1400;
                Bytes {
                    sent: self.sent + 52 * (packets(self.sent) + packets(self.received) / 2),
                    received: self.received
                        + 52 * (packets(self.received) + packets(self.sent) / 2),
                }
            },
        )
    }

    fn give_up(&mut self) {
        // Where the system will not, it ends as usual.
        self.stream.set_zero_linger().ok();
        self.is_given_up = true;
    }

    fn linger(self: Box<Self>) -> Option<Pin<Box<dyn Future<Output = Bytes> + Send>>> {
        let rtt = self.info()?.rtt?;
        let is_unread = low_water::waiting(&self.stream).is_ok_and(|count| count > 0);
        let ends_with_reset = self.is_given_up || is_unread;
        let metered = self.meter();
        if self.is_given_up {
            // At once: whoever goes on sending is to hear of it.
            return Some(Box::pin(std::future::ready(metered + reset(self.is_v6))));
        }
        if !is_unread {
            let socket = SockRef::from(&self.stream);
            socket.shutdown(std::net::Shutdown::Write).ok();
        }
        let pause = lingers_for(rtt);
        Some(Box::pin(async move {
            tokio::time::sleep(pause).await;
            let metered = self.meter();
            let ends_with_reset =
                ends_with_reset || low_water::waiting(&self.stream).is_ok_and(|count| count > 0);
            metered + if ends_with_reset { reset(self.is_v6) } else { Bytes::default() }
        }))
    }

    fn set_hop_limit(&mut self, hop_limit: u8) -> io::Result<()> {
        let is_v6 = self.stream.peer_addr()?.is_ipv6();
        probe::set_hop_limit(&SockRef::from(&self.stream), is_v6, hop_limit)
    }

    fn wait_for(&mut self, least: usize) {
        self.low_water.set(&self.stream, least);
    }
}

impl AsyncRead for OsStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let mut polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        if polled.is_pending() {
            let this = &mut *self;
            polled = this.low_water.poll(&this.stream, cx, buf);
        }
        self.received += (buf.filled().len() - before) as u64;
        polled
    }
}

impl AsyncWrite for OsStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, buf);
        if let Poll::Ready(Ok(written)) = polled {
            self.sent += written as u64;
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// What the kernel says in place of a farewell.
fn reset(is_v6: bool) -> Bytes {
    Bytes { sent: if is_v6 { 60 } else { 40 }, received: 0 }
}
