//! A host's UDP port, as quinn wants it.

use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use quinn::udp::{RecvMeta, Transmit};
use quinn::{AsyncUdpSocket, UdpPoller};

use crate::sim::HostSocket;

/// A host's UDP port.
pub(super) struct QuicSocket {
    socket: HostSocket,
    /// What came before there was an endpoint.
    first: Mutex<Option<(Vec<u8>, SocketAddr)>>,
}

impl QuicSocket {
    /// A port at which `first` has come in already.
    pub(super) fn after(first: (Vec<u8>, SocketAddr), socket: HostSocket) -> Self {
        Self { socket, first: Mutex::new(Some(first)) }
    }
}

impl std::fmt::Debug for QuicSocket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QuicSocket").finish_non_exhaustive()
    }
}

impl AsyncUdpSocket for QuicSocket {
    fn create_io_poller(self: Arc<Self>) -> Pin<Box<dyn UdpPoller>> {
        Box::pin(Always)
    }

    fn try_send(&self, transmit: &Transmit<'_>) -> io::Result<()> {
        self.socket.put(transmit.contents, transmit.destination);
        Ok(())
    }

    fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        bufs: &mut [IoSliceMut<'_>],
        meta: &mut [RecvMeta],
    ) -> Poll<io::Result<usize>> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (datagram, addr) = match first {
            Some(first) => first,
            None => std::task::ready!(self.socket.poll_receive(cx)),
        };
        let (Some(buf), Some(meta)) = (bufs.first_mut(), meta.first_mut()) else {
            return Poll::Ready(Ok(0));
        };
        let len = datagram.len().min(buf.len());
        buf[..len].copy_from_slice(&datagram[..len]);
        *meta = RecvMeta { addr, len, stride: len, ecn: None, dst_ip: None };
        Poll::Ready(Ok(1))
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        // It is bound at all of the host's addresses.
        Ok(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), self.socket.port()))
    }
}

/// The lab's networks take every datagram at once.
#[derive(Debug)]
struct Always;

impl UdpPoller for Always {
    fn poll_writable(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
