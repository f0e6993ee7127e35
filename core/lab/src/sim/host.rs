//! Hosts in the internet: they listen, answer datagrams, and may dial out themselves.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::task::{Context, Poll, ready};

use arna_net::{Stream, Wire};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::network::NodeId;
use super::stack::{Bound, Ends};
use super::stream::SimStream;
use super::wire::SimWire;
use super::world::Shared;

/// How a host is.
#[derive(Clone, Debug, PartialEq)]
pub struct HostOptions {
    /// From the ISP's border to the host, milliseconds.
    pub one_way_ms: f64,
    /// Whether it answers nothing at all.
    pub is_down: bool,
    /// Networks whose packets it silently ignores: a server that drops a country.
    pub drops: Vec<(IpAddr, u8)>,
}

impl Default for HostOptions {
    fn default() -> Self {
        Self { one_way_ms: 20.0, is_down: false, drops: Vec::new() }
    }
}

/// A host in the simulated internet. It stays when the handle goes.
#[derive(Clone)]
pub struct Host {
    shared: Arc<Shared>,
    node: NodeId,
    addresses: Vec<IpAddr>,
}

impl Host {
    pub(super) fn new(shared: Arc<Shared>, node: NodeId, addresses: &[IpAddr]) -> Self {
        Self { shared, node, addresses: addresses.to_vec() }
    }

    /// Listens on a TCP port of all its addresses, without a limit to the backlog.
    pub fn listen(&self, port: u16) -> Listener {
        Listener::new(Arc::clone(&self.shared), self.node, port, false)
    }

    /// Binds a UDP port on all its addresses.
    pub fn datagrams(&self, port: u16) -> HostSocket {
        let (sender, inbox) = unbounded_channel();
        let bound = Bound { peer: None, inbox: sender, meter: Default::default() };
        self.shared.with_stack(self.node, |stack| stack.bound.insert(port, bound));
        HostSocket {
            shared: Arc::clone(&self.shared),
            node: self.node,
            port,
            inbox: StdMutex::new(inbox),
            asked_at: StdMutex::default(),
        }
    }

    /// The host's own outgoing connections: no radio and no censor lies on the way to another host.
    pub fn wire(&self, resolvers: Vec<SocketAddr>) -> Arc<dyn Wire> {
        let name = self.addresses.first().map(IpAddr::to_string).unwrap_or_default();
        let label = format!("host/{name}/");
        Arc::new(SimWire::new(Arc::clone(&self.shared), self.node, label, resolvers, 0))
    }
}

/// A listening TCP port. Dropping it closes the port and resets what was not accepted.
pub struct Listener {
    shared: Arc<Shared>,
    node: NodeId,
    port: u16,
    is_interceptor: bool,
    opened: Mutex<UnboundedReceiver<Ends>>,
}

impl Listener {
    pub(super) fn new(shared: Arc<Shared>, node: NodeId, port: u16, is_interceptor: bool) -> Self {
        let (sender, opened) = unbounded_channel();
        shared.with_stack(node, |stack| stack.listeners.insert(port, sender));
        Self { shared, node, port, is_interceptor, opened: Mutex::new(opened) }
    }

    /// The next connection with its peer; of an interceptor, with the address that the peer dialled.
    /// Cancel-safe.
    pub async fn accept(&self) -> (Box<dyn Stream>, SocketAddr) {
        let ends = match self.opened.lock().await.recv().await {
            Some(ends) => ends,
            // Another listener took the port over: this one waits for ever.
            None => std::future::pending().await,
        };
        let stream = SimStream::new(Arc::clone(&self.shared), self.node, ends);
        (Box::new(stream), if self.is_interceptor { ends.0 } else { ends.1 })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let now = self.shared.now().0;
        let opened = self.opened.get_mut();
        self.shared.with_stack(self.node, |stack| {
            // Only one's own registration: a later listener's queue is another's.
            if stack.listeners.get(&self.port).is_some_and(|queue| {
                opened.close();
                queue.is_closed()
            }) {
                stack.listeners.remove(&self.port);
            }
            while let Ok(ends) = opened.try_recv() {
                stack.refuse(ends, now);
            }
        });
        self.shared.touch(self.node);
    }
}

/// A bound UDP port of a host.
pub struct HostSocket {
    shared: Arc<Shared>,
    node: NodeId,
    port: u16,
    inbox: StdMutex<UnboundedReceiver<(Vec<u8>, SocketAddr, IpAddr)>>,
    /// At which of the host's addresses a peer asked: there it expects the answer from.
    asked_at: StdMutex<BTreeMap<SocketAddr, IpAddr>>,
}

impl HostSocket {
    /// The next datagram with its sender. Cancel-safe; one at a time may wait.
    pub async fn receive(&self) -> (Vec<u8>, SocketAddr) {
        poll_fn(|cx| self.poll_receive(cx)).await
    }

    /// The same, polled.
    pub fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<(Vec<u8>, SocketAddr)> {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((payload, from, address)) = ready!(inbox.poll_recv(cx)) else {
            // Another socket took the port over: this one waits for ever.
            return Poll::Pending;
        };
        let mut asked_at = self.asked_at.lock().unwrap_or_else(PoisonError::into_inner);
        if asked_at.len() >= REMEMBERED {
            asked_at.clear();
        }
        asked_at.insert(from, address);
        Poll::Ready((payload, from))
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sends a datagram, from the address that the peer has asked if it has.
    pub async fn send(&self, payload: &[u8], to: SocketAddr) {
        self.put(payload, to);
    }

    /// The same at once.
    pub fn put(&self, payload: &[u8], to: SocketAddr) {
        let asked = {
            let asked_at = self.asked_at.lock().unwrap_or_else(PoisonError::into_inner);
            asked_at.get(&to).copied()
        };
        self.shared.with_stack(self.node, |stack| {
            if let Some(from) = asked.or_else(|| stack.source_for(to.ip()).ok()) {
                stack.send_datagram(SocketAddr::new(from, self.port), to, payload);
            }
        });
        self.shared.touch(self.node);
    }
}

impl Drop for HostSocket {
    fn drop(&mut self) {
        self.inbox.get_mut().unwrap_or_else(PoisonError::into_inner).close();
        self.shared.with_stack(self.node, |stack| {
            if stack.bound.get(&self.port).is_some_and(|bound| bound.inbox.is_closed()) {
                stack.bound.remove(&self.port);
            }
        });
    }
}

const REMEMBERED: usize = 4096;
