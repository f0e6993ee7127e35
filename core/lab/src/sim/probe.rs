//! A SYN that dies on the way, and a phone that hears who says so.
//!
//! As in Linux, only a socket that is opening hears what routers say; an open connection never does.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arna_net::Fate;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::network::NodeId;
use super::packet::{self, Notice, Segment};
use super::rewrite;
use super::stack::Stack;
use super::world::Shared;

/// A socket that is opening and never opens.
pub struct Opening {
    peer: SocketAddr,
    told: UnboundedSender<Fate>,
}

/// The same as its program holds it.
pub struct Probe {
    shared: Arc<Shared>,
    node: NodeId,
    local: SocketAddr,
    peer: SocketAddr,
    told: UnboundedReceiver<Fate>,
}

impl Probe {
    pub fn open(shared: Arc<Shared>, node: NodeId, peer: SocketAddr) -> io::Result<Self> {
        let (sender, told) = unbounded_channel();
        let local = shared.with_stack(node, |stack| {
            let local = SocketAddr::new(stack.source_for(peer.ip())?, stack.free_port());
            stack.openings.insert(local.port(), Opening { peer, told: sender });
            Ok::<_, io::Error>(local)
        })?;
        Ok(Self { shared, node, local, peer, told })
    }

    /// Sends the SYN, and again as long as nothing comes back.
    pub async fn fate(&mut self, hop_limit: u8) -> io::Result<Fate> {
        for wait in WAITS {
            self.shared.with_stack(self.node, |stack| {
                let mut syn = packet::opening(self.local, self.peer, FIRST_NUMBER);
                rewrite::set_hop_limit(&mut syn, hop_limit);
                stack.put(syn);
            });
            self.shared.touch(self.node);
            if let Ok(Some(fate)) = tokio::time::timeout(wait, self.told.recv()).await {
                return Ok(fate);
            }
        }
        Err(io::ErrorKind::TimedOut.into())
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.shared.with_stack(self.node, |stack| stack.openings.remove(&self.local.port()));
    }
}

impl Stack {
    /// Hears what a router says. Who does not wait for it never learns of it.
    pub fn notice(&mut self, notice: &Notice) {
        let opening = self.openings.get(&notice.source.port());
        if let Some(opening) = opening.filter(|opening| opening.peer == notice.destination) {
            let fate = match notice.is_expired {
                true => Fate::Expired(Some(notice.router)),
                false => Fate::Unreachable(Some(notice.router)),
            };
            // Its program may be going away.
            opening.told.send(fate).ok();
        }
    }

    /// Hears what is said in the far end's name; whether it was for an opening of ours. One that is answered is
    /// reset at once.
    pub fn answer_opening(
        &mut self,
        local: SocketAddr,
        peer: SocketAddr,
        said: &Segment<'_>,
    ) -> bool {
        let opening = self.openings.get(&local.port()).filter(|opening| opening.peer == peer);
        let Some(opening) = opening else { return false };
        let fate = if said.is_rst { Fate::Refused } else { Fate::Opened };
        opening.told.send(fate).ok();
        if let Some(next) = said.ack.filter(|_| !said.is_rst) {
            self.put(packet::reset(local, peer, next, said.end()));
        }
        true
    }
}

const FIRST_NUMBER: u32 = 0x0a12_7a00;
/// Before each SYN is sent again (RFC 6298).
const WAITS: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];
