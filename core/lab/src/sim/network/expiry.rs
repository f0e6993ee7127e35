//! Packets whose hops are used up on the way, and what routers say of them.

use std::net::IpAddr;

use super::{Direction, Network, What, packet};

impl Network {
    /// Whether a packet's hops are used up before it is at `destination`; the router says so, unless it is silent.
    pub(super) fn expires(&mut self, packet: &[u8], destination: IpAddr, now: u64) -> bool {
        let Some(hops) = packet::hop_limit(packet) else { return false };
        let Some(router) = self.route.end_of(hops, destination) else { return false };
        let Some((source, ..)) = packet::network_layer(packet) else { return true };
        let is_beyond = usize::from(hops) > self.route.inside.len();
        let address: IpAddr = match (source, self.nat64.filter(|_| is_beyond)) {
            (IpAddr::V4(_), _) => router.v4.into(),
            (IpAddr::V6(_), None) => router.v6.into(),
            // What is said behind the translator comes from under its prefix.
            (IpAddr::V6(_), Some(nat64)) => nat64.prefix.embed(router.v4).into(),
        };
        if let Some(notice) = packet::time_exceeded(address, packet).filter(|_| !router.is_silent) {
            let at = now + self.route.round_trip_us(hops);
            self.queue.push(at, What::Departure(Direction::Down, notice));
        }
        true
    }
}
