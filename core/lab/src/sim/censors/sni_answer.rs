//! Somebody else's answer to the ClientHello: an alert, or bytes that are no TLS.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// Answers a ClientHello with a listed name in the server's name; the server is reset and not heard any more. It
/// reads single segments.
#[derive(Debug)]
pub struct SniAnswer {
    names: Vec<String>,
    /// What it says. It fits into one segment.
    answer: Vec<u8>,
    taken: Flows<()>,
}

impl SniAnswer {
    /// For these names and what lies below them.
    pub fn new(names: Vec<String>, answer: Vec<u8>) -> Self {
        Self { names, answer, taken: Flows::default() }
    }
}

impl Censor for SniAnswer {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let is_hit = direction == Direction::Up
            && server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if is_hit {
            let (phone, server) = flow;
            let (to_server, to_phone) = (segment.seq, segment.ack.unwrap_or_default());
            self.taken.keep(flow, (), now);
            let down = packet::last_segment(server, phone, to_phone, segment.end(), &self.answer);
            hop.inject(down, Direction::Down, Micros::default());
            let up = packet::reset(phone, server, to_server, to_phone);
            return hop.inject(up, Direction::Up, Micros::default());
        }
        if segment.is_opening() && direction == Direction::Up {
            // A new connection from the same port.
            self.taken.forget(&flow);
        }
        if self.taken.find(&flow, now).is_none() {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sni::client_hello;
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::segment;

    #[test]
    fn the_phone_hears_the_answer_and_the_server_is_reset_and_not_heard() {
        let mut censor = SniAnswer::new(names(&["example.org"]), b"no".to_vec());
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let payload = client_hello("www.example.org");
        let hello = segment(phone, server, 1000, 2000, &payload);
        let hop = pass(&mut censor, &hello, Direction::Up, 0.0);
        assert!(hop.forwarded.is_empty());
        let [(down, Direction::Down, _), (up, Direction::Up, _)] = &hop.injected[..] else {
            panic!("one for each end: {hop:?}")
        };
        let Body::Tcp(answer) = packet::read(down).expect("TCP").body else { panic!("TCP") };
        assert_eq!((answer.payload, answer.seq), (&b"no"[..], 2000));
        assert_eq!(answer.ack, Some(1000 + payload.len() as u32));
        let Body::Tcp(reset) = packet::read(up).expect("TCP").body else { panic!("TCP") };
        assert!(reset.is_rst && reset.seq == 1000);
        let late = segment(server, phone, 2000, 1000, b"ServerHello");
        assert!(is_gone(&pass(&mut censor, &late, Direction::Down, 0.1)));

        let neighbour = segment(phone, at("192.0.2.2:443"), 1, 1, &client_hello("example.net"));
        assert!(is_untouched(&neighbour, &pass(&mut censor, &neighbour, Direction::Up, 0.2)));
    }
}
