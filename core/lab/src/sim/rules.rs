//! The censors at the hop, one after the other, and the interceptors beside them.

use arna_model::Micros;

use super::hop::{Censor, Direction, Hop};
use super::node::NodeId;

/// All censors, in the order in which packets of both directions pass them.
#[derive(Default)]
pub struct Rules(Vec<Rule>);

struct Rule {
    censor: Box<dyn Censor>,
    interceptor: Option<NodeId>,
}

/// Who sent a packet that comes to the hop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The phone or a host.
    Ends,
    /// The interceptor of the first censor that the packet meets.
    Interceptor,
}

/// What became of a packet at the hop.
pub struct Passed {
    /// What goes on in its direction.
    pub forwarded: Vec<Vec<u8>>,
    /// What censors did beside that, in order.
    pub aside: Vec<Aside>,
}

/// What a censor does beside letting packets pass or not.
pub enum Aside {
    /// It sends a packet of its own, so much later, past the other censors.
    Injected(Vec<u8>, Direction, Micros),
    /// It hands a packet to its interceptor.
    Intercepted(NodeId, Vec<u8>),
}

impl Rules {
    /// Adds a censor behind those that are there; its index.
    pub fn add(&mut self, censor: Box<dyn Censor>, interceptor: Option<NodeId>) -> usize {
        self.0.push(Rule { censor, interceptor });
        self.0.len() - 1
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes a packet through the censors, beginning with `first`.
    pub fn pass(
        &mut self,
        packet: Vec<u8>,
        direction: Direction,
        first: usize,
        from: Origin,
        now: Micros,
    ) -> Passed {
        let mut passed = Passed { forwarded: vec![packet], aside: Vec::new() };
        for (index, rule) in self.0.iter_mut().enumerate().skip(first) {
            let mut hop = Hop {
                is_from_interceptor: index == first && from == Origin::Interceptor,
                ..Hop::default()
            };
            for packet in &passed.forwarded {
                rule.censor.pass(packet, direction, now, &mut hop);
            }
            passed.forwarded = hop.forwarded;
            let injected = hop.injected.into_iter();
            passed
                .aside
                .extend(injected.map(|(packet, way, after)| Aside::Injected(packet, way, after)));
            let taken = hop.intercepted.into_iter();
            let handed =
                taken.filter_map(|packet| Some(Aside::Intercepted(rule.interceptor?, packet)));
            passed.aside.extend(handed);
        }
        passed
    }
}
