//! A UDP socket with one peer, as a program holds it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::Bytes;
use arna_net::Datagrams;
use async_trait::async_trait;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::network::NodeId;
use super::stack::Bound;
use super::world::Shared;

/// A connected UDP socket.
pub struct SimDatagrams {
    shared: Arc<Shared>,
    node: NodeId,
    local: SocketAddr,
    peer: SocketAddr,
    inbox: Mutex<UnboundedReceiver<(Vec<u8>, SocketAddr, IpAddr)>>,
}

impl SimDatagrams {
    /// Binds a fresh port of the host.
    pub fn open(shared: Arc<Shared>, node: NodeId, peer: SocketAddr) -> io::Result<Self> {
        let (sender, inbox) = unbounded_channel();
        let local = shared.with_stack(node, |stack| {
            let local = SocketAddr::new(stack.source_for(peer.ip())?, stack.free_port());
            let bound = Bound { peer: Some(peer), inbox: sender, meter: Bytes::default() };
            stack.bound.insert(local.port(), bound);
            Ok::<_, io::Error>(local)
        })?;
        Ok(Self { shared, node, local, peer, inbox: Mutex::new(inbox) })
    }
}

#[async_trait]
impl Datagrams for SimDatagrams {
    async fn send(&self, payload: &[u8]) -> io::Result<()> {
        if payload.len() > LARGEST {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.shared.with_stack(self.node, |stack| {
            stack.send_datagram(self.local, self.peer, payload);
        });
        self.shared.touch(self.node);
        Ok(())
    }

    async fn receive(&self) -> io::Result<Vec<u8>> {
        match self.inbox.lock().await.recv().await {
            Some((payload, ..)) => Ok(payload),
            None => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn local(&self) -> SocketAddr {
        self.local
    }

    fn meter(&self) -> Bytes {
        self.shared
            .with_stack(self.node, |stack| stack.bound.get(&self.local.port()).map(|b| b.meter))
            .unwrap_or_default()
    }
}

impl Drop for SimDatagrams {
    fn drop(&mut self) {
        self.shared.with_stack(self.node, |stack| stack.bound.remove(&self.local.port()));
    }
}

/// What fits into an IPv6 packet, roughly.
const LARGEST: usize = 65_000;
