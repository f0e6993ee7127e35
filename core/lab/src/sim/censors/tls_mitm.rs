//! TLS interception, as Kazakhstan's QazNet of 2019: the handshake of TCP runs with the true server,
//! the one of TLS with the state.
//!
//! The censor lets a connection open and waits for its ClientHello. If the name is listed, it replays
//! the phone's SYN to an interceptor beside it, resets the true server, and from then on carries the
//! phone's packets to the interceptor and back. The two sides began with different sequence numbers,
//! so every packet is translated. Windows are not: the interceptor has the same buffers, and so the
//! same window scale, as every server in here.

use std::net::IpAddr;

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::super::packet::{self, Body, Segment};
use super::super::rewrite;
use super::sni::server_name;
use super::{FlowId, Flows, flow_of};

/// Diverts TLS connections for listed names to an interceptor.
#[derive(Debug)]
pub struct TlsMitm {
    /// `None`: everybody's.
    names: Option<Vec<String>>,
    addresses: Vec<IpAddr>,
    flows: Flows<Stage>,
}

/// How far a flow is.
#[derive(Debug)]
enum Stage {
    /// Open, or opening, with the true server.
    True { syn: Vec<u8>, server_isn: Option<u32> },
    /// The interceptor was called; packets of the phone wait.
    Calling { server_isn: u32, held: Vec<Vec<u8>> },
    /// The interceptor has it; the server's numbers are this far ahead of the interceptor's.
    Diverted { ahead: u32 },
}

impl TlsMitm {
    /// For these names and what lies below them (`None`: for all), at these addresses (at any, if there are none).
    pub fn new(names: Option<Vec<String>>, addresses: Vec<IpAddr>) -> Self {
        Self { names, addresses, flows: Flows::default() }
    }

    fn up(
        &mut self,
        packet: &[u8],
        segment: &Segment<'_>,
        flow: FlowId,
        now: Micros,
        hop: &mut Hop,
    ) {
        if segment.is_opening() {
            self.flows.keep(flow, Stage::True { syn: packet.to_vec(), server_isn: None }, now);
            return hop.forward(packet);
        }
        let Some(stage) = self.flows.find(&flow, now) else { return hop.forward(packet) };
        match stage {
            Stage::True { syn, server_isn: Some(server_isn) }
                if server_name(segment.payload).is_some_and(|name| {
                    self.names.as_ref().is_none_or(|names| is_listed(name, names))
                }) =>
            {
                let reset =
                    packet::reset(flow.0, flow.1, segment.seq, segment.ack.unwrap_or_default());
                hop.inject(reset, Direction::Up, Micros::default());
                hop.intercept(std::mem::take(syn));
                *stage = Stage::Calling { server_isn: *server_isn, held: vec![packet.to_vec()] };
            }
            Stage::True { .. } => hop.forward(packet),
            Stage::Calling { held, .. } => held.push(packet.to_vec()),
            Stage::Diverted { ahead } => hop.intercept(translated(packet, 0, ahead.wrapping_neg())),
        }
    }

    fn down(
        &mut self,
        packet: &[u8],
        segment: &Segment<'_>,
        flow: FlowId,
        now: Micros,
        hop: &mut Hop,
    ) {
        let is_intercepted = hop.is_from_interceptor;
        let is_answer = segment.is_syn && segment.ack.is_some();
        match self.flows.find(&flow, now) {
            None if is_intercepted => {}
            None => hop.forward(packet),
            Some(Stage::True { server_isn, .. }) => {
                if is_answer {
                    *server_isn = Some(segment.seq);
                }
                if !is_intercepted {
                    hop.forward(packet);
                }
            }
            // What the true server still says is not heard any more.
            Some(_) if !is_intercepted => {}
            Some(stage @ Stage::Calling { .. }) => {
                if !is_answer {
                    return;
                }
                if let Stage::Calling { server_isn, held } = stage {
                    let ahead = server_isn.wrapping_sub(segment.seq);
                    for packet in held {
                        // The first of them is the handshake's acknowledgement too.
                        hop.intercept(translated(packet, 0, ahead.wrapping_neg()));
                    }
                    *stage = Stage::Diverted { ahead };
                }
            }
            Some(Stage::Diverted { ahead }) => hop.forward(&translated(packet, *ahead, 0)),
        }
    }
}

impl Censor for TlsMitm {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let flow = flow_of(&view, direction);
        let is_meant = flow.1.port() == TLS_PORT
            && (self.addresses.is_empty() || self.addresses.contains(&flow.1.ip()));
        if !is_meant {
            return hop.forward(packet);
        }
        match direction {
            Direction::Up => self.up(packet, &segment, flow, now, hop),
            Direction::Down => self.down(packet, &segment, flow, now, hop),
        }
    }
}

fn translated(packet: &[u8], seq: u32, ack: u32) -> Vec<u8> {
    let mut packet = packet.to_vec();
    rewrite::shift(&mut packet, seq, ack);
    packet
}

const TLS_PORT: u16 = 443;
