//! Slowness by name: what a named connection sends or gets comes late.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// Holds up every packet of connections whose ClientHello holds a listed name, in both directions. What it
/// holds passes the censors behind it by.
#[derive(Debug)]
pub struct SniDelay {
    names: Vec<String>,
    delay: Micros,
    slowed: Flows<()>,
}

impl SniDelay {
    /// By so much in each direction, for these names and what lies below them.
    pub fn new(names: Vec<String>, delay: Micros) -> Self {
        Self { names, delay, slowed: Flows::default() }
    }
}

impl Censor for SniDelay {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        if segment.is_opening() && direction == Direction::Up {
            // A new connection from the same port.
            self.slowed.forget(&flow);
        }
        let is_named =
            || server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if direction == Direction::Up && self.slowed.find(&flow, now).is_none() && is_named() {
            self.slowed.keep(flow, (), now);
        }
        match self.slowed.find(&flow, now) {
            Some(()) => hop.inject(packet.to_vec(), direction, self.delay),
            None => hop.forward(packet),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::client_hello;
    use super::super::testing::{at, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{acknowledgement, segment};

    #[test]
    fn a_named_connection_is_late_both_ways_and_its_neighbour_is_not() {
        let delay = Micros::from_millis(900);
        let mut censor = SniDelay::new(names(&["example.org"]), delay);
        let (phone, other, server) = (at("10.0.0.1:5"), at("10.0.0.1:6"), at("192.0.2.1:443"));
        let free = segment(other, server, 1, 1, &client_hello("example.net"));
        assert!(is_untouched(&free, &pass(&mut censor, &free, Direction::Up, 0.0)));
        let hello = segment(phone, server, 1, 1, &client_hello("www.example.org"));
        let answer = acknowledgement(server, phone, 1, 600, 9);
        for (packet, direction) in [(hello, Direction::Up), (answer, Direction::Down)] {
            let hop = pass(&mut censor, &packet, direction, 0.1);
            assert!(hop.forwarded.is_empty());
            assert_eq!(hop.injected, [(packet, direction, delay)]);
        }
    }
}
