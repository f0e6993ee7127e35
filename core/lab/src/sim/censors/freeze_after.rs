//! A freeze: a connection begins as any other, and once so many bytes came down it nothing passes any more, either
//! way. So it has been in Russia since 2025, at 14 to 20 kB.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// Freezes connections once so many bytes came down them.
#[derive(Debug)]
pub struct FreezeAfter {
    whom: Whom,
    bytes: u64,
    /// How much came down each connection that is meant.
    came: Flows<u64>,
}

/// Whose connections freeze.
#[derive(Debug)]
pub enum Whom {
    /// Those whose ClientHello holds one of these names, or one below them.
    Names(Vec<String>),
    /// Those to these addresses.
    Addresses(Vec<IpAddr>),
}

impl FreezeAfter {
    /// After so many bytes, those of the packets' headers left out.
    pub fn new(whom: Whom, bytes: u64) -> Self {
        Self { whom, bytes, came: Flows::default() }
    }
}

impl Censor for FreezeAfter {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        if segment.is_opening() && direction == Direction::Up {
            // A new connection from the same port.
            self.came.forget(&flow);
        }
        let is_meant = || match &self.whom {
            Whom::Names(names) => {
                direction == Direction::Up
                    && server_name(segment.payload).is_some_and(|name| is_listed(name, names))
            }
            Whom::Addresses(addresses) => addresses.contains(&flow.1.ip()),
        };
        if self.came.find(&flow, now).is_none() && is_meant() {
            self.came.keep(flow, 0, now);
        }
        let Some(came) = self.came.find(&flow, now) else { return hop.forward(packet) };
        if direction == Direction::Down {
            *came += segment.payload.len() as u64;
        }
        if *came <= self.bytes {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::client_hello;
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{acknowledgement, opening, segment};

    /// How many of ten segments of 1000 bytes come down to `port` of the phone.
    fn come(censor: &mut FreezeAfter, port: u16, name: &str) -> usize {
        let (phone, server) = (at(&format!("10.0.0.1:{port}")), at("192.0.2.1:443"));
        for up in [opening(phone, server, 7), segment(phone, server, 8, 1, &client_hello(name))] {
            assert!(is_untouched(&up, &pass(censor, &up, Direction::Up, 0.0)));
        }
        let down = |number: u32| segment(server, phone, 1 + 1000 * number, 600, &[0; 1000]);
        let passes = |number: u32| {
            let down = down(number);
            is_untouched(&down, &pass(censor, &down, Direction::Down, 0.1))
        };
        (0..10).map(passes).filter(|passes| *passes).count()
    }

    #[test]
    fn a_named_connection_freezes_both_ways_after_its_bytes_and_its_neighbour_does_not() {
        let mut censor = FreezeAfter::new(Whom::Names(names(&["example.org"])), 4_000);
        assert_eq!(come(&mut censor, 5, "www.example.org"), 4);
        assert_eq!(come(&mut censor, 6, "example.net"), 10);
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let up = acknowledgement(phone, server, 600, 4001, 9);
        assert!(is_gone(&pass(&mut censor, &up, Direction::Up, 9.0)));
        // The same ports again are another connection.
        assert_eq!(come(&mut censor, 5, "example.net"), 10);
    }

    #[test]
    fn an_address_freezes_under_every_name() {
        let address = "192.0.2.1".parse().expect("an address");
        let mut censor = FreezeAfter::new(Whom::Addresses(vec![address]), 4_000);
        assert_eq!(come(&mut censor, 5, "www.example.org"), 4);
        assert_eq!(come(&mut censor, 6, "example.net"), 4);
        let elsewhere = segment(at("192.0.2.2:443"), at("10.0.0.1:5"), 1, 1, &[0; 9000]);
        assert!(is_untouched(&elsewhere, &pass(&mut censor, &elsewhere, Direction::Down, 1.0)));
    }
}
