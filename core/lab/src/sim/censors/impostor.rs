//! Who takes a connection from its server, and speaks to the phone in the server's name or keeps silent.

use arna_model::Micros;

use super::super::hop::{Direction, Hop};
use super::super::packet::{self, Body};
use super::{FlowId, Flows, flow_of};

/// What the asker hears instead of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retort {
    /// Nothing.
    Silence,
    /// A reset; the server gets one, too.
    Reset,
    /// This answer, be it empty, after which the connection ends. It fits into one segment.
    Answer(Vec<u8>),
}

/// Takes connections at the first segment that is asked for. It reads single segments.
#[derive(Debug)]
pub(super) struct Impostor {
    retort: Retort,
    /// Connections whose server is not heard any more.
    taken: Flows<()>,
}

impl Impostor {
    pub(super) fn new(retort: Retort) -> Self {
        Self { retort, taken: Flows::default() }
    }

    /// Passes a packet; `is_wanted` says of a segment that the phone sends whether the connection is taken with it.
    pub(super) fn pass(
        &mut self,
        packet: &[u8],
        direction: Direction,
        now: Micros,
        hop: &mut Hop,
        is_wanted: impl FnOnce(FlowId, &[u8]) -> bool,
    ) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        if direction == Direction::Up && is_wanted(flow, segment.payload) {
            let (phone, server) = flow;
            let (to_server, to_phone) = (segment.seq, segment.ack.unwrap_or_default());
            self.taken.keep(flow, (), now);
            let down = match &self.retort {
                Retort::Silence => return,
                Retort::Reset => packet::reset(server, phone, to_phone, segment.end()),
                Retort::Answer(answer) => {
                    packet::last_segment(server, phone, to_phone, segment.end(), answer)
                }
            };
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
