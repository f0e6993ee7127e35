//! A transparent proxy of a carrier's: it answers every SYN itself, and asks the server meanwhile.
//!
//! Such boxes shorten handshakes over slow radios. The phone's connection opens whether there is a server
//! or not; what it says waits here until the server has opened, too. The two sides began with different
//! sequence numbers, so every packet is translated. Nothing but the SYN is acknowledged in the server's
//! name, and windows pass as they are: every stack in here has the same buffers.

use arna_model::Micros;

use super::super::censors::{FlowId, Flows, flow_of};
use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body, Segment};
use super::super::rewrite;

/// Answers every SYN.
#[derive(Debug, Default)]
pub struct TcpProxy {
    flows: Flows<Flow>,
}

/// One connection through the proxy.
#[derive(Debug)]
struct Flow {
    /// The phone's first sequence number, and the one that it was answered with.
    numbers: (u32, u32),
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The server was called; packets of the phone wait.
    Calling { held: Vec<Vec<u8>> },
    /// Both sides are open; the server's numbers are this far ahead of the proxy's.
    Joined { ahead: u32 },
}

impl TcpProxy {
    fn up(&mut self, packet: &[u8], segment: &Segment<'_>, id: FlowId, now: Micros, hop: &mut Hop) {
        if segment.is_opening() {
            let numbers = (segment.seq, !segment.seq);
            // A SYN that is sent again begins no new connection.
            if self.flows.find(&id, now).is_none_or(|flow| flow.numbers != numbers) {
                let stage = Stage::Calling { held: Vec::new() };
                self.flows.keep(id, Flow { numbers, stage }, now);
            }
            hop.inject(
                packet::opening_answer(id.1, id.0, numbers.1, segment.end()),
                Direction::Down,
                Micros::default(),
            );
            return hop.forward(packet);
        }
        match self.flows.find(&id, now).map(|flow| &mut flow.stage) {
            None => hop.forward(packet),
            Some(Stage::Calling { held }) => held.push(packet.to_vec()),
            Some(Stage::Joined { ahead }) => {
                let mut packet = packet.to_vec();
                rewrite::shift(&mut packet, 0, *ahead);
                hop.forward(&packet);
            }
        }
    }

    fn down(
        &mut self,
        packet: &[u8],
        segment: &Segment<'_>,
        id: FlowId,
        now: Micros,
        hop: &mut Hop,
    ) {
        let Some(flow) = self.flows.find(&id, now) else { return hop.forward(packet) };
        match &mut flow.stage {
            Stage::Calling { .. } if segment.is_rst => {
                // The phone's connection is open: it hears the refusal as a reset.
                let (first, mine) = flow.numbers;
                let refusal = packet::reset(id.1, id.0, mine.wrapping_add(1), first);
                hop.forward(&refusal);
            }
            Stage::Calling { held } if segment.is_syn => {
                let ahead = segment.seq.wrapping_sub(flow.numbers.1);
                for mut packet in std::mem::take(held) {
                    rewrite::shift(&mut packet, 0, ahead);
                    hop.inject(packet, Direction::Up, Micros::default());
                }
                flow.stage = Stage::Joined { ahead };
            }
            // The phone was answered long ago.
            Stage::Joined { .. } if segment.is_syn => {}
            Stage::Calling { .. } => {}
            Stage::Joined { ahead } => {
                let mut packet = packet.to_vec();
                rewrite::shift(&mut packet, ahead.wrapping_neg(), 0);
                hop.forward(&packet);
            }
        }
    }
}

impl Censor for TcpProxy {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let id = flow_of(&view, direction);
        match direction {
            Direction::Up => self.up(packet, &segment, id, now, hop),
            Direction::Down => self.down(packet, &segment, id, now, hop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::censors::testing::{at, is_untouched, pass};
    use super::*;

    fn read(packet: &[u8]) -> Segment<'_> {
        let Body::Tcp(segment) = packet::read(packet).expect("readable").body else {
            panic!("TCP")
        };
        segment
    }

    #[test]
    fn a_syn_is_answered_whether_anybody_is_there_or_not() {
        let (phone, nobody) = (at("10.0.0.1:4000"), at("192.0.2.1:443"));
        let mut proxy = TcpProxy::default();
        for seconds in [0.0, 1.0] {
            let syn = packet::opening(phone, nobody, 7);
            let hop = pass(&mut proxy, &syn, Direction::Up, seconds);
            assert_eq!(hop.forwarded, [syn]);
            let (answer, direction, _) = &hop.injected[0];
            let answer = read(answer);
            assert_eq!((*direction, answer.is_syn, answer.ack), (Direction::Down, true, Some(8)));
            assert_eq!(answer.seq, !7, "the same each time");
        }
        let hello = packet::segment(phone, nobody, 8, (!7u32).wrapping_add(1), b"hello");
        let hop = pass(&mut proxy, &hello, Direction::Up, 1.5);
        assert!(hop.forwarded.is_empty() && hop.injected.is_empty(), "it waits");
    }

    #[test]
    fn what_waited_goes_on_in_the_server_s_numbers_and_its_answers_come_in_the_proxy_s() {
        let (phone, server) = (at("10.0.0.1:4000"), at("192.0.2.9:443"));
        let mut proxy = TcpProxy::default();
        pass(&mut proxy, &packet::opening(phone, server, 7), Direction::Up, 0.0);
        let mine = !7u32;
        let hello = packet::segment(phone, server, 8, mine.wrapping_add(1), b"hello");
        pass(&mut proxy, &hello, Direction::Up, 0.1);
        let opened = packet::opening_answer(server, phone, 5000, 8);
        let hop = pass(&mut proxy, &opened, Direction::Down, 0.2);
        assert!(hop.forwarded.is_empty(), "the phone has its answer");
        let (waited, direction, _) = &hop.injected[0];
        assert_eq!((*direction, read(waited).ack), (Direction::Up, Some(5001)));
        assert_eq!(read(waited).payload, b"hello");

        let said = packet::segment(server, phone, 5001, 13, b"welcome");
        let hop = pass(&mut proxy, &said, Direction::Down, 0.3);
        assert_eq!(read(&hop.forwarded[0]).seq, mine.wrapping_add(1));
        let more = packet::segment(phone, server, 13, mine.wrapping_add(8), b"thanks");
        let hop = pass(&mut proxy, &more, Direction::Up, 0.4);
        assert_eq!(read(&hop.forwarded[0]).ack, Some(5008));
    }

    #[test]
    fn a_refusal_is_a_reset_and_datagrams_pass() {
        let (phone, server) = (at("10.0.0.1:4000"), at("192.0.2.9:443"));
        let mut proxy = TcpProxy::default();
        pass(&mut proxy, &packet::opening(phone, server, 7), Direction::Up, 0.0);
        let refusal = packet::reset(server, phone, 0, 8);
        let hop = pass(&mut proxy, &refusal, Direction::Down, 0.1);
        let reset = read(&hop.forwarded[0]);
        assert_eq!((reset.is_rst, reset.seq), (true, (!7u32).wrapping_add(1)));
        let datagram = packet::datagram(phone, server, b"a question");
        assert!(is_untouched(&datagram, &pass(&mut proxy, &datagram, Direction::Up, 0.2)));
    }
}
