//! What happens, in order: every packet on its way and every stack's timer, in one queue.
//!
//! Stacks are polled only when a packet arrives, their timer is due, or a program used one of their sockets.

mod expiry;

use std::collections::BTreeMap;
use std::net::IpAddr;

use arna_model::{Bytes, Micros};
use tokio::sync::mpsc::UnboundedSender;

use super::hop::{Censor, Direction};
use super::nat64::Translator;
use super::node::Node;
pub use super::node::{NodeId, Place};
use super::packet;
use super::queue::Queue;
use super::radio::{Air, Radio};
use super::rewrite;
use super::route::Route;
use super::rules::{Aside, Origin, Rules};
use super::stack::Stack;
use super::tap::{Onlooker, Tap};

/// The whole network. Times are microseconds since its start.
pub struct Network {
    queue: Queue<What>,
    nodes: Vec<Node>,
    by_address: BTreeMap<IpAddr, NodeId>,
    radio: Radio,
    /// Which cell the phone is in: another one after each handover.
    cell: u32,
    rules: Rules,
    /// Nodes whose sockets a program has used since the last run.
    used: Vec<NodeId>,
    tap: Tap,
    /// Who stands between the radio and the hosts.
    pub route: Route,
    /// At the border, if the phone has IPv6 alone.
    pub nat64: Option<Translator>,
}

/// What can happen.
enum What {
    Arrival(NodeId, Vec<u8>),
    /// At the hop, before the censor with this index.
    Hop(Direction, usize, Origin, Vec<u8>),
    /// Past all censors.
    Departure(Direction, Vec<u8>),
    Timer(NodeId),
}

impl Network {
    pub fn new(radio: Radio) -> Self {
        Self {
            queue: Queue::new(),
            nodes: Vec::new(),
            by_address: BTreeMap::new(),
            radio,
            cell: 1,
            rules: Rules::default(),
            used: Vec::new(),
            tap: Tap::new(),
            route: Route::default(),
            nat64: None,
        }
    }

    /// Adds a node; a later one with the same address takes the address over.
    pub fn add(
        &mut self,
        addresses: &[IpAddr],
        stack: Stack,
        place: Place,
        is_down: bool,
        drops: Vec<(IpAddr, u8)>,
    ) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node::new(stack, place, is_down, drops));
        self.by_address.extend(addresses.iter().map(|&address| (address, id)));
        id
    }

    /// Adds a censor behind those that are there; its index.
    pub fn add_rule(&mut self, censor: Box<dyn Censor>, interceptor: Option<NodeId>) -> usize {
        self.rules.add(censor, interceptor)
    }

    /// How many nodes and censors there are.
    pub fn size(&self) -> (usize, usize) {
        (self.nodes.len(), self.rules.len())
    }

    pub fn stack(&mut self, id: NodeId) -> &mut Stack {
        &mut self.nodes[id.0].stack
    }

    /// From now on a node's stack is elsewhere, behind `outlet`.
    pub fn hand_out(&mut self, id: NodeId, outlet: UnboundedSender<Vec<u8>>) {
        self.nodes[id.0].outlet = Some(outlet);
    }

    /// A packet of a phone whose stack is elsewhere.
    pub fn enter(&mut self, id: NodeId, packet: Vec<u8>, now: u64) {
        self.run(now);
        self.nodes[id.0].stack.meter.sent += packet.len() as u64;
        self.send(Place::Phone, packet, now);
    }

    /// Gives a node another address: nothing reaches the old one, and nothing from there gets through.
    pub fn hand_over(&mut self, from: IpAddr, to: IpAddr) {
        if let Some(id) = self.by_address.remove(&from) {
            self.by_address.insert(to, id);
            self.nodes[id.0].stack.move_to(to);
            self.cell += u32::from(from != to);
        }
    }

    /// From now on packets go over this radio; those under way come all the same.
    pub fn tune(&mut self, radio: Radio) {
        self.radio = radio;
        self.cell += 1;
    }

    /// What the phone sees of its link at `now`, and the number of the cell that it is in.
    pub fn air(&mut self, now: u64) -> (Air, u32) {
        (self.radio.air(now), self.cell)
    }

    /// Says that a program used a socket of this node: it is polled with the next run.
    pub fn touch(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.0];
        if !node.is_used {
            node.is_used = true;
            self.used.push(id);
        }
    }

    /// What passed the phones' interfaces.
    pub fn phone_bytes(&self) -> Bytes {
        self.nodes
            .iter()
            .filter(|node| matches!(node.place, Place::Phone))
            .map(|node| node.stack.meter)
            .sum()
    }

    /// A fingerprint of every packet at the phone's interface with its time.
    #[cfg(test)]
    pub fn history(&self) -> u64 {
        self.tap.history()
    }

    /// Who is told what passes the phones' interfaces.
    pub fn capture(&mut self, onlooker: Onlooker) {
        self.tap.set(onlooker);
    }

    /// Sockets that exist, over all nodes.
    #[cfg(test)]
    pub fn sockets(&self) -> usize {
        self.nodes.iter().map(|node| node.stack.flows.len()).sum()
    }

    /// Lets everything happen that is due by `now`; when the next thing is.
    pub fn run(&mut self, now: u64) -> Option<u64> {
        loop {
            while let Some((at, what)) = self.queue.pop(now) {
                self.happen(at, what);
            }
            if self.used.is_empty() {
                return self.queue.next_at();
            }
            for id in std::mem::take(&mut self.used) {
                self.nodes[id.0].is_used = false;
                self.poll(id, now);
            }
        }
    }

    fn happen(&mut self, at: u64, what: What) {
        match what {
            What::Arrival(id, packet) => {
                let node = &mut self.nodes[id.0];
                if matches!(node.place, Place::Phone) {
                    self.tap.see(at, Direction::Down, &packet);
                }
                if let Some(outlet) = &node.outlet {
                    node.stack.meter.received += packet.len() as u64;
                    // Nobody may be left to hear it.
                    outlet.send(packet).ok();
                } else if !node.ignores(&packet) {
                    node.stack.receive(packet, at);
                    self.poll(id, at);
                }
            }
            What::Hop(direction, first, origin, packet) => {
                self.pass(packet, direction, first, origin, at);
            }
            What::Departure(direction, packet) => self.depart(packet, direction, at),
            What::Timer(id) => {
                let node = &mut self.nodes[id.0];
                node.timer_at = None;
                match node.poll_at {
                    Some(due) if due <= at => self.poll(id, at),
                    _ => self.set_timer(id),
                }
            }
        }
    }

    fn poll(&mut self, id: NodeId, now: u64) {
        let node = &mut self.nodes[id.0];
        let leaving = node.stack.poll(now);
        node.poll_at = node.stack.next_poll();
        let place = node.place;
        self.set_timer(id);
        for packet in leaving {
            self.send(place, packet, now);
        }
    }

    /// Puts a timer into the queue, unless an earlier one is there: that one looks again.
    fn set_timer(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.0];
        if let Some(due) = node.poll_at
            && node.timer_at.is_none_or(|at| due < at)
        {
            node.timer_at = Some(due);
            self.queue.push(due, What::Timer(id));
        }
    }

    /// Sends a packet on its way from a node at `place`.
    fn send(&mut self, place: Place, mut packet: Vec<u8>, now: u64) {
        let Some((source, destination, _, _)) = packet::network_layer(&packet) else { return };
        let target = self.by_address.get(&destination).copied();
        match place {
            Place::Phone => {
                self.tap.see(now, Direction::Up, &packet);
                if let Some(at) = self.radio.send(Direction::Up, packet.len(), now)
                    && self.by_address.contains_key(&source)
                {
                    self.queue.push(at, What::Hop(Direction::Up, 0, Origin::Ends, packet));
                }
            }
            Place::Interceptor(rule) => {
                let at = now + INSIDE_US;
                self.queue.push(at, What::Hop(Direction::Down, rule, Origin::Interceptor, packet));
            }
            Place::Outside(one_way) => {
                let is_far = target.is_none_or(|it| matches!(self.nodes[it.0].place, Place::Phone));
                if is_far {
                    rewrite::wear(&mut packet, self.route.routers_to(source));
                }
                if let Some(packet) = self.nat64.and_then(|nat64| nat64.down(&packet)) {
                    let what = What::Hop(Direction::Down, 0, Origin::Ends, packet);
                    return self.queue.push(now + one_way, what);
                }
                let Some(target) = target else { return };
                match self.nodes[target.0].place {
                    Place::Outside(rest) => {
                        self.queue.push(now + one_way + rest, What::Arrival(target, packet));
                    }
                    _ => {
                        let what = What::Hop(Direction::Down, 0, Origin::Ends, packet);
                        self.queue.push(now + one_way, what);
                    }
                }
            }
        }
    }

    /// Takes a packet through the censors, beginning with `first`.
    fn pass(
        &mut self,
        packet: Vec<u8>,
        direction: Direction,
        first: usize,
        from: Origin,
        now: u64,
    ) {
        let passed = self.rules.pass(packet, direction, first, from, Micros(now));
        for aside in passed.aside {
            let (at, what) = match aside {
                Aside::Injected(packet, direction, delay) => {
                    (now + delay.0, What::Departure(direction, packet))
                }
                Aside::Intercepted(interceptor, packet) => {
                    (now + INSIDE_US, What::Arrival(interceptor, packet))
                }
            };
            self.queue.push(at, what);
        }
        for packet in passed.forwarded {
            self.depart(packet, direction, now);
        }
    }

    /// Sends a packet on from the hop.
    fn depart(&mut self, packet: Vec<u8>, direction: Direction, now: u64) {
        let is_up = direction == Direction::Up;
        let translated = self.nat64.filter(|_| is_up).and_then(|nat64| nat64.up(&packet));
        let far = translated.as_deref().unwrap_or(&packet);
        let Some((_, destination, _, _)) = packet::network_layer(far) else { return };
        if is_up && self.expires(&packet, destination, now) {
            return;
        }
        let mut packet = translated.unwrap_or(packet);
        if is_up {
            rewrite::wear(&mut packet, self.route.routers_to(destination));
        }
        let Some(&target) = self.by_address.get(&destination) else { return };
        let at = match (direction, self.nodes[target.0].place) {
            (Direction::Up, Place::Outside(one_way)) => Some(now + one_way),
            (Direction::Down, Place::Phone) => self.radio.send(direction, packet.len(), now),
            _ => None,
        };
        if let Some(at) = at {
            self.queue.push(at, What::Arrival(target, packet));
        }
    }
}

/// From the hop to an interceptor beside it, microseconds.
const INSIDE_US: u64 = 500;
