//! What the sites of a run have in common that no site can do: a hundred verdicts say it badly.
//!
//! Of the whole network it is said only where not one site was met as it is. Nobody is accused: a company's proxy, an
//! antivirus and a page to log in do the same as a state.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use arna_model::{DnsEngine, Event, Everywhere, Failure, Measurement, Observation, Place};

use crate::dns::{self, Carriers};
use crate::tls;

/// What is so at every site of these measurements, checks of the run's own among them.
pub fn everywhere(measurements: &[Measurement]) -> Option<Everywhere> {
    certificates(measurements).or_else(|| names(measurements))
}

/// Everybody's certificate comes from one issuer, whom nobody trusts.
fn certificates(measurements: &[Measurement]) -> Option<Everywhere> {
    let (mut issuers, mut domains) = (BTreeSet::new(), BTreeSet::new());
    for measurement in measurements {
        // Resolvers over HTTPS are spoken to beside sites, and are none.
        let carriers = Carriers::among(&measurement.observations);
        for one in looks(measurement).filter(|one| !carriers.has(one)) {
            let Some(handshake) = tls::handshake(one) else { continue };
            if one.is_success() {
                // Somebody is met who is who it says.
                return None;
            }
            let is_foreign = one.failure == Some(Failure::SslUnknownAuthority);
            let leaf = handshake.chain.first().filter(|_| is_foreign);
            let Some(leaf) = leaf.filter(|_| !is_bad_outside(measurement)) else { continue };
            let by = &leaf.issuer;
            let by = by.common_name.as_ref().or(by.organization.as_ref()).cloned();
            issuers.insert(by);
            domains.insert(domain(&handshake.server_name).to_owned());
        }
    }
    let is_one = issuers.len() == 1 && domains.len() >= SITES;
    is_one.then(|| Everywhere::Certificates { issuer: issuers.into_iter().next().flatten() })
}

/// Whether the site's certificate is no better for a helper: then it is the site's own.
fn is_bad_outside(measurement: &Measurement) -> bool {
    answers(measurement).any(|answer| {
        let mut handshakes = answer.tls.values().peekable();
        handshakes.peek().is_some() && handshakes.all(|tls| tls.failure.is_some())
    })
}

/// The network's resolver gives every name an address that is not its own.
fn names(measurements: &[Measurement]) -> Option<Everywhere> {
    let mut given: BTreeMap<&str, BTreeSet<IpAddr>> = BTreeMap::new();
    let mut secure: BTreeMap<&str, BTreeSet<IpAddr>> = BTreeMap::new();
    for measurement in measurements {
        for one in looks(measurement) {
            let Event::Dns(lookup) = &one.event else { continue };
            let of = match lookup.engine {
                DnsEngine::System => &mut given,
                DnsEngine::Dot | DnsEngine::Doh => &mut secure,
                DnsEngine::Udp | DnsEngine::Tcp => continue,
            };
            of.entry(&lookup.name).or_default().extend(&lookup.addresses);
        }
        let name = looks(measurement).find_map(|one| match &one.event {
            Event::Dns(lookup) if lookup.engine == DnsEngine::System => Some(lookup.name.as_str()),
            _ => None,
        });
        if let Some(name) = name {
            let told = answers(measurement).flat_map(|answer| answer.dns_addresses.iter());
            secure.entry(name).or_default().extend(told);
        }
    }
    given.retain(|_, addresses| !addresses.is_empty());
    let common = given.values().next()?.clone();
    let is_forged = |name: &str, addresses: &BTreeSet<IpAddr>| {
        let own = secure.get(name).filter(|own| !own.is_empty());
        let is_another = own.is_some_and(|own| own.is_disjoint(addresses));
        addresses.iter().all(|one| dns::is_forged(*one)) || is_another && *addresses == common
    };
    let domains: BTreeSet<_> = given.keys().map(|name| domain(name)).collect();
    let is_all = given.iter().all(|(name, addresses)| is_forged(name, addresses));
    let addresses = || given.values().flatten().copied().collect::<BTreeSet<_>>();
    (is_all && domains.len() >= SITES)
        .then(|| Everywhere::Names { addresses: addresses().into_iter().collect() })
}

fn looks(measurement: &Measurement) -> impl Iterator<Item = &Observation> {
    let all = measurement.observations.iter();
    all.filter(|one| matches!(one.place, Place::Look { .. }))
}

fn answers(measurement: &Measurement) -> impl Iterator<Item = &arna_model::ControlAnswer> {
    measurement.observations.iter().filter_map(|one| match &one.event {
        Event::HelperExchange(exchange) if exchange.about.is_none() => exchange.answer.as_ref(),
        _ => None,
    })
}

/// The last two labels: hosts of one owner are one witness.
fn domain(name: &str) -> &str {
    let from = name.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &name[from..]
}

/// So many owners have nothing in common but the network (**ours**: two may share a fault, three that nobody met as they
/// are, and nobody else, hardly do).
const SITES: usize = 3;
