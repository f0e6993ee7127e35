//! Silence for QUIC: datagrams to port 443 of some addresses, or of all.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body};

/// Drops what the phone sends over UDP to port 443 of the addresses. TCP is left alone.
#[derive(Clone, Debug)]
pub struct QuicDrop {
    /// Which; `None`: all, as firewalls do that let out only what they know.
    pub addresses: Option<Vec<IpAddr>>,
}

impl Censor for QuicDrop {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let is_hit = direction == Direction::Up
            && packet::read(packet).is_some_and(|view| {
                matches!(view.body, Body::Udp(_))
                    && view.destination.port() == QUIC_PORT
                    && self
                        .addresses
                        .as_ref()
                        .is_none_or(|addresses| addresses.contains(&view.destination.ip()))
            });
        if !is_hit {
            hop.forward(packet);
        }
    }
}

const QUIC_PORT: u16 = 443;

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, pass};
    use super::*;
    use crate::sim::packet::{datagram, opening};

    #[test]
    fn only_datagrams_to_the_port_of_the_address_are_lost() {
        let mut censor = QuicDrop { addresses: Some(vec![at("192.0.2.1:0").ip()]) };
        let phone = at("10.0.0.1:5");
        let quic = datagram(phone, at("192.0.2.1:443"), &[0xc0; 1200]);
        assert!(is_gone(&pass(&mut censor, &quic, Direction::Up, 0.0)));
        for other in [
            datagram(phone, at("192.0.2.1:53"), &[1]),
            datagram(phone, at("192.0.2.2:443"), &[1]),
            opening(phone, at("192.0.2.1:443"), 7),
        ] {
            assert!(is_untouched(&other, &pass(&mut censor, &other, Direction::Up, 0.0)));
        }
    }

    #[test]
    fn without_addresses_nobody_gets_any() {
        let mut hole = QuicDrop { addresses: None };
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.9:443"));
        let quic = datagram(phone, server, &[0xc0; 1200]);
        assert!(is_gone(&pass(&mut hole, &quic, Direction::Up, 0.0)));
        let tcp = opening(phone, server, 7);
        assert!(is_untouched(&tcp, &pass(&mut hole, &tcp, Direction::Up, 0.0)));
    }
}
