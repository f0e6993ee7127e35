//! A wall around the phone: what is not let through vanishes, is refused, or ends at somebody else's.
//!
//! Shutdowns, portals and empty balances work so: no name is looked at, only the far end's address and
//! port. What is diverted is diverted whole, from its SYN on, so nothing has to be translated: the
//! interceptor answers in the name of whomever the phone dialled.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_within};
use super::super::packet::{self, Body, Packet};

/// Lets through only what passes.
#[derive(Clone, Debug, Default)]
pub struct Wall {
    /// The networks that can be reached.
    pub passes: Vec<(IpAddr, u8)>,
    /// The TCP ports whose connections end at the interceptor.
    pub diverts: Vec<u16>,
    /// What the rest gets.
    pub others: Others,
}

/// What a wall does with what it neither lets through nor diverts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// Nothing is heard of it.
    #[default]
    Vanish,
    /// Every SYN is answered by a reset.
    Reset,
    /// It passes.
    Pass,
}

impl Wall {
    /// Whether a packet belongs to a connection that is diverted.
    fn diverts(&self, view: &Packet<'_>, direction: Direction) -> bool {
        let far = match direction {
            Direction::Up => view.destination,
            Direction::Down => view.source,
        };
        matches!(view.body, Body::Tcp(_)) && self.diverts.contains(&far.port())
    }

    fn stop(&self, packet: &[u8], view: &Packet<'_>, hop: &mut Hop) {
        let Body::Tcp(segment) = &view.body else { return };
        if self.diverts(view, Direction::Up) {
            hop.intercept(packet.to_vec());
        } else if self.others == Others::Reset && segment.is_opening() {
            let reset = packet::reset(view.destination, view.source, 0, segment.end());
            hop.inject(reset, Direction::Down, Micros::default());
        }
    }
}

impl Censor for Wall {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return };
        let far = match direction {
            Direction::Up => view.destination.ip(),
            Direction::Down => view.source.ip(),
        };
        let is_passed = self.passes.iter().any(|&network| is_within(far, network))
            || self.others == Others::Pass && !self.diverts(&view, direction);
        if hop.is_from_interceptor || is_passed {
            hop.forward(packet);
        } else if direction == Direction::Up {
            self.stop(packet, &view, hop);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, pass};
    use super::*;

    const PHONE: &str = "2.72.41.7:4000";
    const ABROAD: &str = "5.9.0.1:443";

    #[test]
    fn only_what_is_let_through_passes_in_both_directions() {
        let mut wall = Wall { passes: vec![(at("2.72.0.0:0").ip(), 13)], ..Wall::default() };
        let (phone, home, abroad) = (at(PHONE), at("2.73.1.10:443"), at(ABROAD));
        for (source, destination, direction, passes) in [
            (phone, home, Direction::Up, true),
            (home, phone, Direction::Down, true),
            (phone, abroad, Direction::Up, false),
            (abroad, phone, Direction::Down, false),
        ] {
            let packet = packet::reset(source, destination, 1, 1);
            let hop = pass(&mut wall, &packet, direction, 0.0);
            assert_eq!(is_untouched(&packet, &hop), passes, "{source} to {destination}");
            assert_eq!(is_gone(&hop), !passes, "{source} to {destination}");
        }
    }

    #[test]
    fn what_is_diverted_goes_to_the_interceptor_and_comes_back_from_it() {
        let mut wall = Wall { diverts: vec![80], ..Wall::default() };
        let (phone, site) = (at(PHONE), at("5.9.0.1:80"));
        let packet = packet::reset(phone, site, 1, 1);
        let hop = pass(&mut wall, &packet, Direction::Up, 0.0);
        assert_eq!((hop.intercepted, hop.forwarded.len()), (vec![packet], 0));

        let answer = packet::reset(site, phone, 1, 1);
        assert!(is_gone(&pass(&mut wall, &answer, Direction::Down, 0.0)), "not the true server's");
        let mut hop = Hop { is_from_interceptor: true, ..Hop::default() };
        wall.pass(&answer, Direction::Down, Micros(0), &mut hop);
        assert_eq!(hop.forwarded, [answer]);
    }

    #[test]
    fn what_is_not_diverted_may_pass() {
        let mut wall = Wall { diverts: vec![443], others: Others::Pass, ..Wall::default() };
        let (phone, site, clear) = (at(PHONE), at(ABROAD), at("5.9.0.1:80"));
        let diverted = packet::reset(phone, site, 1, 1);
        assert_eq!(pass(&mut wall, &diverted, Direction::Up, 0.0).intercepted, [diverted]);
        let true_server = packet::reset(site, phone, 1, 1);
        assert!(is_gone(&pass(&mut wall, &true_server, Direction::Down, 0.0)));
        for (packet, direction) in [
            (packet::reset(phone, clear, 1, 1), Direction::Up),
            (packet::reset(clear, phone, 1, 1), Direction::Down),
            (packet::datagram(site, phone, b"an echo"), Direction::Down),
        ] {
            assert!(is_untouched(&packet, &pass(&mut wall, &packet, direction, 0.0)));
        }
    }

    #[test]
    fn datagrams_vanish_whatever_others_get() {
        let mut wall = Wall { diverts: vec![53], others: Others::Reset, ..Wall::default() };
        let packet = packet::datagram(at(PHONE), at("9.9.9.9:53"), b"a question");
        assert!(is_gone(&pass(&mut wall, &packet, Direction::Up, 0.0)));
    }
}
