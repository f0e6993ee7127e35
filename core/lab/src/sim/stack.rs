//! One host's TCP/IP stack: a smoltcp interface of its own, with what an operating system adds to it.
//!
//! smoltcp has no backlog, so a listening socket is made when a SYN for a listened port comes in; it
//! has no orphans, so connections that their program has let go are closed and removed here, in
//! bounded time. UDP needs no state machine and is written by hand. smoltcp also panics on nothing
//! and waits for nothing: time is what the caller says.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};

use arna_model::Bytes;
use arna_net::Entropy;
use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet};
use smoltcp::phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken};
use smoltcp::socket::tcp::{CongestionControl, Socket, SocketBuffer, State};
use smoltcp::time::Instant;
use smoltcp::wire::HardwareAddress;
use tokio::sync::mpsc::UnboundedSender;

use super::flow::{Flow, Owner};
use super::packet::{self, Body, Packet};

/// A connection's two ends, the host's own first.
pub type Ends = (SocketAddr, SocketAddr);

/// A host's stack. Times are microseconds.
pub struct Stack {
    addresses: Vec<IpAddr>,
    interface: Interface,
    pub sockets: SocketSet<'static>,
    device: Cable,
    pub flows: BTreeMap<Ends, Flow>,
    pub listeners: BTreeMap<u16, UnboundedSender<Ends>>,
    pub bound: BTreeMap<u16, Bound>,
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
        let mut device = Cable::default();
        let mut config = Config::new(HardwareAddress::Ip);
        config.random_seed = entropy.next_u64();
        let mut interface = Interface::new(config, &mut device, Instant::ZERO);
        // Which packets reach this host is the network's affair.
        interface.set_any_ip(true);
        Self {
            addresses: addresses.to_vec(),
            interface,
            sockets: SocketSet::new(Vec::new()),
            device,
            flows: BTreeMap::new(),
            listeners: BTreeMap::new(),
            bound: BTreeMap::new(),
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

    /// A local port that nothing uses.
    pub fn free_port(&mut self) -> u16 {
        loop {
            let port = self.next_port;
            self.next_port = if port == LAST_PORT { FIRST_PORT } else { port + 1 };
            let is_taken = self.bound.contains_key(&port)
                || self.flows.keys().any(|(local, _)| local.port() == port);
            if !is_taken {
                return port;
            }
        }
    }

    /// Starts a connection.
    pub fn dial(&mut self, remote: SocketAddr, window: usize, now: u64) -> io::Result<Ends> {
        let local = SocketAddr::new(self.source_for(remote.ip())?, self.free_port());
        let mut socket = new_socket(window);
        socket
            .connect(self.interface.context(), remote, local)
            .map_err(|_| io::Error::from(io::ErrorKind::AddrNotAvailable))?;
        let handle = self.sockets.add(socket);
        self.flows.insert((local, remote), Flow::new(handle, Owner::Dialler, now));
        Ok((local, remote))
    }

    /// The socket behind a flow.
    pub fn socket(&mut self, handle: SocketHandle) -> &mut Socket<'static> {
        self.sockets.get_mut(handle)
    }

    /// Queues a datagram; it leaves with the next poll.
    pub fn send_datagram(&mut self, from: SocketAddr, to: SocketAddr, payload: &[u8]) {
        self.device.outgoing.push(packet::datagram(from, to, payload));
    }

    /// Takes a packet from the network.
    pub fn receive(&mut self, packet: Vec<u8>, now: u64) {
        self.meter.received += packet.len() as u64;
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
                let ends = (destination, source);
                if segment.is_opening()
                    && self.listeners.contains_key(&destination.port())
                    && !self.flows.contains_key(&ends)
                {
                    let mut socket = new_socket(BUFFER);
                    if socket.listen(destination).is_ok() {
                        let handle = self.sockets.add(socket);
                        self.flows.insert(ends, Flow::new(handle, Owner::Backlog(now), now));
                    }
                }
                if let Some(flow) = self.flows.get_mut(&ends) {
                    flow.received(&segment, packet.len(), now);
                }
            }
            None => {}
        }
        self.device.incoming = Some(packet);
    }

    /// Lets the stack work and returns the packets that leave.
    pub fn poll(&mut self, now: u64) -> Vec<Vec<u8>> {
        let at = Instant::from_micros(now as i64);
        self.interface.poll(at, &mut self.device, &mut self.sockets);
        if self.settle(now) {
            self.interface.poll(at, &mut self.device, &mut self.sockets);
            self.settle(now);
        }
        let leaving = std::mem::take(&mut self.device.outgoing);
        for bytes in &leaving {
            self.meter.sent += bytes.len() as u64;
            match packet::read(bytes) {
                Some(Packet { source, destination, body: Body::Tcp(segment) }) => {
                    if let Some(flow) = self.flows.get_mut(&(source, destination)) {
                        flow.sent(&segment, bytes.len(), now);
                    }
                }
                Some(Packet { source, body: Body::Udp(_), .. }) => {
                    if let Some(bound) = self.bound.get_mut(&source.port()) {
                        bound.meter.sent += bytes.len() as u64;
                    }
                }
                None => {}
            }
        }
        leaving
    }

    /// When this stack wants to be polled next, if nothing else happens.
    pub fn next_poll(&mut self, now: u64) -> Option<u64> {
        let at = Instant::from_micros(now as i64);
        let own = self.interface.poll_at(at, &self.sockets).map(|at| {
            let at = u64::try_from(at.total_micros()).unwrap_or(0);
            // A stack that has just been polled has nothing to do at once: a pause, not a loop.
            if at > now { at } else { now + PAUSE_US }
        });
        let deadlines = self.flows.values().filter_map(|flow| match flow.owner {
            Owner::Dialler => None,
            Owner::Backlog(since) => Some(since + LINGER_US),
            Owner::Server => Some(flow.heard_at + PATIENCE_US),
            Owner::Orphan(until) => Some(until),
        });
        own.into_iter().chain(deadlines).min()
    }

    /// Moves connections on between their owners; whether a reset waits to be sent.
    fn settle(&mut self, now: u64) -> bool {
        let mut is_reset_due = false;
        let mut gone = Vec::new();
        for (ends, flow) in &mut self.flows {
            let socket = self.sockets.get_mut::<Socket<'_>>(flow.handle);
            let is_over = socket.state() == State::Closed && socket.remote_endpoint().is_none();
            match flow.owner {
                Owner::Dialler => {}
                Owner::Backlog(since) => match socket.state() {
                    State::SynReceived if now < since + LINGER_US => {}
                    State::SynReceived | State::Listen | State::Closed => gone.push(*ends),
                    _ => {
                        flow.owner = Owner::Server;
                        let listener = self.listeners.get(&ends.0.port());
                        if listener.is_none_or(|queue| queue.send(*ends).is_err()) {
                            socket.abort();
                            flow.owner = Owner::Orphan(now + LINGER_US);
                            is_reset_due = true;
                        }
                    }
                },
                Owner::Server if now >= flow.heard_at + PATIENCE_US && !is_over => {
                    flow.heard_at = now;
                    socket.abort();
                    is_reset_due = true;
                }
                Owner::Server => {}
                Owner::Orphan(until) if is_over || now >= until => gone.push(*ends),
                Owner::Orphan(_) => {
                    // Data for a program that is gone is answered by a reset, as Linux does.
                    if socket.recv_queue() > 0 && socket.state() != State::Closed {
                        socket.abort();
                        is_reset_due = true;
                    }
                }
            }
        }
        for ends in gone {
            self.forget(ends);
        }
        is_reset_due
    }

    /// The program lets a connection go.
    pub fn release(&mut self, ends: Ends, now: u64) {
        let Some(flow) = self.flows.get_mut(&ends) else { return };
        let socket = self.sockets.get_mut::<Socket<'_>>(flow.handle);
        match socket.state() {
            // Nobody is told; a late SYN-ACK gets the stack's reset.
            State::SynSent => return self.forget(ends),
            _ if socket.recv_queue() > 0 => socket.abort(),
            _ => socket.close(),
        }
        flow.owner = Owner::Orphan(now + LINGER_US);
    }

    /// Resets a connection that no program has taken.
    pub fn refuse(&mut self, ends: Ends, now: u64) {
        if let Some(flow) = self.flows.get_mut(&ends) {
            self.sockets.get_mut::<Socket<'_>>(flow.handle).abort();
            flow.owner = Owner::Orphan(now + LINGER_US);
        }
    }

    fn forget(&mut self, ends: Ends) {
        if let Some(flow) = self.flows.remove(&ends) {
            self.sockets.remove(flow.handle);
        }
    }
}

fn new_socket(window: usize) -> Socket<'static> {
    let buffer = |bytes: usize| SocketBuffer::new(vec![0; bytes]);
    let mut socket = Socket::new(buffer(window.max(1)), buffer(BUFFER));
    socket.set_congestion_control(CongestionControl::Reno);
    // As browsers and web servers do.
    socket.set_nagle_enabled(false);
    socket
}

/// The interface's two ends: one packet in, any number out.
#[derive(Default)]
struct Cable {
    incoming: Option<Vec<u8>>,
    outgoing: Vec<Vec<u8>>,
}

impl Device for Cable {
    type RxToken<'a> = Incoming;
    type TxToken<'a> = Outgoing<'a>;

    fn receive(&mut self, _now: Instant) -> Option<(Incoming, Outgoing<'_>)> {
        let packet = self.incoming.take()?;
        Some((Incoming(packet), Outgoing(&mut self.outgoing)))
    }

    fn transmit(&mut self, _now: Instant) -> Option<Outgoing<'_>> {
        Some(Outgoing(&mut self.outgoing))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ip;
        capabilities.max_transmission_unit = MTU;
        capabilities
    }
}

struct Incoming(Vec<u8>);

impl RxToken for Incoming {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(&self.0)
    }
}

struct Outgoing<'a>(&'a mut Vec<Vec<u8>>);

impl TxToken for Outgoing<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, length: usize, write: F) -> R {
        let mut packet = vec![0; length];
        let result = write(&mut packet);
        self.0.push(packet);
        result
    }
}

/// Buffers of a socket, unless its program asks for others.
pub const BUFFER: usize = 64 * 1024;
/// Gives an MSS of 1460 over IPv4 and 1440 over IPv6.
const MTU: usize = 1500;
/// Linux's ephemeral ports.
const FIRST_PORT: u16 = 32_768;
const LAST_PORT: u16 = 60_999;
/// How long a goodbye or a half-open handshake may take: Linux's tcp_fin_timeout.
const LINGER_US: u64 = 60_000_000;
/// After how much silence a server gives a connection up.
const PATIENCE_US: u64 = 120_000_000;
const PAUSE_US: u64 = 1_000;
