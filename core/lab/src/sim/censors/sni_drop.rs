//! Silence after the ClientHello: how most of Kazakhstan's blocking looks to a phone.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body, Segment};
use super::silence::Silence;
use super::sni::{name_over_records, server_name};
use super::{FlowId, Flows, flow_of};

/// From the segment with a listed name on, the flow's packets vanish in both directions; the server
/// never sees the ClientHello.
#[derive(Debug)]
pub struct SniDrop {
    names: Vec<String>,
    silence: Silence,
    /// Where it puts segments together: what came of each flow, and the number that comes next.
    gathered: Option<Flows<(u32, Vec<u8>)>>,
    /// Whether it puts records of TLS together, too.
    joins_records: bool,
}

impl SniDrop {
    /// For these names and what lies below them. After a hit everything between the phone and the
    /// server's port vanishes for `residual_s` seconds more.
    pub fn new(names: Vec<String>, residual_s: Option<f64>) -> Self {
        Self { names, silence: Silence::new(residual_s), gathered: None, joins_records: false }
    }

    /// The same, but it also reads a ClientHello that comes in several segments, in order. Without this
    /// a name that is cut in two, or that begins in the second segment, passes.
    #[must_use]
    pub fn reassembling(mut self) -> Self {
        self.gathered = Some(Flows::default());
        self
    }

    /// The same for a ClientHello in several records of TLS.
    #[must_use]
    pub fn joining_records(self) -> Self {
        Self { joins_records: true, ..self.reassembling() }
    }

    fn is_named(&mut self, segment: &Segment<'_>, flow: FlowId, now: Micros) -> bool {
        let is_listed = |payload: &[u8]| match self.joins_records {
            true => name_over_records(payload).is_some_and(|name| is_listed(&name, &self.names)),
            false => server_name(payload).is_some_and(|name| is_listed(name, &self.names)),
        };
        let Some(gathered) = &mut self.gathered else { return is_listed(segment.payload) };
        match gathered.find(&flow, now) {
            Some((next, hello)) if *next == segment.seq && hello.len() < LONGEST_HELLO => {
                hello.extend(segment.payload);
                *next = segment.end();
                is_listed(hello)
            }
            // It came before, in whole or in part.
            Some(_) if !segment.is_opening() => false,
            _ => {
                let first = segment.payload.to_vec();
                let is_named = is_listed(&first);
                if !first.is_empty() {
                    gathered.keep(flow, (segment.end(), first), now);
                } else if segment.is_opening() {
                    gathered.forget(&flow);
                }
                is_named
            }
        }
    }
}

impl Censor for SniDrop {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        if direction == Direction::Up && self.is_named(&segment, flow, now) {
            return self.silence.fall(flow, now);
        }
        let begins = segment.is_opening() && direction == Direction::Up;
        if !self.silence.lies_on(flow, begins, now) {
            hop.forward(packet);
        }
    }
}

/// More than any browser's.
const LONGEST_HELLO: usize = 8192;

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
    fn a_hello_in_two_segments_passes_unless_they_are_put_together() {
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let hello = client_hello("www.example.org");
        let (first, second) = hello.split_at(hello.len() - 4);
        let drop = || SniDrop::new(names(&["example.org"]), None);
        for (mut censor, reassembles) in [(drop(), false), (drop().reassembling(), true)] {
            let first = segment(phone, server, 1, 1, first);
            assert!(is_untouched(&first, &pass(&mut censor, &first, Direction::Up, 0.0)));
            let at = 1 + hello.len() as u32 - 4;
            let second = segment(phone, server, at, 1, second);
            let hop = pass(&mut censor, &second, Direction::Up, 0.1);
            assert_eq!(is_gone(&hop), reassembles);
            let ack = acknowledgement(phone, server, at + 4, 1, 9);
            assert_eq!(is_gone(&pass(&mut censor, &ack, Direction::Up, 0.2)), reassembles);
        }
    }

    #[test]
    fn a_hello_in_two_records_passes_unless_those_are_put_together() {
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let hello = client_hello("www.example.org");
        let (first, second) = hello.split_at(hello.len() - 4);
        let mut records = first.to_vec();
        records[3..5].copy_from_slice(&(first.len() as u16 - 5).to_be_bytes());
        records.extend([22, 3, 1, 0, 4]);
        records.extend(second);
        let drop = || SniDrop::new(names(&["example.org"]), None);
        for (mut censor, joins) in
            [(drop(), false), (drop().reassembling(), false), (drop().joining_records(), true)]
        {
            let packet = segment(phone, server, 1, 1, &records);
            assert_eq!(is_gone(&pass(&mut censor, &packet, Direction::Up, 0.0)), joins);
            for length in 0..records.len() {
                name_over_records(&records[..length]);
            }
        }
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
