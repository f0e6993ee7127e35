//! The lab: a scenario put up on a simulated network, and what a run in it needs to know.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use arna_model::{Anchor, Bytes, Micros, Target, Vantage, WallTime};
use arna_net::{Entropy, TlsEntropy, Wire};
use rustls::RootCertStore;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::atlas::{
    self, ANCHORS, COUNTRY, EXAMPLE, HELPERS, NOBODY, OPERATORS_RESOLVER, OTHER_RESOLVERS, PHONE,
    PORTAL, PROBE, PUBLIC_RESOLVER, PUBLIC_RESOLVERS_NAME,
};
use super::cast::{Site, cast};
use super::certificates::{Papers, WebPki};
use super::condition::Lives;
use super::error::LabError;
use super::hosts::{
    DNS, HTTPS, Manner, Resolver, SecureResolver, WebServer, Zone, put_up_edge, put_up_helper,
};
use super::keys::Keys;
use super::scenario::{Helpers, Kind, Scenario};
use crate::sim::{Direction, HostOptions, Link, PhoneSettings, Profile, World};

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
}

/// A scenario at work. It ends when this is dropped.
pub struct Lab {
    world: World,
    phone: Arc<dyn Wire>,
    pki: Arc<WebPki>,
    sites: Vec<Site>,
    vantage: Vantage,
    seed: u64,
    starts: WallTime,
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
        let ahead = scenario.network.clock_ahead_s.saturating_mul(1_000_000);
        scenario.network.starts = WallTime(now.0.saturating_sub(ahead));
        Self::put_up(&scenario, options, Keys::fresh(options.seed))
    }

    fn put_up(scenario: &Scenario, options: &Options, keys: Keys) -> Result<Self, LabError> {
        let wanted = options.profile.as_ref().unwrap_or(&scenario.profile);
        let profile = Profile::named(wanted)
            .ok_or_else(|| LabError::UnknownProfile { asked: wanted.clone() })?;
        let seed = options.seed;
        let network = &scenario.network;
        let world = World::new(seed, profile, network.starts);
        let sites = cast(scenario, options.targets);
        let keys = Arc::new(keys);
        let pki = Arc::new(WebPki::new(&keys, network.starts)?);
        let mut builder =
            Builder { world: &world, pki: &pki, keys: &keys, seed, tasks: JoinSet::new() };
        builder.put_up_names(&sites);
        builder.put_up_helpers(network.helpers)?;
        let anchors = ANCHORS.map(|(_, name, address, one_way_ms)| (name, address, one_way_ms));
        for (name, address, one_way_ms) in anchors.into_iter().chain([EXAMPLE]) {
            let server = builder.server(name, Manner::ordinary());
            let host = world.host(&[address], HostOptions { one_way_ms, ..HostOptions::default() });
            Arc::new(server).put_up(&host, &mut builder.tasks);
        }
        for site in sites.iter().filter(|site| site.kind != Kind::SharedEdge) {
            builder.put_up_site(site);
        }
        builder.put_up_edge(&sites);
        network.condition.put_in(&world, &mut builder.tasks);
        for rule in &scenario.censors {
            builder.put_in(rule, &sites, network.starts)?;
        }
        let tasks = builder.tasks;
        let phone = network.condition.lets(world.phone(PhoneSettings {
            address: PHONE,
            resolvers: vec![SocketAddr::new(OPERATORS_RESOLVER, DNS)],
            clock_ahead_s: network.clock_ahead_s,
        }));
        let vantage = Vantage {
            country: Some(network.country.clone()),
            operator: Some(network.operator.clone()),
            technology: Some(profile.technology.clone()),
            lab: Some(format!("{} {} seed {seed}", scenario.label(), profile.name)),
        };
        let starts = network.starts;
        let _entropy = TlsEntropy::lend(Entropy::labelled(seed, "servers/tls"));
        Ok(Self { phone, pki, sites, vantage, seed, starts, _tasks: tasks, _entropy, world })
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

    /// Where the phone is.
    pub fn phone_address(&self) -> IpAddr {
        PHONE
    }

    /// The operator's resolver.
    pub fn operators_resolver(&self) -> IpAddr {
        OPERATORS_RESOLVER
    }

    /// Makes a stack elsewhere the phone: packets for it go into `outlet`. The lab's own phone, with its
    /// wire, hears nothing more.
    pub(crate) fn link(&self, outlet: UnboundedSender<Vec<u8>>) -> Link {
        self.world.link(PHONE, outlet)
    }

    /// The targets with their truth, shuffled by the seed.
    pub fn targets(&self) -> Vec<Target> {
        let target = |site: &Site| Target {
            input: site.url(),
            category: site.category.clone(),
            truth: Some(site.truth.clone()),
        };
        let mut targets: Vec<_> = self.sites.iter().map(target).collect();
        Entropy::labelled(self.seed, "lab/targets").shuffle(&mut targets);
        targets
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

/// What stands while a lab is put up.
pub(super) struct Builder<'a> {
    pub(super) world: &'a World,
    pki: &'a Arc<WebPki>,
    pub(super) keys: &'a Arc<Keys>,
    pub(super) seed: u64,
    pub(super) tasks: JoinSet<()>,
}

impl Builder<'_> {
    fn put_up_names(&mut self, sites: &[Site]) {
        let mut zone = Zone::default();
        for (name, address, _) in HELPERS {
            zone.add(name, address, None);
        }
        for (_, name, address, _) in ANCHORS {
            zone.add(name, address, None);
        }
        for (name, address, _) in [EXAMPLE, PROBE, PORTAL] {
            zone.add(name, address, None);
        }
        zone.add(PUBLIC_RESOLVERS_NAME, PUBLIC_RESOLVER, None);
        for (name, address) in OTHER_RESOLVERS {
            zone.add(name, address, None);
        }
        for site in sites {
            if site.kind != Kind::NoSuchName {
                zone.add(&site.name, site.address, site.domestic);
            }
            if site.kind == Kind::RotatingDns {
                for address in atlas::more_abroad(site.index) {
                    zone.add_more(&site.name, address);
                }
                zone.add_more(&site.name, NOBODY.into());
                zone.rotate(&site.name);
            }
            if site.kind == Kind::DeadFirstAddress {
                zone.add_first(&site.name, NOBODY);
            }
        }
        let zone = Arc::new(zone);
        let others = if self.keys.are_fresh() { &OTHER_RESOLVERS[..] } else { &[] };
        let abroad = others.iter().map(|&(name, address)| (address, Some(name), 25.0));
        let resolvers =
            [(OPERATORS_RESOLVER, None, 2.0), (PUBLIC_RESOLVER, Some(PUBLIC_RESOLVERS_NAME), 25.0)];
        for (address, name, one_way_ms) in resolvers.into_iter().chain(abroad) {
            let host =
                self.world.host(&[address], HostOptions { one_way_ms, ..HostOptions::default() });
            let resolver = Arc::new(Resolver::new(Arc::clone(&zone), name.is_none()));
            if let Some(name) = name {
                let secure = SecureResolver::new(name, self.pki, &resolver);
                secure.put_up(&host, &mut self.tasks);
            }
            resolver.put_up(&host, &mut self.tasks);
        }
    }

    fn put_up_helpers(&mut self, helpers: Helpers) -> Result<(), LabError> {
        let is_down = helpers == Helpers::Silent;
        for (name, address, one_way_ms) in HELPERS {
            let options = HostOptions { one_way_ms, is_down, ..HostOptions::default() };
            let host = self.world.host(&[address], options);
            let identity = self.pki.leaf(name, false)?;
            let resolver = SocketAddr::new(PUBLIC_RESOLVER, DNS);
            put_up_helper(&host, identity, self.pki.roots(), resolver, &mut self.tasks)?;
        }
        Ok(())
    }

    fn put_up_site(&mut self, site: &Site) {
        let mut server = self.server(&site.name, Manner::of(site, self.seed));
        server.papers = match site.kind {
            Kind::ExpiredCertificate => Papers::Expired,
            Kind::WrongName => Papers::Foreign,
            Kind::MissingIntermediate => Papers::Incomplete,
            Kind::NationalRoot => Papers::National,
            _ => Papers::Valid,
        };
        server.is_cleartext = site.kind == Kind::Cleartext;
        server.has_small_records = !site.index.is_multiple_of(2);
        let is_flawed =
            matches!(site.kind, Kind::CutBody | Kind::DrippingBody | Kind::LargeHeaders);
        server.speaks_http_2 = !is_flawed && !site.index.is_multiple_of(3);
        let server = Arc::new(server);
        let mut distance = Entropy::labelled(self.seed, &format!("distance/{}", site.name));
        let far = match site.lives {
            Lives::Abroad => 20.0 + 50.0 * distance.unit(),
            Lives::Country | Lives::State => DOMESTIC_MS,
        };
        let places = [(Some(site.address), far), (site.domestic, DOMESTIC_MS)];
        for (address, one_way_ms) in places {
            let Some(address) = address else { continue };
            let options = HostOptions {
                one_way_ms,
                is_down: site.kind == Kind::SiteDown,
                drops: match site.kind {
                    Kind::ServerDropsCountry => vec![COUNTRY],
                    _ => Vec::new(),
                },
            };
            let mut addresses = vec![address];
            if site.kind == Kind::RotatingDns {
                addresses.extend(atlas::more_abroad(site.index));
            }
            let host = self.world.host(&addresses, options);
            if !matches!(site.kind, Kind::SiteDown | Kind::Refused) {
                Arc::clone(&server).put_up(&host, &mut self.tasks);
            }
        }
    }

    fn put_up_edge(&mut self, sites: &[Site]) {
        let sites = sites.iter().filter(|site| site.kind == Kind::SharedEdge);
        let server = |site: &Site| {
            let mut server = self.server(&site.name, Manner::ordinary());
            server.speaks_http_2 = true;
            Arc::new(server)
        };
        let servers: Vec<_> = sites.map(server).collect();
        let options = HostOptions { one_way_ms: EDGE_MS, ..HostOptions::default() };
        let host = self.world.host(&[atlas::EDGE], options);
        put_up_edge(servers, &host, &mut self.tasks);
    }

    fn server(&self, name: &str, manner: Manner) -> WebServer {
        WebServer {
            name: name.to_owned(),
            manner,
            papers: Papers::Valid,
            is_cleartext: false,
            has_small_records: false,
            speaks_http_2: false,
            pki: Arc::clone(self.pki),
            config: OnceLock::new(),
        }
    }
}

const DOMESTIC_MS: f64 = 6.0;
const EDGE_MS: f64 = 22.0;
