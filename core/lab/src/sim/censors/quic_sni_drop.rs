//! Silence for QUIC once the client's Initial has named the site, as China's filter does since 2024
//! (Zohaib et al., USENIX Security 2025): most of what QUIC encrypts there is open to whoever looks.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::quic_initial::Parts;
use super::silence::Silence;
use super::sni::name_in_hello;
use super::{FlowId, Flows, flow_of};

/// From the Initial with a listed name on, the flow's datagrams vanish in both directions. TCP is left
/// alone, and so is QUIC under another name.
#[derive(Debug)]
pub struct QuicSniDrop {
    names: Vec<String>,
    silence: Silence,
    /// Where it puts Initials together: what came of each flow.
    gathered: Option<Flows<Parts>>,
}

impl QuicSniDrop {
    /// For these names and what lies below them. After a hit all datagrams between the phone and the
    /// server's port vanish for `residual_s` seconds more.
    pub fn new(names: Vec<String>, residual_s: Option<f64>) -> Self {
        Self { names, silence: Silence::new(residual_s), gathered: None }
    }

    /// The same, but it also reads a ClientHello that comes in several Initials, in any order. Without
    /// this a name passes that is in the second.
    #[must_use]
    pub fn reassembling(mut self) -> Self {
        self.gathered = Some(Flows::default());
        self
    }

    fn is_named(&mut self, datagram: &[u8], flow: FlowId, now: Micros) -> bool {
        let is_listed = |parts: &Parts| {
            name_in_hello(&parts.joined()).is_some_and(|name| is_listed(name, &self.names))
        };
        let known = self.gathered.as_mut().and_then(|gathered| gathered.find(&flow, now));
        if let Some(parts) = known {
            return parts.take(datagram) && is_listed(parts);
        }
        let mut parts = Parts::default();
        if !parts.take(datagram) {
            return false;
        }
        let is_named = is_listed(&parts);
        if let Some(gathered) = &mut self.gathered {
            gathered.keep(flow, parts, now);
        }
        is_named
    }
}

impl Censor for QuicSniDrop {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Udp(datagram) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let is_question = direction == Direction::Up && flow.1.port() == QUIC_PORT;
        if is_question && self.is_named(datagram, flow, now) {
            return self.silence.fall(flow, now);
        }
        if !self.silence.lies_on(flow, false, now) {
            hop.forward(packet);
        }
    }
}

const QUIC_PORT: u16 = 443;

#[cfg(test)]
mod tests {
    use super::super::quic_initial::initial;
    use super::super::sni::client_hello;
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{datagram, segment};

    /// A ClientHello without the head of a TLS record.
    fn hello(name: &str) -> Vec<u8> {
        client_hello(name).split_off(5)
    }

    #[test]
    fn the_listed_name_is_silenced_in_both_versions_and_no_other() {
        for is_second_version in [false, true] {
            let mut censor = QuicSniDrop::new(names(&["example.org"]), None);
            let (phone, other, server) = (at("10.0.0.1:5"), at("10.0.0.1:6"), at("192.0.2.1:443"));
            let say = |port, name| {
                datagram(port, server, &initial(is_second_version, 0, &[(0, &hello(name))]))
            };
            let innocent = say(other, "example.net");
            assert!(is_untouched(&innocent, &pass(&mut censor, &innocent, Direction::Up, 0.0)));
            let named = say(phone, "www.example.org");
            assert!(is_gone(&pass(&mut censor, &named, Direction::Up, 0.0)));
            let later = datagram(phone, server, &[0x40; 50]);
            assert!(is_gone(&pass(&mut censor, &later, Direction::Up, 0.1)));
            let back = datagram(server, phone, &[0x40; 50]);
            assert!(is_gone(&pass(&mut censor, &back, Direction::Down, 0.1)));
            let back = datagram(server, other, &[0x40; 50]);
            assert!(is_untouched(&back, &pass(&mut censor, &back, Direction::Down, 0.1)));
            let tcp = segment(phone, server, 1, 1, &client_hello("www.example.org"));
            assert!(is_untouched(&tcp, &pass(&mut censor, &tcp, Direction::Up, 0.2)));
        }
    }

    #[test]
    fn a_hello_in_two_initials_passes_unless_they_are_put_together() {
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let hello = hello("www.example.org");
        let cut = hello.len() - 4;
        let say = |number, at: usize, part: &[u8]| {
            datagram(phone, server, &initial(false, number, &[(at, part)]))
        };
        let (first, second) = (say(0, 0, &hello[..cut]), say(1, cut, &hello[cut..]));
        let drop = || QuicSniDrop::new(names(&["example.org"]), None);
        for turned in [[&first, &second], [&second, &first]] {
            for (mut censor, reassembles) in [(drop(), false), (drop().reassembling(), true)] {
                let [one, other] = turned;
                assert!(is_untouched(one, &pass(&mut censor, one, Direction::Up, 0.0)));
                let hop = pass(&mut censor, other, Direction::Up, 0.0);
                assert_eq!((is_gone(&hop), is_untouched(other, &hop)), (reassembles, !reassembles));
            }
        }
    }

    #[test]
    fn the_residue_hits_every_datagram_to_the_server_s_port_for_its_time() {
        let mut censor = QuicSniDrop::new(names(&["example.org"]), Some(180.0));
        let (phone, server) = (at("10.0.0.1:5"), at("192.0.2.1:443"));
        let named = datagram(phone, server, &initial(false, 0, &[(0, &hello("example.org"))]));
        assert!(is_gone(&pass(&mut censor, &named, Direction::Up, 10.0)));
        let hello = initial(false, 0, &[(0, &hello("example.net"))]);
        let innocent = datagram(at("10.0.0.1:6"), server, &hello);
        assert!(is_gone(&pass(&mut censor, &innocent, Direction::Up, 189.0)));
        assert!(is_untouched(&innocent, &pass(&mut censor, &innocent, Direction::Up, 191.0)));
        let elsewhere = datagram(phone, at("192.0.2.2:443"), &hello);
        assert!(is_untouched(&elsewhere, &pass(&mut censor, &elsewhere, Direction::Up, 20.0)));
    }
}
