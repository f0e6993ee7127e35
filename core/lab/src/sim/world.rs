//! The handle to a simulated network, and the one task that drives it.
//!
//! The task sleeps on tokio's clock until the next event and is woken when a program used a socket.
//! tokio's paused clock ticks in milliseconds, the network in microseconds: events get their exact
//! time, programs see the millisecond after.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use arna_model::{Bytes, Micros, Nat64, WallTime};
use arna_net::{Entropy, Wire};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

use super::censors::{Bounded, Bounds, TlsMitm, Wall};
use super::hop::Censor;
use super::host::{Host, HostOptions, Listener};
use super::link::Link;
use super::nat64::Translator;
use super::network::{Network, NodeId, Place};
use super::phone_radio::PhoneRadio;
use super::profile::Profile;
use super::radio::Radio;
use super::route::Route;
use super::stack::Stack;
use super::tap::Onlooker;
use super::wire::SimWire;

/// A simulated mobile network. Cloning gives another handle to the same one; it ends with the last.
#[derive(Clone)]
pub struct World {
    shared: Arc<Shared>,
}

/// A phone in the network.
#[derive(Clone, Debug)]
pub struct PhoneSettings {
    /// Its addresses, one at most of each version of IP.
    pub addresses: Vec<IpAddr>,
    /// The operator's resolvers, in the order in which they are asked.
    pub resolvers: Vec<SocketAddr>,
    /// How far its clock is ahead, in seconds.
    pub clock_ahead_s: i64,
}

/// What all handles share.
pub struct Shared {
    network: Mutex<Network>,
    bell: Arc<Notify>,
    start: Instant,
    pub seed: u64,
    pub wall_start: WallTime,
}

impl World {
    /// A network with this radio, on the current tokio runtime. Only on a paused clock the
    /// same seed gives the same history.
    pub fn new(seed: u64, profile: &Profile, wall_start: WallTime) -> Self {
        let bell = Arc::new(Notify::new());
        let start = Instant::now();
        let shared = Arc::new(Shared {
            network: Mutex::new(Network::new(Radio::new(seed, profile))),
            bell: Arc::clone(&bell),
            start,
            seed,
            wall_start,
        });
        tokio::spawn(drive(Arc::downgrade(&shared), bell, start));
        Self { shared }
    }

    /// Adds a host with these addresses.
    pub fn host(&self, addresses: &[IpAddr], options: HostOptions) -> Host {
        let place = Place::Outside((options.one_way_ms * 1000.0) as u64);
        let node = self.add(addresses, place, options.is_down, options.drops);
        Host::new(Arc::clone(&self.shared), node, addresses)
    }

    /// Adds a censor at the ISP's hop. Packets of both directions pass the censors in the order of
    /// adding.
    pub fn censor(&self, censor: Box<dyn Censor>) {
        self.shared.network().add_rule(censor, None);
    }

    /// Adds a censor that takes over TLS connections for `names` (`None`: for any) to one of `addresses` (to any, if
    /// it is empty), and the listener that gets them: it accepts a stream with the address that the
    /// phone dialled. It works within `bounds`.
    pub fn interceptor(
        &self,
        names: Option<Vec<String>>,
        addresses: Vec<IpAddr>,
        bounds: Bounds,
    ) -> Listener {
        let rule = self.shared.network().size().1;
        let node = self.add(&[], Place::Interceptor(rule), false, Vec::new());
        let censor = Box::new(TlsMitm::new(names, addresses));
        let censor = Box::new(Bounded::new(censor, bounds));
        self.shared.network().add_rule(censor, Some(node));
        Listener::new(Arc::clone(&self.shared), node, TLS_PORT, true)
    }

    /// Adds a wall, and gives what gets the connections that it diverts, a listener for each of their
    /// ports: it accepts a stream with the address that the phone dialled. It works within `bounds`.
    pub fn wall(&self, wall: Wall, bounds: Bounds) -> Vec<Listener> {
        let rule = self.shared.network().size().1;
        let node = self.add(&[], Place::Interceptor(rule), false, Vec::new());
        let ports = wall.diverts.clone();
        let wall = Box::new(Bounded::new(Box::new(wall), bounds));
        self.shared.network().add_rule(wall, Some(node));
        let listen = |port| Listener::new(Arc::clone(&self.shared), node, port, true);
        ports.into_iter().map(listen).collect()
    }

    /// Adds a phone and returns its view of the network.
    pub fn phone(&self, settings: PhoneSettings) -> Arc<dyn Wire> {
        let node = self.add(&settings.addresses, Place::Phone, false, Vec::new());
        let name = settings.addresses.first().map(IpAddr::to_string).unwrap_or_default();
        let label = format!("phone/{name}/");
        let shared = Arc::clone(&self.shared);
        Arc::new(SimWire::new(shared, node, label, settings.resolvers, settings.clock_ahead_s))
    }

    /// Adds a phone whose stack is elsewhere, such as in a kernel: packets for it go into `outlet`. It
    /// takes the addresses over from any other.
    pub fn link(&self, addresses: Vec<IpAddr>, outlet: UnboundedSender<Vec<u8>>) -> Link {
        let node = self.add(&addresses, Place::Phone, false, Vec::new());
        self.shared.network().hand_out(node, outlet);
        Link::new(Arc::clone(&self.shared), node, addresses)
    }

    /// What the phone's system shows of its radio, in the network of the operator with this MCC and MNC.
    pub fn radio(&self, operator: Option<String>) -> Arc<dyn arna_net::Radio> {
        Arc::new(PhoneRadio::new(Arc::clone(&self.shared), operator))
    }

    /// Puts routers between the radio and the hosts.
    pub fn route(&self, route: Route) {
        self.shared.network().route = route;
    }

    /// Puts a NAT64 at the border: what the phone at `inside` sends to addresses under `prefix` goes on over
    /// IPv4, from `outside`.
    pub fn nat64(&self, prefix: Nat64, inside: Ipv6Addr, outside: Ipv4Addr) {
        self.shared.network().nat64 = Some(Translator { prefix, inside, outside });
    }

    /// Hands the phone at `from` over to a network where it has the address `to`, over a link of its own
    /// if that is said.
    pub fn hand_over(&self, from: IpAddr, to: IpAddr, link: Option<&Profile>) {
        let mut network = self.shared.network();
        network.hand_over(from, to);
        if let Some(profile) = link {
            let label = format!("radio/handover/{to}");
            let seed = Entropy::labelled(self.shared.seed, &label).next_u64();
            network.tune(Radio::new(seed, profile));
        }
    }

    /// What really passed the phone's interface, IP headers included.
    pub fn phone_bytes(&self) -> Bytes {
        self.shared.network().phone_bytes()
    }

    /// Has `onlooker` told every packet that passes the phones' interfaces.
    pub fn capture(&self, onlooker: Onlooker) {
        self.shared.network().capture(onlooker);
    }

    /// Time since the network was made.
    pub fn now(&self) -> Micros {
        self.shared.now()
    }

    /// A fingerprint of every packet at the phone's interface, with its time.
    #[cfg(test)]
    pub fn history(&self) -> u64 {
        self.shared.network().history()
    }

    /// Sockets that exist, over all hosts.
    #[cfg(test)]
    pub fn sockets(&self) -> usize {
        self.shared.network().sockets()
    }

    fn add(
        &self,
        addresses: &[IpAddr],
        place: Place,
        is_down: bool,
        drops: Vec<(IpAddr, u8)>,
    ) -> NodeId {
        let mut network = self.shared.network();
        let label = match addresses.first() {
            Some(address) => format!("stack/{address}"),
            None => format!("stack/interceptor/{}", network.size().0),
        };
        let stack = Stack::new(addresses, Entropy::labelled(self.shared.seed, &label));
        network.add(addresses, stack, place, is_down, drops)
    }
}

impl Shared {
    /// The network. Never hold it across an `await`.
    pub fn network(&self) -> MutexGuard<'_, Network> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time since the network was made.
    pub fn now(&self) -> Micros {
        self.start.elapsed().into()
    }

    /// Works on one host's stack on behalf of a program.
    pub fn with_stack<R>(&self, node: NodeId, work: impl FnOnce(&mut Stack) -> R) -> R {
        work(self.network().stack(node))
    }

    /// Says that a program used a socket of this host, so that its stack is polled.
    pub fn touch(&self, node: NodeId) {
        self.network().touch(node);
        self.bell.notify_one();
    }

    /// Lets a packet in from a phone whose stack is elsewhere.
    pub fn enter(&self, node: NodeId, packet: Vec<u8>) {
        // The time is taken under the lock: time goes on from packet to packet.
        let mut network = self.network();
        network.enter(node, packet, self.now().0);
        self.bell.notify_one();
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.bell.notify_one();
    }
}

async fn drive(shared: Weak<Shared>, bell: Arc<Notify>, start: Instant) {
    loop {
        let Some(next) = shared.upgrade().map(|shared| shared.network().run(shared.now().0)) else {
            return;
        };
        // Without an event the world waits for a program.
        let next = start + Duration::from_micros(next.unwrap_or(FOREVER_US));
        tokio::select! {
            biased;
            () = bell.notified() => {}
            () = tokio::time::sleep_until(next) => {}
        }
    }
}

const TLS_PORT: u16 = 443;
/// A hundred years.
const FOREVER_US: u64 = 3_155_760_000_000_000;
