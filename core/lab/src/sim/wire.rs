//! A host's view of the network: the lab's side of the seam.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arna_model::{Micros, WallTime};
use arna_net::{Datagrams, Dial, Entropy, Fate, ResolveError, Stream, Wire};
use async_trait::async_trait;

use super::datagrams::SimDatagrams;
use super::flow::BUFFER;
use super::network::NodeId;
use super::probe::Probe;
use super::resolve::resolve;
use super::stack::Stack;
use super::stream::SimStream;
use super::world::Shared;

/// What one host's operating system offers.
pub struct SimWire {
    shared: Arc<Shared>,
    node: NodeId,
    /// Before every entropy label: no two hosts share a stream.
    label: String,
    resolvers: Vec<SocketAddr>,
    clock_ahead_s: i64,
    ids: Mutex<Entropy>,
}

impl SimWire {
    pub fn new(
        shared: Arc<Shared>,
        node: NodeId,
        label: String,
        resolvers: Vec<SocketAddr>,
        clock_ahead_s: i64,
    ) -> Self {
        let ids = Mutex::new(Entropy::labelled(shared.seed, &format!("{label}system/resolver")));
        Self { shared, node, label, resolvers, clock_ahead_s, ids }
    }
}

#[async_trait]
impl Wire for SimWire {
    fn now(&self) -> Micros {
        self.shared.now()
    }

    fn boot(&self) -> Option<String> {
        // A country that is opened again is another machine, unless it begins at the same time.
        let label = format!("{}boot/{}", self.label, self.shared.wall_start.0);
        Some(Entropy::labelled(self.shared.seed, &label).id())
    }

    fn wall(&self) -> WallTime {
        let WallTime(right) = self.shared.wall_start.after(self.shared.now());
        WallTime(right.saturating_add(self.clock_ahead_s.saturating_mul(1_000_000)))
    }

    fn entropy(&self, label: &str) -> Entropy {
        Entropy::labelled(self.shared.seed, &format!("{}{label}", self.label))
    }

    async fn settle(&self) {
        // A paused clock moves only when every task waits.
        tokio::time::sleep(TICK).await;
    }

    async fn connect(&self, dial: Dial) -> io::Result<Box<dyn Stream>> {
        let window = dial.receive_buffer.map_or(BUFFER, |bytes| bytes as usize);
        let now = self.shared.now().0;
        let ends =
            self.shared.with_stack(self.node, |stack| stack.dial(dial.address, window, now))?;
        // From here on dropping the stream, also in the middle, cleans up.
        let stream = SimStream::new(Arc::clone(&self.shared), self.node, ends);
        self.shared.touch(self.node);
        match tokio::time::timeout(SYN_PATIENCE, stream.opened()).await {
            Ok(opened) => opened?,
            Err(_) => return Err(io::ErrorKind::TimedOut.into()),
        }
        Ok(Box::new(stream))
    }

    async fn datagrams(&self, peer: SocketAddr) -> io::Result<Box<dyn Datagrams>> {
        Ok(Box::new(SimDatagrams::open(Arc::clone(&self.shared), self.node, peer)?))
    }

    async fn probe(&self, address: SocketAddr, hop_limit: u8) -> io::Result<Fate> {
        Probe::open(Arc::clone(&self.shared), self.node, address)?.fate(hop_limit).await
    }

    async fn resolve(&self, name: &str) -> Result<Vec<IpAddr>, ResolveError> {
        let fresh_id = || {
            let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
            ids.below(1 << 16) as u16
        };
        let mut addresses = resolve(self, &self.resolvers, name, &fresh_id).await?;
        // What can be reached comes first, and of that IPv6 (RFC 6724, rules 1 and 6).
        let order = |stack: &mut Stack, address: &IpAddr| {
            (stack.source_for(*address).is_err(), address.is_ipv4())
        };
        self.shared.with_stack(self.node, |stack| {
            addresses.sort_by_key(|address| order(stack, address));
        });
        Ok(addresses)
    }
}

/// The paused clock's.
const TICK: Duration = Duration::from_millis(1);
/// Linux's tcp_syn_retries of 6.
const SYN_PATIENCE: Duration = Duration::from_secs(127);
