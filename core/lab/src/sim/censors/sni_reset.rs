//! Resets after the ClientHello, to both ends.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;

/// Answers a ClientHello with a listed name by resets to both ends; the ClientHello itself is dropped.
#[derive(Clone, Debug)]
pub struct SniReset {
    /// Names; what lies below them is meant too.
    pub names: Vec<String>,
}

impl Censor for SniReset {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let is_hit = direction == Direction::Up
            && server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if !is_hit {
            return hop.forward(packet);
        }
        let (phone, server) = (view.source, view.destination);
        // What each end expects next from the other.
        let (to_server, to_phone) = (segment.seq, segment.ack.unwrap_or_default());
        let up = packet::reset(phone, server, to_server, to_phone);
        let down = packet::reset(server, phone, to_phone, segment.end());
        hop.inject(up, Direction::Up, Micros::default());
        hop.inject(down, Direction::Down, Micros::default());
    }
}

#[cfg(test)]
mod tests {
    use super::super::sni::client_hello;
    use super::super::testing::{at, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::segment;

    #[test]
    fn both_ends_get_a_reset_with_the_number_they_expect() {
        let mut censor = SniReset { names: names(&["example.org"]) };
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let payload = client_hello("example.org");
        let hello = segment(phone, server, 1000, 2000, &payload);
        let hop = pass(&mut censor, &hello, Direction::Up, 0.0);
        assert!(hop.forwarded.is_empty());
        let resets: Vec<_> = hop
            .injected
            .iter()
            .map(|(packet, direction, _)| {
                let view = packet::read(packet).expect("TCP");
                let Body::Tcp(segment) = view.body else { panic!("TCP") };
                assert!(segment.is_rst);
                (*direction, view.destination, segment.seq, segment.ack)
            })
            .collect();
        let end = 1000 + payload.len() as u32;
        let up = (Direction::Up, server, 1000, Some(2000));
        let down = (Direction::Down, phone, 2000, Some(end));
        assert_eq!(resets, [up, down]);

        let neighbour = segment(phone, server, 1, 1, &client_hello("example.net"));
        assert!(is_untouched(&neighbour, &pass(&mut censor, &neighbour, Direction::Up, 0.0)));
    }
}
