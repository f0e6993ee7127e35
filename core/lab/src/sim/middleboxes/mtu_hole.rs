//! A hole in the path for large packets: they vanish, and nobody says so.
//!
//! A tunnel takes a few dozen bytes of every packet; where the message that a packet was too long is
//! filtered (RFC 2923), small ones pass and long ones never do.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop};

/// Lets only packets of so many bytes pass, IP header included; `None`: any.
#[derive(Debug, Default)]
pub struct MtuHole {
    pub up: Option<usize>,
    pub down: Option<usize>,
}

impl Censor for MtuHole {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let most = match direction {
            Direction::Up => self.up,
            Direction::Down => self.down,
        };
        if most.is_none_or(|most| packet.len() <= most) {
            hop.forward(packet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::censors::testing::{at, is_gone, is_untouched, pass};
    use super::super::super::packet::segment;
    use super::*;

    #[test]
    fn a_packet_that_is_too_long_for_its_way_vanishes() {
        let (phone, site) = (at("10.0.0.1:4000"), at("192.0.2.1:443"));
        let mut hole = MtuHole { up: None, down: Some(1400) };
        // 40 bytes of headers.
        let [fits, too_long] =
            [1360, 1361].map(|length| segment(phone, site, 1, 1, &vec![0; length]));
        assert!(is_untouched(&fits, &pass(&mut hole, &fits, Direction::Down, 0.0)));
        assert!(is_gone(&pass(&mut hole, &too_long, Direction::Down, 0.0)));
        assert!(is_untouched(&too_long, &pass(&mut hole, &too_long, Direction::Up, 0.0)));
    }
}
