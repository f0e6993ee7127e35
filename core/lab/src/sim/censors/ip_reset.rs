//! Addresses that somebody on the path refuses in the server's name.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body};

/// Answers every SYN to the addresses by a reset; the server never sees it.
#[derive(Clone, Debug)]
pub struct IpReset {
    /// Which.
    pub addresses: Vec<IpAddr>,
}

impl Censor for IpReset {
    fn pass(&mut self, packet: &[u8], direction: Direction, _now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        match view.body {
            Body::Tcp(segment)
                if direction == Direction::Up
                    && segment.is_opening()
                    && self.addresses.contains(&view.destination.ip()) =>
            {
                let reset = packet::reset(view.destination, view.source, 0, segment.end());
                hop.inject(reset, Direction::Down, Micros::default());
            }
            _ => hop.forward(packet),
        }
    }
}
