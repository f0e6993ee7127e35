//! A TCP connection as a program holds it.
//!
//! It behaves like a socket of Linux's: flushing does nothing, shutting down sends a FIN, dropping it
//! sends a FIN too, or a reset if there is data that was not read or its program has given it up.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use arna_model::{Bytes, TcpInfo};
use arna_net::{Stream, lingers_for};
use smoltcp::socket::tcp::{RecvError, Socket, State};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::flow::Flow;
use super::network::NodeId;
use super::packet;
use super::stack::{Ends, Stack};
use super::world::Shared;

/// A TCP connection.
pub struct SimStream {
    shared: Arc<Shared>,
    node: NodeId,
    ends: Ends,
    /// The peer's FIN was read: the stack forgets it after a while, a program may ask again.
    is_finished: bool,
    is_given_up: bool,
    /// Bytes for which reading waits.
    least: usize,
}

impl SimStream {
    /// Takes a connection that is in the host's table over.
    pub fn new(shared: Arc<Shared>, node: NodeId, ends: Ends) -> Self {
        Self { shared, node, ends, is_finished: false, is_given_up: false, least: 1 }
    }

    /// Waits until the connection is open.
    pub async fn opened(&self) -> io::Result<()> {
        poll_fn(|context| {
            self.with_stack(|stack, ends| {
                let Some(flow) = stack.flows.get_mut(&ends) else { return Poll::Ready(refused()) };
                let has_opened = flow.has_opened;
                let socket = flow.socket();
                match socket.state() {
                    State::SynSent | State::SynReceived => {
                        socket.register_send_waker(context.waker());
                        Poll::Pending
                    }
                    State::Closed if !has_opened => Poll::Ready(refused()),
                    _ => Poll::Ready(Ok(())),
                }
            })
        })
        .await
    }

    fn with_stack<R>(&self, work: impl FnOnce(&mut Stack, Ends) -> R) -> R {
        self.shared.with_stack(self.node, |stack| work(stack, self.ends))
    }
}

impl AsyncRead for SimStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_finished || buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let least = self.least;
        let outcome = self.with_stack(|stack, ends| {
            let Some(flow) = stack.flows.get_mut(&ends) else {
                return Err(RecvError::InvalidState);
            };
            if flow.socket().recv_queue() < least && more_may_come(flow.socket()) {
                flow.socket().register_recv_waker(context.waker());
                return Ok(0);
            }
            let read = flow.socket().recv_slice(buffer.initialize_unfilled())?;
            if read == 0 {
                flow.socket().register_recv_waker(context.waker());
            } else {
                flow.is_touched = true; // the window has grown
            }
            Ok(read)
        });
        match outcome {
            Ok(0) => Poll::Pending,
            Ok(read) => {
                buffer.advance(read);
                self.shared.touch(self.node);
                Poll::Ready(Ok(()))
            }
            Err(RecvError::Finished) => {
                self.is_finished = true;
                Poll::Ready(Ok(()))
            }
            Err(RecvError::InvalidState) => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
        }
    }
}

impl AsyncWrite for SimStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        if data.is_empty() {
            return Poll::Ready(Ok(0));
        }
        let outcome = self.with_stack(|stack, ends| {
            let Some(flow) = stack.flows.get_mut(&ends) else {
                return Err(io::ErrorKind::ConnectionReset);
            };
            flow.is_touched = true;
            let socket = flow.socket();
            match socket.send_slice(data) {
                Ok(0) => {
                    socket.register_send_waker(context.waker());
                    Ok(0)
                }
                Ok(written) => Ok(written),
                Err(_) if socket.state() == State::Closed => Err(io::ErrorKind::ConnectionReset),
                Err(_) => Err(io::ErrorKind::BrokenPipe),
            }
        });
        match outcome {
            Ok(0) => Poll::Pending,
            Ok(written) => {
                self.shared.touch(self.node);
                Poll::Ready(Ok(written))
            }
            Err(kind) => Poll::Ready(Err(kind.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with_stack(|stack, ends| {
            if let Some(flow) = stack.flows.get_mut(&ends) {
                flow.is_touched = true;
                flow.socket().close();
            }
        });
        self.shared.touch(self.node);
        Poll::Ready(Ok(()))
    }
}

impl Stream for SimStream {
    fn info(&self) -> Option<TcpInfo> {
        self.with_stack(|stack, ends| stack.flows.get(&ends).map(Flow::info))
    }

    fn meter(&self) -> Bytes {
        self.with_stack(|stack, ends| stack.flows.get(&ends).map(|flow| flow.meter))
            .unwrap_or_default()
    }

    fn give_up(&mut self) {
        self.is_given_up = true;
    }

    fn linger(self: Box<Self>) -> Option<Pin<Box<dyn Future<Output = Bytes> + Send>>> {
        let rtt = self.info()?.rtt?;
        let (shared, node, ends) = (self.shared.clone(), self.node, self.ends);
        self.with_stack(Stack::follow);
        // It ends now, as a connection of a process that exits; only its bytes are waited for.
        drop(self);
        let pause = lingers_for(rtt);
        Some(Box::pin(async move {
            tokio::time::sleep(pause).await;
            shared.with_stack(node, |stack| stack.tail(ends))
        }))
    }

    fn set_hop_limit(&mut self, hop_limit: u8) -> io::Result<()> {
        self.with_stack(|stack, ends| stack.bound_hops(ends, hop_limit));
        Ok(())
    }

    fn wait_for(&mut self, least: usize) {
        self.least = least;
    }
}

impl Drop for SimStream {
    fn drop(&mut self) {
        let now = self.shared.now().0;
        let is_given_up = self.is_given_up;
        self.with_stack(|stack, ends| {
            if is_given_up { stack.refuse(ends, now) } else { stack.release(ends, now) }
        });
        self.shared.touch(self.node);
    }
}

/// Whether the peer may send on: it has not finished, and there is room for more than a segment, as in
/// Linux's `tcp_epollin_ready`.
fn more_may_come(socket: &Socket<'_>) -> bool {
    let room = socket.recv_capacity() - socket.recv_queue();
    matches!(socket.state(), State::Established | State::FinWait1 | State::FinWait2)
        && room > usize::from(packet::MAX_SEGMENT)
}

fn refused() -> io::Result<()> {
    Err(io::ErrorKind::ConnectionRefused.into())
}
