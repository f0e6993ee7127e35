//! A node of the network: a stack, and where it stands.

use std::net::IpAddr;

use tokio::sync::mpsc::UnboundedSender;

use super::hop::is_within;
use super::packet;
use super::stack::Stack;

/// Which node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(pub(super) usize);

/// Where a node stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Behind the radio.
    Phone,
    /// In the internet, this far (microseconds) from the ISP's border.
    Outside(u64),
    /// At the ISP's hop, beside the censor with this index.
    Interceptor(usize),
}

pub(super) struct Node {
    pub(super) stack: Stack,
    pub(super) place: Place,
    pub(super) is_down: bool,
    pub(super) drops: Vec<(IpAddr, u8)>,
    /// Where packets for it go if its stack is elsewhere.
    pub(super) outlet: Option<UnboundedSender<Vec<u8>>>,
    pub(super) is_used: bool,
    /// When the stack wants to be polled, and for when a timer is in the queue.
    pub(super) poll_at: Option<u64>,
    pub(super) timer_at: Option<u64>,
}

impl Node {
    pub(super) fn new(stack: Stack, place: Place, is_down: bool, drops: Vec<(IpAddr, u8)>) -> Self {
        Self {
            stack,
            place,
            is_down,
            drops,
            outlet: None,
            is_used: false,
            poll_at: None,
            timer_at: None,
        }
    }

    /// Whether its host would not even look at a packet.
    pub(super) fn ignores(&self, packet: &[u8]) -> bool {
        let is_dropped = |(source, ..): (IpAddr, _, _, _)| {
            self.drops.iter().any(|&prefix| is_within(source, prefix))
        };
        self.is_down || packet::network_layer(packet).is_some_and(is_dropped)
    }
}
