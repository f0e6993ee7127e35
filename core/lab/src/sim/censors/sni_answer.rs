//! Somebody else's answer to the ClientHello: an alert, bytes that are no TLS, or a polite end.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::impostor::{Impostor, Retort};
use super::sni::server_name;

/// Answers a ClientHello with a listed name in the server's name; the server is reset and not heard any more. It
/// reads single segments.
#[derive(Debug)]
pub struct SniAnswer {
    names: Vec<String>,
    impostor: Impostor,
}

impl SniAnswer {
    /// For these names and what lies below them; an `answer` without a byte is the end of the connection alone.
    pub fn new(names: Vec<String>, answer: Vec<u8>) -> Self {
        Self { names, impostor: Impostor::new(Retort::Answer(answer)) }
    }
}

impl Censor for SniAnswer {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let names = &self.names;
        self.impostor.pass(packet, direction, now, hop, |_, payload| {
            server_name(payload).is_some_and(|name| is_listed(name, names))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::sni::client_hello;
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{self, Body, segment};

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
