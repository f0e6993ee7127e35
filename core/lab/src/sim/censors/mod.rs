//! Censors, one rule a file. Each does to a flow what its name says, and nothing to its neighbours.

mod bounded;
mod dns_deny;
mod dns_forge;
mod freeze_after;
mod http_host;
mod impostor;
mod ip_drop;
mod ip_reset;
mod quic_drop;
mod quic_initial;
mod quic_sni_drop;
mod reader;
mod silence;
mod sni;
mod sni_answer;
mod sni_delay;
mod sni_drop;
mod sni_reset;
mod throttle;
mod tls_mitm;
mod wall;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::Micros;

use super::hop::Direction;
use super::packet::Packet;

pub use bounded::{Bounded, Bounds, Daily};
pub use dns_deny::{Denial, DnsDeny};
pub use dns_forge::DnsForge;
pub use freeze_after::{FreezeAfter, Whom};
pub use http_host::HttpHost;
pub use impostor::Retort;
pub use ip_drop::IpDrop;
pub use ip_reset::IpReset;
pub use quic_drop::QuicDrop;
pub use quic_sni_drop::QuicSniDrop;
#[cfg(test)]
pub(super) use sni::client_hello;
pub use sni::server_name;
pub use sni_answer::SniAnswer;
pub use sni_delay::SniDelay;
pub use sni_drop::SniDrop;
pub use sni_reset::SniReset;
pub use throttle::Throttle;
pub(super) use tls_mitm::TlsMitm;
pub use wall::{Others, Wall};

/// A flow's two ends, the phone's first.
pub(super) type FlowId = (SocketAddr, SocketAddr);

/// The flow that a packet belongs to.
pub(super) fn flow_of(packet: &Packet<'_>, direction: Direction) -> FlowId {
    match direction {
        Direction::Up => (packet.source, packet.destination),
        Direction::Down => (packet.destination, packet.source),
    }
}

/// What a censor remembers of flows; what was not seen for a while is forgotten.
#[derive(Debug)]
pub(super) struct Flows<T>(BTreeMap<FlowId, (Micros, T)>);

impl<T> Default for Flows<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Flows<T> {
    pub(super) fn keep(&mut self, flow: FlowId, value: T, now: Micros) {
        if self.0.len() >= REMEMBERED {
            self.0.retain(|_, (seen, _)| now.since(*seen) < MEMORY);
        }
        self.0.insert(flow, (now, value));
    }

    pub(super) fn find(&mut self, flow: &FlowId, now: Micros) -> Option<&mut T> {
        let (seen, value) = self.0.get_mut(flow)?;
        *seen = now;
        Some(value)
    }

    pub(super) fn forget(&mut self, flow: &FlowId) {
        self.0.remove(flow);
    }
}

/// From how many flows on the old ones are looked for.
const REMEMBERED: usize = 1024;
const MEMORY: Micros = Micros::from_secs(600);

/// What the censors' own tests share.
#[cfg(test)]
pub(super) mod testing {
    use super::super::hop::{Censor, Hop};
    use super::*;

    pub fn at(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    pub fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    /// Passes one packet at `seconds`.
    pub fn pass(censor: &mut dyn Censor, packet: &[u8], direction: Direction, seconds: f64) -> Hop {
        let mut hop = Hop::default();
        censor.pass(packet, direction, Micros((seconds * 1e6) as u64), &mut hop);
        hop
    }

    /// Whether the packet went on unchanged and nothing else happened.
    pub fn is_untouched(packet: &[u8], hop: &Hop) -> bool {
        hop.forwarded == [packet] && hop.injected.is_empty() && hop.intercepted.is_empty()
    }

    /// Whether the packet vanished without a trace.
    pub fn is_gone(hop: &Hop) -> bool {
        hop.forwarded.is_empty() && hop.injected.is_empty() && hop.intercepted.is_empty()
    }
}

#[cfg(fuzzing)]
pub mod fuzzing {
    pub use super::quic_initial::Parts;
    pub use super::sni::server_name;
}
