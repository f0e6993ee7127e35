//! The lab: a scenario put up on a simulated network, and what a run in it needs to know.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use arna_model::{Anchor, Bytes, Leave, Micros, NetworkState, Request, Target, Vantage, WallTime};
use arna_net::{Entropy, Platform, RootStore, TlsEntropy, Trust, Wire};
use rustls::RootCertStore;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::addressing::Addressing;
use super::atlas::{ANCHORS, HELPERS, PROBE, PUBLIC_RESOLVER, PUBLIC_RESOLVERS_NAME};
use super::builder::Builder;
use super::cast::{Site, cast, decoys};
use super::certificates::{StateRoot, WebPki};
use super::error::LabError;
use super::hosts::{DNS, HTTPS};
use super::keys::Keys;
use super::scenario::Scenario;
use crate::sim::{Direction, Link, PhoneSettings, Profile, World};

/// A current-thread runtime on a paused clock: the only kind that a lab lives on.
///
/// # Errors
/// As the operating system reports them.
pub fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()
}

/// What of a scenario may be varied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The link, if not the scenario's own.
    pub profile: Option<String>,
    /// The history: the same seed, the same history.
    pub seed: u64,
    /// How many targets, in the scenario's mix; every group keeps one at least.
    pub targets: Option<usize>,
    /// Names of innocent sites that are there beside the targets; none: names of the lab's own, one for
    /// twenty targets.
    pub decoys: Vec<String>,
    /// When the story begins, if not at the scenario's own time: the same country on another day, with
    /// another history.
    pub starts: Option<WallTime>,
}

/// A scenario at work. It ends when this is dropped.
pub struct Lab {
    world: World,
    phone: Arc<dyn Wire>,
    pki: Arc<WebPki>,
    sites: Vec<Site>,
    decoys: Vec<Site>,
    vantage: Vantage,
    trust: Arc<dyn Trust>,
    addressing: Addressing,
    is_traced: bool,
    seed: u64,
    starts: WallTime,
    states: Vec<(WallTime, NetworkState)>,
    tries_quic: bool,
    /// The servers. Dropping them ends them.
    _tasks: JoinSet<()>,
    /// What their handshakes draw from.
    _entropy: TlsEntropy,
}

impl Lab {
    /// Puts `scenario` up. Must be called on a [`runtime`].
    ///
    /// # Errors
    /// There is no such profile, or a name does not fit into a certificate.
    pub fn open(scenario: &Scenario, options: &Options) -> Result<Self, LabError> {
        Self::put_up(scenario, options, Keys::seeded(options.seed))
    }

    /// Puts `scenario` up for real programs, on a runtime whose clock is the real one: it plays `now`,
    /// by the phone's clock, its certificates have keys that every program knows, and the resolvers are
    /// there that programs ask unasked.
    ///
    /// # Errors
    /// As for [`Lab::open`].
    pub fn open_now(
        scenario: &Scenario,
        options: &Options,
        now: WallTime,
    ) -> Result<Self, LabError> {
        let mut scenario = scenario.clone();
        let network = &mut scenario.network;
        let ahead = network.clock_ahead_s.saturating_mul(1_000_000);
        let starts = WallTime(now.0.saturating_sub(ahead));
        let begins = network.measured.unwrap_or(network.starts);
        let moved = starts.0.saturating_sub(begins.0);
        network.later.iter_mut().for_each(|later| later.at.0 = later.at.0.saturating_add(moved));
        network.begin(starts);
        Self::put_up(&scenario, options, Keys::fresh(options.seed))
    }

    fn put_up(scenario: &Scenario, options: &Options, keys: Keys) -> Result<Self, LabError> {
        let wanted = options.profile.as_ref().unwrap_or(&scenario.profile);
        let profile = Profile::named(wanted)
            .ok_or_else(|| LabError::UnknownProfile { asked: wanted.clone() })?;
        let seed = options.seed;
        let (mut scenario, mut weather) = (scenario.clone(), seed);
        if let Some(starts) = options.starts {
            scenario.network.begin(starts);
            weather = Entropy::labelled(seed, &format!("day/{starts}")).next_u64();
        }
        let (scenario, network) = (&scenario, &scenario.network);
        let world = World::new(weather, profile, network.starts);
        let sites = cast(scenario, options.targets);
        let decoys = decoys(scenario, &sites, &options.decoys);
        let keys = Arc::new(keys);
        let pki = Arc::new(WebPki::new(&keys, network.starts)?);
        let mut trusted = pki.roots().as_ref().clone();
        if let Some(name) = &network.installed_root {
            let root = StateRoot::new(&keys, network.starts, name)?;
            trusted.add(root.certificate().clone()).expect("rcgen's certificates can be read");
        }
        let trust: Arc<dyn Trust> = Arc::new(RootStore::new(trusted));
        let addressing = Addressing::of(network);
        addressing.put_in(&world);
        world.route(network.route());
        let tasks = JoinSet::new();
        let mut builder =
            Builder { world: &world, pki: &pki, keys: &keys, seed, addressing, tasks };
        builder.put_up(scenario, &sites, &decoys)?;
        network.put_conditions_in(&world, addressing, &mut builder.tasks);
        let everybody: Vec<_> = sites.iter().chain(&decoys).cloned().collect();
        for censor in &scenario.censors {
            builder.put_in(censor, &everybody, network.starts)?;
        }
        for middlebox in &scenario.middleboxes {
            builder.put_between(middlebox, &everybody, network.starts)?;
        }
        if let Some(handover) = &network.handover {
            handover.put_in(&world, &mut builder.tasks);
        }
        let tasks = builder.tasks;
        let phone = network.condition.lets(world.phone(PhoneSettings {
            addresses: addressing.phone(),
            resolvers: vec![SocketAddr::new(addressing.resolver(), DNS)],
            clock_ahead_s: network.clock_ahead_s,
        }));
        let vantage = Vantage {
            country: Some(network.country.clone()),
            operator: Some(network.operator.clone()),
            technology: Some(profile.technology.as_str().to_owned()),
            lab: Some(match options.starts {
                Some(at) => format!("{} {} seed {seed} at {at}", scenario.label(), profile.name),
                None => format!("{} {} seed {seed}", scenario.label(), profile.name),
            }),
            software: None,
            uplink: None,
        };
        let (starts, states) = (network.starts, network.states());
        let _entropy = TlsEntropy::lend(Entropy::labelled(seed, "servers/tls"));
        let _tasks = tasks;
        Ok(Self {
            phone,
            trust,
            pki,
            sites,
            decoys,
            vantage,
            addressing,
            is_traced: scenario.is_traced,
            seed,
            starts,
            states,
            tries_quic: scenario.quic,
            _tasks,
            _entropy,
            world,
        })
    }

    /// The phone's view of the network.
    pub fn wire(&self) -> Arc<dyn Wire> {
        Arc::clone(&self.phone)
    }

    /// Whom the web trusts here.
    pub fn roots(&self) -> Arc<RootCertStore> {
        self.pki.roots()
    }

    /// The same as a PEM file.
    pub fn roots_pem(&self) -> &str {
        self.pki.root_pem()
    }

    /// Where the phone is: an address of each version of IP that it has.
    pub fn phone_addresses(&self) -> Vec<IpAddr> {
        self.addressing.phone()
    }

    /// The operator's resolver.
    pub fn operators_resolver(&self) -> IpAddr {
        self.addressing.resolver()
    }

    /// Makes a stack elsewhere the phone: packets for it go into `outlet`. The lab's own phone, with its
    /// wire, hears nothing more.
    pub(crate) fn link(&self, outlet: UnboundedSender<Vec<u8>>) -> Link {
        self.world.link(self.addressing.phone(), outlet)
    }

    /// The targets with their truth, shuffled by the seed.
    pub fn targets(&self) -> Vec<Target> {
        let target = |site: &Site| Target {
            input: site.url(),
            category: site.category.clone(),
            list: None,
            truth: Some(site.truth.clone()),
        };
        let mut targets: Vec<_> = self.sites.iter().map(target).collect();
        Entropy::labelled(self.seed, "lab/targets").shuffle(&mut targets);
        targets
    }

    /// Innocent sites for a run that checks itself. They have no truth: nobody counts them.
    pub fn decoys(&self) -> Vec<Target> {
        let target = |site: &Site| Target {
            input: site.url(),
            category: site.category.clone(),
            list: None,
            truth: None,
        };
        self.decoys.iter().map(target).collect()
    }

    /// URLs of the test helpers, whether they answer or not.
    pub fn helpers(&self) -> Vec<String> {
        HELPERS.iter().map(|(name, ..)| format!("https://{name}/")).collect()
    }

    /// The public resolver, abroad. It answers over UDP and TCP here, over TLS on port 853, and over
    /// HTTPS on port 443 below `/dns-query`.
    pub fn resolver(&self) -> SocketAddr {
        SocketAddr::new(PUBLIC_RESOLVER, DNS)
    }

    /// The name on the public resolver's certificate.
    pub fn resolver_name(&self) -> &'static str {
        PUBLIC_RESOLVERS_NAME
    }

    /// What to look at to know whether there is any Internet.
    pub fn anchors(&self) -> Vec<Anchor> {
        let anchor = |(side, name, address, _): &(_, &str, IpAddr, f64)| Anchor {
            side: *side,
            name: (*name).to_owned(),
            address: SocketAddr::new(*address, HTTPS),
        };
        ANCHORS.iter().map(anchor).collect()
    }

    /// What a phone asks to know whether a portal holds it: answers 204, over cleartext.
    pub fn portal_probe(&self) -> String {
        format!("http://{}/generate_204", PROBE.0)
    }

    /// The truth about the whole network: every state, with the time by a right clock from which it holds.
    pub fn states(&self) -> &[(WallTime, NetworkState)] {
        &self.states
    }

    /// What a run in here asks for, but for its nettests.
    pub fn request(&self) -> Request {
        Request {
            targets: self.targets(),
            decoys: self.decoys(),
            helpers: self.helpers(),
            resolver: Some(self.resolver()),
            resolver_name: Some(self.resolver_name().to_owned()),
            anchors: self.anchors(),
            portal_probe: Some(self.portal_probe()),
            tries_quic: self.tries_quic,
            is_traced: self.is_traced,
            // Nobody pays there.
            leave: Leave { is_agreed: true, ..Leave::default() },
            ..Request::default()
        }
    }

    /// What the phone's system shows of its radio, and whom it trusts.
    pub fn platform(&self) -> Platform {
        let digits = mobile_network(self.vantage.operator.as_deref().unwrap_or_default());
        let radio = self.world.radio(digits.map(str::to_owned));
        Platform { radio: Some(radio), trust: Some(Arc::clone(&self.trust)) }
    }

    /// The network that is measured from.
    pub fn vantage(&self) -> Vantage {
        self.vantage.clone()
    }

    /// What really passed the phone's interface, IP headers included.
    pub fn phone_bytes(&self) -> Bytes {
        self.world.phone_bytes()
    }

    /// Has `onlooker` told every packet that passes the phone's interface from now on: when, by a right
    /// clock, which way, and the packet, IP header first. It must not use the lab.
    pub fn capture(&self, mut onlooker: impl FnMut(WallTime, Direction, &[u8]) + Send + 'static) {
        let starts = self.starts;
        self.world.capture(Box::new(move |at, direction, packet| {
            onlooker(starts.after(at), direction, packet);
        }));
    }

    /// Virtual time since the lab was opened.
    pub fn now(&self) -> Micros {
        self.world.now()
    }
}

/// MCC and MNC (ITU-T E.212) of the operators that stories name.
fn mobile_network(operator: &str) -> Option<&'static str> {
    match operator {
        "Beeline" => Some("40101"),
        "Kcell" => Some("40102"),
        "Altel" => Some("40107"),
        "Tele2" => Some("40177"),
        _ => None,
    }
}
