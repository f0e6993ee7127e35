//! A wall around the phone: what is not let through vanishes.
//!
//! Shutdowns work so: no name and no protocol is looked at, only the far end's address.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_within};
use super::super::packet;

/// Drops every packet whose far end lies in none of the networks that pass.
#[derive(Clone, Debug)]
pub struct Wall {
    /// Which pass.
    pub passes: Vec<(IpAddr, u8)>,
}

impl Censor for Wall {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let Some((source, destination, ..)) = packet::network_layer(packet) else { return };
        let far = match direction {
            Direction::Up => destination,
            Direction::Down => source,
        };
        if self.passes.iter().any(|&network| is_within(far, network)) {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, pass};
    use super::*;

    #[test]
    fn only_what_is_let_through_passes_in_both_directions() {
        let mut wall = Wall { passes: vec![(at("2.72.0.0:0").ip(), 13)] };
        let (phone, home, abroad) = (at("2.72.41.7:4000"), at("2.73.1.10:443"), at("5.9.0.1:443"));
        for (source, destination, direction, passes) in [
            (phone, home, Direction::Up, true),
            (home, phone, Direction::Down, true),
            (phone, abroad, Direction::Up, false),
            (abroad, phone, Direction::Down, false),
        ] {
            let packet = packet::reset(source, destination, 1, 1);
            let hop = pass(&mut wall, &packet, direction, 0.0);
            assert_eq!(is_untouched(&packet, &hop), passes, "{source} to {destination}");
            assert_eq!(is_gone(&hop), !passes, "{source} to {destination}");
        }
    }

    #[test]
    fn where_nothing_passes_nothing_is_left() {
        let packet = packet::reset(at("2.72.41.7:4000"), at("2.72.0.53:53"), 1, 1);
        let hop = pass(&mut Wall { passes: Vec::new() }, &packet, Direction::Up, 0.0);
        assert!(is_gone(&hop));
    }
}
