//! Addresses that do not exist any more: packets to and from them vanish.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop};
use super::super::packet;

/// Drops every packet to or from the addresses.
#[derive(Clone, Debug)]
pub struct IpDrop {
    /// Which.
    pub addresses: Vec<IpAddr>,
}

impl Censor for IpDrop {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let is_listed = packet::network_layer(packet).is_some_and(|(source, destination, ..)| {
            let outside = match direction {
                Direction::Up => destination,
                Direction::Down => source,
            };
            self.addresses.contains(&outside)
        });
        if !is_listed {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, pass};
    use super::*;

    #[test]
    fn both_directions_of_the_address_vanish_and_the_neighbour_passes() {
        let mut censor = IpDrop { addresses: vec![at("192.0.2.1:0").ip()] };
        let (phone, listed, neighbour) =
            (at("10.0.0.1:5"), at("192.0.2.1:443"), at("192.0.2.2:443"));
        let up = packet::datagram(phone, listed, b"x");
        assert!(is_gone(&pass(&mut censor, &up, Direction::Up, 0.0)));
        let down = packet::datagram(listed, phone, b"x");
        assert!(is_gone(&pass(&mut censor, &down, Direction::Down, 0.0)));
        let up = packet::datagram(phone, neighbour, b"x");
        assert!(is_untouched(&up, &pass(&mut censor, &up, Direction::Up, 0.0)));
    }
}
