//! Putting a scenario up: its names, helpers and sites on a simulated network.

use std::iter::once;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use arna_model::Nat64;
use arna_net::Entropy;
use tokio::task::JoinSet;

use super::addressing::Addressing;
use super::atlas::{
    self, ADVERTISEMENTS, ANCHORS, COUNTRY, COUNTRY_V6, EXAMPLE, FIRST_HELPER_V6, HELPERS, NOBODY,
    OPERATORS_RESOLVER, OPERATORS_RESOLVER_V6, OTHER_RESOLVERS, PORTAL, PROBE, PUBLIC_RESOLVER,
    PUBLIC_RESOLVER_V6, PUBLIC_RESOLVERS_NAME,
};
use super::cast::Site;
use super::certificates::{Papers, WebPki};
use super::condition::Lives;
use super::error::LabError;
use super::hosts::{
    DNS, HelperHost, Leads, Manner, Resolver, SecureResolver, WebServer, Zone, put_up_edge,
};
use super::keys::Keys;
use super::scenario::{Helpers, Kind, Scenario, Www};
use crate::sim::{HostOptions, World};

/// What stands while a lab is put up.
pub(super) struct Builder<'a> {
    pub(super) world: &'a World,
    pub(super) pki: &'a Arc<WebPki>,
    pub(super) keys: &'a Arc<Keys>,
    pub(super) seed: u64,
    pub(super) addressing: Addressing,
    pub(super) tasks: JoinSet<()>,
}

impl Builder<'_> {
    /// Puts everybody up but the censors.
    pub(super) fn put_up(
        &mut self,
        scenario: &Scenario,
        sites: &[Site],
        decoys: &[Site],
    ) -> Result<(), LabError> {
        self.put_up_names(sites, decoys);
        self.put_up_helpers(scenario.network.helpers)?;
        let anchors = ANCHORS.map(|(_, name, address, one_way_ms)| (name, address, one_way_ms));
        for (name, address, one_way_ms) in anchors.into_iter().chain([EXAMPLE]) {
            let server = self.server(name, Manner::ordinary());
            let options = HostOptions { one_way_ms, ..HostOptions::default() };
            let host = self.world.host(&[address], options);
            Arc::new(server).put_up(&host, &mut self.tasks);
        }
        for site in sites.iter().chain(decoys).filter(|site| site.kind != Kind::SharedEdge) {
            self.put_up_site(site);
        }
        self.put_up_edge(sites);
        Ok(())
    }

    fn put_up_names(&mut self, sites: &[Site], decoys: &[Site]) {
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
        for name in ADVERTISEMENTS {
            zone.add(name, EXAMPLE.1, None);
        }
        zone.add(PUBLIC_RESOLVERS_NAME, PUBLIC_RESOLVER, None);
        for (name, address) in OTHER_RESOLVERS {
            zone.add(name, address, None);
        }
        for site in sites.iter().chain(decoys) {
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
            if site.kind == Kind::BrokenZone {
                zone.lame(&site.name);
            }
            if site.kind == Kind::DeadFirstAddress {
                zone.add_first(&site.name, NOBODY.into());
            }
            if let Some((address, _)) = site.over_v6.filter(|_| site.kind != Kind::NoSuchName) {
                zone.add_more(&site.name, address);
            }
        }
        for address in Nat64::DISCOVERY_ADDRESSES {
            zone.add_more(Nat64::DISCOVERY_NAME, address.into());
        }
        let zone = Arc::new(zone);
        let others = if self.keys.are_fresh() { &OTHER_RESOLVERS[..] } else { &[] };
        let abroad = others.iter().map(|&(name, address)| (vec![address], Some(name), 25.0));
        let public = vec![PUBLIC_RESOLVER, PUBLIC_RESOLVER_V6];
        let resolvers = [
            (vec![OPERATORS_RESOLVER, OPERATORS_RESOLVER_V6], None, 2.0),
            (public, Some(PUBLIC_RESOLVERS_NAME), 25.0),
        ];
        for (addresses, name, one_way_ms) in resolvers.into_iter().chain(abroad) {
            let options = HostOptions { one_way_ms, ..HostOptions::default() };
            let host = self.world.host(&addresses, options);
            let dns64 = self.addressing.nat64().filter(|_| name.is_none());
            let resolver = Resolver::new(Arc::clone(&zone), name.is_none()).synthesising(dns64);
            let resolver = Arc::new(resolver);
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
            let over_v6 = (address == HELPERS[0].1).then_some(FIRST_HELPER_V6);
            let addresses: Vec<_> = once(address).chain(over_v6).collect();
            let host = self.world.host(&addresses, options);
            let identity = self.pki.leaf(name, false)?;
            let resolver = SocketAddr::new(PUBLIC_RESOLVER, DNS);
            let put_up =
                HelperHost { identity, resolver, listens_on_80: helpers != Helpers::TlsOnly };
            put_up.put_up(&host, self.pki.roots(), &mut self.tasks)?;
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
            _ if site.www != Www::No => Papers::WithWww,
            _ => Papers::Valid,
        };
        server.leads_to_www = site.www != Www::No;
        server.leads = Leads::of(site);
        server.is_cleartext = site.kind.is_cleartext();
        server.is_cleartext_closed = site.kind == Kind::CleartextClosed;
        server.has_small_records = !site.index.is_multiple_of(2);
        let is_flawed = site.kind == Kind::LargeHeaders || server.manner.flaw().is_some();
        let ends_two = server.manner.farewell().is_some();
        server.speaks_http_2 = ends_two || !is_flawed && !site.index.is_multiple_of(3);
        server.speaks_http_3 = server.speaks_http_2 && !ends_two;
        if site.kind == Kind::DeadHttp3 {
            (server.says_http_3, server.speaks_http_3) = (true, false);
        } else {
            server.says_http_3 = server.speaks_http_3;
        }
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
                    Kind::ServerDropsCountry => vec![COUNTRY, COUNTRY_V6],
                    _ => Vec::new(),
                },
            };
            let mut addresses = vec![address];
            if site.kind == Kind::RotatingDns {
                addresses.extend(atlas::more_abroad(site.index));
            }
            if address == site.address {
                addresses.extend(site.over_v6.filter(|(_, works)| *works).map(|(over, _)| over));
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
            is_cleartext_closed: false,
            leads_to_www: false,
            leads: Leads::Stays,
            has_small_records: false,
            speaks_http_2: false,
            says_http_3: false,
            speaks_http_3: false,
            pki: Arc::clone(self.pki),
            config: OnceLock::new(),
        }
    }
}

const DOMESTIC_MS: f64 = 6.0;
const EDGE_MS: f64 = 22.0;
