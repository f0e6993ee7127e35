//! Silence that falls on a flow, and for a while on everything between a phone and a server's port.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::Micros;

use super::{FlowId, Flows};

/// Where it has fallen.
#[derive(Debug)]
pub(super) struct Silence {
    residual: Option<Micros>,
    flows: Flows<()>,
    /// Until when everything between a phone and a server's port vanishes.
    residues: BTreeMap<(IpAddr, SocketAddr), Micros>,
}

impl Silence {
    /// One that leaves a residue of so many seconds, or none.
    pub(super) fn new(residual_s: Option<f64>) -> Self {
        Self {
            residual: residual_s.map(|seconds| Micros((seconds * 1e6) as u64)),
            flows: Flows::default(),
            residues: BTreeMap::new(),
        }
    }

    /// It falls on this flow.
    pub(super) fn fall(&mut self, flow: FlowId, now: Micros) {
        self.flows.keep(flow, (), now);
        if let Some(residual) = self.residual {
            self.residues.retain(|_, until| *until > now);
            self.residues.insert(pair(flow), now + residual);
        }
    }

    /// Whether a packet of this flow vanishes now. One that `begins` a connection between the same ports
    /// is of another flow.
    pub(super) fn lies_on(&mut self, flow: FlowId, begins: bool, now: Micros) -> bool {
        if self.residues.get(&pair(flow)).is_some_and(|&until| now < until) {
            return true;
        }
        if begins {
            self.flows.forget(&flow);
        }
        self.flows.find(&flow, now).is_some()
    }
}

fn pair(flow: FlowId) -> (IpAddr, SocketAddr) {
    (flow.0.ip(), flow.1)
}
