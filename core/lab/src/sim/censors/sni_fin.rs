//! The end of the connection after the ClientHello, politely, in the server's name.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// Answers a ClientHello with a listed name by a FIN; the server is reset and not heard any more.
#[derive(Debug)]
pub struct SniFin {
    names: Vec<String>,
    ended: Flows<()>,
}

impl SniFin {
    /// For these names and what lies below them.
    pub fn new(names: Vec<String>) -> Self {
        Self { names, ended: Flows::default() }
    }
}

impl Censor for SniFin {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let is_hit = direction == Direction::Up
            && server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if is_hit {
            let (phone, server) = flow;
            let to_phone = segment.ack.unwrap_or_default();
            self.ended.keep(flow, (), now);
            let fin = packet::last_segment(server, phone, to_phone, segment.end(), &[]);
            hop.inject(fin, Direction::Down, Micros::default());
            let reset = packet::reset(phone, server, segment.seq, to_phone);
            return hop.inject(reset, Direction::Up, Micros::default());
        }
        if segment.is_opening() && direction == Direction::Up {
            // A new connection from the same port.
            self.ended.forget(&flow);
        }
        if self.ended.find(&flow, now).is_none() {
            hop.forward(packet);
        }
    }
}
