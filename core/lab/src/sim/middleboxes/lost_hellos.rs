//! A radio at its worst moment, made to order: the first ClientHellos to a server are lost for good.
//!
//! On a good link hardly any look at an innocent site fails, so hardly any would ever be confirmed. This
//! has each of them fail as often as it takes, and no more: what follows is decided by the link alone.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::Micros;

use super::super::censors::{FlowId, Flows, flow_of, server_name};
use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body};

/// Loses the first connections to each server from their ClientHello on.
#[derive(Debug)]
pub struct LostHellos {
    many: u32,
    /// Those over QUIC, and none of TLS.
    is_quic: bool,
    /// How many each server has lost.
    lost: BTreeMap<SocketAddr, u32>,
    flows: Flows<Fate>,
}

/// What becomes of a connection that has said hello.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Lost,
    Spared,
}

impl LostHellos {
    /// Loses so many of each server's.
    pub fn new(many: u32) -> Self {
        Self { many, is_quic: false, lost: BTreeMap::new(), flows: Flows::default() }
    }

    /// Loses so many of each server's over QUIC, and none over TCP.
    pub fn over_quic(many: u32) -> Self {
        Self { is_quic: true, ..Self::new(many) }
    }

    fn fate(&mut self, flow: FlowId, says_hello: bool, now: Micros) -> Fate {
        if let Some(fate) = self.flows.find(&flow, now) {
            return *fate;
        }
        if !says_hello {
            return Fate::Spared;
        }
        let lost = self.lost.entry(flow.1).or_default();
        let fate = if *lost < self.many { Fate::Lost } else { Fate::Spared };
        *lost += u32::from(fate == Fate::Lost);
        self.flows.keep(flow, fate, now);
        fate
    }
}

impl Censor for LostHellos {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let (flow, is_up) = (flow_of(&view, direction), direction == Direction::Up);
        let says_hello = match view.body {
            Body::Tcp(segment) if !self.is_quic => {
                if is_up && segment.is_opening() {
                    self.flows.forget(&flow);
                }
                is_up && server_name(segment.payload).is_some()
            }
            // Whatever opens a flow to that port is an Initial.
            Body::Udp(_) if self.is_quic => is_up && flow.1.port() == QUIC_PORT,
            _ => return hop.forward(packet),
        };
        if self.fate(flow, says_hello, now) == Fate::Spared {
            hop.forward(packet);
        }
    }
}

const QUIC_PORT: u16 = 443;

#[cfg(test)]
mod tests {
    use super::super::super::censors::client_hello;
    use super::super::super::censors::testing::{at, is_gone, is_untouched, pass};
    use super::super::super::packet::{acknowledgement, datagram, segment};
    use super::*;

    #[test]
    fn each_servers_first_hellos_are_lost_however_often_they_are_sent_and_the_next_passes() {
        let mut box_ = LostHellos::new(2);
        let hello = client_hello("example.org");
        for server in [at("192.0.2.1:443"), at("192.0.2.2:443")] {
            for (port, is_lost) in [(1, true), (2, true), (3, false), (4, false)] {
                let phone = at(&format!("10.0.0.1:{port}"));
                let ack = acknowledgement(phone, server, 1, 1, 9);
                assert!(is_untouched(&ack, &pass(&mut box_, &ack, Direction::Up, 0.0)));
                let hello = segment(phone, server, 1, 1, &hello);
                for again in [0.1, 1.1, 3.1] {
                    let hop = pass(&mut box_, &hello, Direction::Up, again);
                    assert_eq!(is_gone(&hop), is_lost, "{server} {port} {again}");
                }
                let back = acknowledgement(server, phone, 1, 1, 9);
                assert_eq!(is_gone(&pass(&mut box_, &back, Direction::Down, 3.2)), is_lost);
            }
        }
    }

    #[test]
    fn over_quic_the_first_flows_are_lost_both_ways_and_tls_is_spared() {
        let mut box_ = LostHellos::over_quic(1);
        let (server, hello) = (at("192.0.2.1:443"), client_hello("example.org"));
        for (port, is_lost) in [(1, true), (2, false), (3, false)] {
            let phone = at(&format!("10.0.0.1:{port}"));
            let initial = datagram(phone, server, &[0xc0; 1200]);
            for again in [0.1, 1.1] {
                assert_eq!(is_gone(&pass(&mut box_, &initial, Direction::Up, again)), is_lost);
            }
            let back = datagram(server, phone, &[0xc0; 1200]);
            assert_eq!(is_gone(&pass(&mut box_, &back, Direction::Down, 1.2)), is_lost);
            let tls = segment(phone, server, 1, 1, &hello);
            assert!(is_untouched(&tls, &pass(&mut box_, &tls, Direction::Up, 1.3)));
        }
        let elsewhere = datagram(at("10.0.0.1:9"), at("192.0.2.1:53"), &[0xc0; 40]);
        assert!(is_untouched(&elsewhere, &pass(&mut box_, &elsewhere, Direction::Up, 2.0)));
    }
}
