//! One host's TCP/IP stack: a smoltcp interface of its own, with what an operating system adds to it.
//!
//! smoltcp has no backlog, so a listening socket is made when a SYN for a listened port comes in; it
//! has no orphans, so connections that their program has let go are closed and removed here, in
//! bounded time. UDP needs no state machine and is written by hand. smoltcp also panics on nothing
//! and waits for nothing: time is what the caller says, to each connection another ([`super::flow`]).

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};

use arna_model::Bytes;
use arna_net::Entropy;
use smoltcp::iface::{Config, Interface, SocketSet};
use smoltcp::socket::tcp::State;
use smoltcp::time::Instant;
use smoltcp::wire::HardwareAddress;
use tokio::sync::mpsc::UnboundedSender;

use super::cable::Cable;
use super::flow::{self, BUFFER, Completion, Flow, Owner, Turn};
use super::packet::{self, Body, Packet};
use super::probe::Opening;
use super::rewrite;
use super::timestamps;

/// A connection's two ends, the host's own first.
pub type Ends = (SocketAddr, SocketAddr);

/// A host's stack. Times are microseconds.
pub struct Stack {
    addresses: Vec<IpAddr>,
    interface: Interface,
    cable: Cable,
    pub flows: BTreeMap<Ends, Flow>,
    /// What passed of connections that are in the table no more and whose program asks once more.
    tails: BTreeMap<Ends, Bytes>,
    /// What hears packets of no connection, and so answers them by a reset.
    nobody: SocketSet<'static>,
    pub listeners: BTreeMap<u16, UnboundedSender<Ends>>,
    pub bound: BTreeMap<u16, Bound>,
    /// Sockets that are opening and never open, by their ports.
    pub openings: BTreeMap<u16, Opening>,
    next_port: u16,
    /// Everything that passed this host's interface.
    pub meter: Bytes,
}

/// A bound UDP port.
pub struct Bound {
    /// The only one it hears, if it is connected.
    pub peer: Option<SocketAddr>,
    /// Datagrams with their source and the address they were sent to.
    pub inbox: UnboundedSender<(Vec<u8>, SocketAddr, IpAddr)>,
    pub meter: Bytes,
}

impl Stack {
    pub fn new(addresses: &[IpAddr], mut entropy: Entropy) -> Self {
        let mut cable = Cable::default();
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = entropy.next_u64();
        let mut interface = Interface::new(config, &mut cable, Instant::ZERO);
        // Which packets reach this host is the network's affair.
        interface.set_any_ip(true);
        Self {
            addresses: addresses.to_vec(),
            interface,
            cable,
            flows: BTreeMap::new(),
            tails: BTreeMap::new(),
            nobody: SocketSet::new(Vec::new()),
            listeners: BTreeMap::new(),
            bound: BTreeMap::new(),
            openings: BTreeMap::new(),
            next_port: FIRST_PORT + entropy.below(u64::from(LAST_PORT - FIRST_PORT)) as u16,
            meter: Bytes::default(),
        }
    }

    /// The address from which this host speaks to `peer`.
    pub fn source_for(&self, peer: IpAddr) -> io::Result<IpAddr> {
        self.addresses
            .iter()
            .find(|address| address.is_ipv4() == peer.is_ipv4())
            .copied()
            .ok_or_else(|| io::ErrorKind::NetworkUnreachable.into())
    }

    /// From now on this host has this address alone; what is open keeps the one that it had.
    pub fn move_to(&mut self, address: IpAddr) {
        self.addresses = vec![address];
    }

    /// A local port that nothing uses.
    pub fn free_port(&mut self) -> u16 {
        loop {
            let port = self.next_port;
            self.next_port = if port == LAST_PORT { FIRST_PORT } else { port + 1 };
            let is_taken = self.bound.contains_key(&port)
                || self.openings.contains_key(&port)
                || self.flows.keys().any(|(local, _)| local.port() == port);
            if !is_taken {
                return port;
            }
        }
    }

    /// Starts a connection.
    pub fn dial(&mut self, remote: SocketAddr, window: usize, now: u64) -> io::Result<Ends> {
        let local = SocketAddr::new(self.source_for(remote.ip())?, self.free_port());
        let mut socket = flow::socket(window);
        socket
            .connect(self.interface.context(), remote, local)
            .map_err(|_| io::Error::from(io::ErrorKind::AddrNotAvailable))?;
        self.flows.insert((local, remote), Flow::new(socket, Owner::Dialler, now));
        self.tails.remove(&(local, remote));
        Ok((local, remote))
    }

    /// Queues a datagram; it leaves with the next poll.
    pub fn send_datagram(&mut self, from: SocketAddr, to: SocketAddr, payload: &[u8]) {
        self.put(packet::datagram(from, to, payload));
    }

    /// Queues a packet of one's own making; it leaves with the next poll.
    pub fn put(&mut self, packet: Vec<u8>) {
        self.cable.outgoing.push(packet);
    }

    /// From now on a connection's packets go no further than so many hops.
    pub fn bound_hops(&mut self, ends: Ends, hop_limit: u8) {
        if let Some(flow) = self.flows.get_mut(&ends) {
            flow.hop_limit = Some(hop_limit);
        }
    }

    /// Takes a packet from the network; a poll has to follow.
    pub fn receive(&mut self, packet: Vec<u8>, now: u64) {
        self.meter.received += packet.len() as u64;
        if let Some(notice) = packet::notice(&packet) {
            return self.notice(&notice);
        }
        let mut flow = None;
        match packet::read(&packet) {
            Some(Packet { source, destination, body: Body::Udp(payload) }) => {
                if let Some(bound) = self.bound.get_mut(&destination.port())
                    && bound.peer.is_none_or(|peer| peer == source)
                {
                    bound.meter.received += packet.len() as u64;
                    // A receiver that is just going away loses what comes too late.
                    let _ = bound.inbox.send((payload.to_vec(), source, destination.ip()));
                }
                // Nobody there: as behind most firewalls, no ICMP message is sent.
                return;
            }
            Some(Packet { source, destination, body: Body::Tcp(segment) }) => {
                if self.answer_opening(destination, source, &segment) {
                    return;
                }
                let ends = (destination, source);
                if segment.is_opening()
                    && self.listeners.contains_key(&destination.port())
                    && !self.flows.contains_key(&ends)
                {
                    let mut socket = flow::socket(BUFFER);
                    if socket.listen(destination).is_ok() {
                        self.flows.insert(ends, Flow::new(socket, Owner::Backlog(now), now));
                    }
                }
                flow = self.flows.get_mut(&ends);
                if let Some(flow) = &mut flow {
                    if !flow.received(&segment, packet.len(), now) {
                        return;
                    }
                } else if let Some(tail) = self.tails.get_mut(&ends) {
                    tail.received += packet.len() as u64;
                }
            }
            None => {}
        }
        self.cable.incoming = Some(packet);
        let (clock, sockets) = match flow {
            Some(flow) => (flow.clock(now), &mut flow.sockets),
            None => (Instant::from_micros(now as i64), &mut self.nobody),
        };
        self.interface.poll_ingress_single(clock, &mut self.cable, sockets);
    }

    /// Lets the stack work and returns the packets that leave.
    pub fn poll(&mut self, now: u64) -> Vec<Vec<u8>> {
        let polled: Vec<Ends> = self
            .flows
            .iter()
            .filter(|(_, flow)| flow.is_touched || flow.due.is_some_and(|due| due <= now))
            .map(|(&ends, _)| ends)
            .collect();
        let mut leaving = Vec::new();
        self.drain(&mut leaving, now);
        for &ends in &polled {
            self.work(ends, now);
            self.drain(&mut leaving, now);
            if self.settle(ends, now) {
                self.work(ends, now);
                self.drain(&mut leaving, now);
                self.settle(ends, now);
            }
        }
        for ends in polled {
            if let Some(flow) = self.flows.get_mut(&ends) {
                let wanted = self.interface.poll_at(flow.clock(now), &flow.sockets);
                flow.rest(wanted, now);
            }
        }
        leaving
    }

    /// When this stack wants to be polled next, if nothing else happens.
    pub fn next_poll(&self) -> Option<u64> {
        self.flows.values().filter_map(|flow| flow.due).min()
    }

    /// Lets a connection send what it can.
    fn work(&mut self, ends: Ends, now: u64) {
        if let Some(flow) = self.flows.get_mut(&ends) {
            self.interface.poll(flow.clock(now), &mut self.cable, &mut flow.sockets);
        }
    }

    /// Notes the packets that leave, and completes them, while their connections are still known.
    fn drain(&mut self, leaving: &mut Vec<Vec<u8>>, now: u64) {
        for mut packet in std::mem::take(&mut self.cable.outgoing) {
            self.leave(&mut packet, now);
            leaving.push(packet);
        }
    }

    fn leave(&mut self, packet: &mut Vec<u8>, now: u64) {
        match packet::read(packet) {
            Some(Packet { source, destination, body: Body::Tcp(segment) }) => {
                let mut flow = self.flows.get_mut(&(source, destination));
                let lacks = flow.as_mut().map(|flow| flow.sent(&segment, now));
                if let Some(Completion { ahead: ahead @ 1.., .. }) = lacks {
                    rewrite::shift(packet, ahead, 0);
                }
                timestamps::complete(packet, lacks.map(|lacks| lacks.timestamps));
                if let Some(hop_limit) = flow.as_ref().and_then(|flow| flow.hop_limit) {
                    rewrite::set_hop_limit(packet, hop_limit);
                }
                let meter = match flow {
                    Some(flow) => Some(&mut flow.meter),
                    None => self.tails.get_mut(&(source, destination)),
                };
                if let Some(meter) = meter {
                    meter.sent += packet.len() as u64;
                }
            }
            Some(Packet { source, body: Body::Udp(_), .. }) => {
                if let Some(bound) = self.bound.get_mut(&source.port()) {
                    bound.meter.sent += packet.len() as u64;
                }
            }
            None => {}
        }
        self.meter.sent += packet.len() as u64;
    }

    /// Moves a connection on between its owners; whether a reset waits to be sent.
    fn settle(&mut self, ends: Ends, now: u64) -> bool {
        let Some(flow) = self.flows.get_mut(&ends) else { return false };
        match flow.settle(now) {
            Turn::Stays => false,
            Turn::Reset => true,
            Turn::Opened => {
                flow.owner = Owner::Server;
                let listener = self.listeners.get(&ends.0.port());
                let is_refused = listener.is_none_or(|queue| queue.send(ends).is_err());
                if is_refused {
                    self.refuse(ends, now);
                }
                is_refused
            }
            Turn::Gone => {
                self.forget(ends);
                false
            }
        }
    }

    /// The program lets a connection go.
    pub fn release(&mut self, ends: Ends, now: u64) {
        let Some(flow) = self.flows.get_mut(&ends) else { return };
        let socket = flow.socket();
        match socket.state() {
            // Nobody is told; a late SYN-ACK gets the stack's reset.
            State::SynSent => return self.forget(ends),
            _ if socket.recv_queue() > 0 => socket.abort(),
            _ => socket.close(),
        }
        flow.owner = Owner::Orphan(now);
        flow.is_touched = true;
    }

    /// Takes a connection out of the table.
    fn forget(&mut self, ends: Ends) {
        let Some(flow) = self.flows.remove(&ends) else { return };
        if let Some(tail) = self.tails.get_mut(&ends) {
            *tail += flow.meter;
        }
    }

    /// Goes on counting a connection that its program lets go of, until [`Stack::tail`] is asked.
    pub fn follow(&mut self, ends: Ends) {
        self.tails.insert(ends, Bytes::default());
    }

    /// Everything that has passed of a connection that was let go of.
    pub fn tail(&mut self, ends: Ends) -> Bytes {
        let in_table = self.flows.get(&ends).map(|flow| flow.meter).unwrap_or_default();
        self.tails.remove(&ends).unwrap_or_default() + in_table
    }

    /// Resets a connection that no program has taken, or that its program has given up.
    pub fn refuse(&mut self, ends: Ends, now: u64) {
        if let Some(flow) = self.flows.get_mut(&ends) {
            flow.socket().abort();
            flow.owner = Owner::Orphan(now);
            flow.is_touched = true;
        }
    }
}

/// Linux's ephemeral ports.
const FIRST_PORT: u16 = 32_768;
const LAST_PORT: u16 = 60_999;
