//! A phone's interface, handed out: a real kernel's packets go through the radio, and those for it come
//! back through an outlet.

use std::net::IpAddr;
use std::sync::Arc;

use super::network::NodeId;
use super::packet;
use super::world::Shared;

/// Where packets of a phone enter whose stack is elsewhere.
pub struct Link {
    shared: Arc<Shared>,
    node: NodeId,
    addresses: Vec<IpAddr>,
}

impl Link {
    pub fn new(shared: Arc<Shared>, node: NodeId, addresses: Vec<IpAddr>) -> Self {
        Self { shared, node, addresses }
    }

    /// Sends a packet, IP header first. What is not from the phone's addresses does not pass, as with
    /// every operator.
    pub fn send(&self, packet: Vec<u8>) {
        let is_own = |(source, ..): (IpAddr, _, _, _)| self.addresses.contains(&source);
        if packet::network_layer(&packet).is_some_and(is_own) {
            self.shared.enter(self.node, packet);
        }
    }
}
