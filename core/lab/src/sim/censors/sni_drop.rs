//! Silence after the ClientHello: how most of Kazakhstan's blocking looks to a phone.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// From the segment with a listed name on, the flow's packets vanish in both directions; the server
/// never sees the ClientHello.
#[derive(Debug)]
pub struct SniDrop {
    names: Vec<String>,
    residual: Option<Micros>,
    silenced: Flows<()>,
    /// Until when everything between a phone and a server's port vanishes.
    residues: BTreeMap<(IpAddr, SocketAddr), Micros>,
}

impl SniDrop {
    /// For these names and what lies below them. After a hit everything between the phone and the
    /// server's port vanishes for `residual_s` seconds more.
    pub fn new(names: Vec<String>, residual_s: Option<f64>) -> Self {
        Self {
            names,
            residual: residual_s.map(|seconds| Micros((seconds * 1e6) as u64)),
            silenced: Flows::default(),
            residues: BTreeMap::new(),
        }
    }
}

impl Censor for SniDrop {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let pair = (flow.0.ip(), flow.1);
        let is_hit = direction == Direction::Up
            && server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if is_hit {
            self.silenced.keep(flow, (), now);
            if let Some(residual) = self.residual {
                self.residues.retain(|_, until| *until > now);
                self.residues.insert(pair, now + residual);
            }
            return;
        }
        if self.residues.get(&pair).is_some_and(|&until| now < until) {
            return;
        }
        if segment.is_opening() && direction == Direction::Up {
            // A new connection from the same port.
            self.silenced.forget(&flow);
        }
        if self.silenced.find(&flow, now).is_none() {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sni::client_hello;
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{acknowledgement, segment};

    #[test]
    fn only_the_listed_flow_is_silenced_and_only_after_the_hello() {
        let mut censor = SniDrop::new(names(&["example.org"]), None);
        let (phone, other, server) = (at("10.0.0.1:5"), at("10.0.0.1:6"), at("192.0.2.1:443"));
        let ack = acknowledgement(phone, server, 1, 1, 9);
        assert!(is_untouched(&ack, &pass(&mut censor, &ack, Direction::Up, 0.0)));
        let hello = segment(phone, server, 1, 1, &client_hello("www.example.org"));
        assert!(is_gone(&pass(&mut censor, &hello, Direction::Up, 0.1)));
        assert!(is_gone(&pass(&mut censor, &ack, Direction::Up, 0.2)));
        let back = acknowledgement(server, phone, 1, 1, 9);
        assert!(is_gone(&pass(&mut censor, &back, Direction::Down, 0.2)));
        // The same server under another name, and another flow to it.
        let hello = segment(other, server, 1, 1, &client_hello("example.net"));
        assert!(is_untouched(&hello, &pass(&mut censor, &hello, Direction::Up, 0.3)));
        let back = acknowledgement(server, other, 1, 1, 9);
        assert!(is_untouched(&back, &pass(&mut censor, &back, Direction::Down, 0.3)));
    }

    #[test]
    fn the_residue_hits_every_flow_to_the_server_for_its_time() {
        let mut censor = SniDrop::new(names(&["example.org"]), Some(60.0));
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let hello = segment(phone, server, 1, 1, &client_hello("example.org"));
        assert!(is_gone(&pass(&mut censor, &hello, Direction::Up, 10.0)));
        let innocent = segment(at("10.0.0.1:6"), server, 1, 1, &client_hello("example.net"));
        assert!(is_gone(&pass(&mut censor, &innocent, Direction::Up, 69.0)));
        assert!(is_untouched(&innocent, &pass(&mut censor, &innocent, Direction::Up, 71.0)));
        let elsewhere = acknowledgement(phone, at("192.0.2.2:443"), 1, 1, 9);
        assert!(is_untouched(&elsewhere, &pass(&mut censor, &elsewhere, Direction::Up, 20.0)));
    }
}
