//! A policer: what a named connection sends or gets beyond a rate is dropped.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body};
use super::sni::server_name;
use super::{Flows, flow_of};

/// Polices connections whose ClientHello holds a listed name, both directions together.
#[derive(Debug)]
pub struct Throttle {
    names: Vec<String>,
    bytes_per_s: f64,
    policed: Flows<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    bytes: f64,
    filled: Micros,
}

impl Throttle {
    /// To so many kbit/s, for these names and what lies below them.
    pub fn new(names: Vec<String>, kbit: f64) -> Self {
        Self { names, bytes_per_s: kbit * 125.0, policed: Flows::default() }
    }
}

impl Censor for Throttle {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let begins = segment.is_opening() && direction == Direction::Up;
        if begins {
            // A new connection from the same port.
            self.policed.forget(&flow);
        }
        let is_named =
            || server_name(segment.payload).is_some_and(|name| is_listed(name, &self.names));
        if direction == Direction::Up && self.policed.find(&flow, now).is_none() && is_named() {
            self.policed.keep(flow, Bucket { bytes: BURST, filled: now }, now);
        }
        let Some(bucket) = self.policed.find(&flow, now) else { return hop.forward(packet) };
        let came = now.since(bucket.filled).as_secs_f64() * self.bytes_per_s;
        bucket.bytes = (bucket.bytes + came).min(BURST);
        bucket.filled = now;
        let size = packet.len() as f64;
        if bucket.bytes >= size {
            bucket.bytes -= size;
            hop.forward(packet);
        }
    }
}

/// Bytes that pass at once: policers that let less through stop connections altogether.
const BURST: f64 = 16_000.0;
