//! NAT64: what a network of IPv6 alone synthesises is read as what it stands for.
//!
//! Behind a NAT64 the system's resolver gives AAAA records that no zone has, and sites are dialled by them.
//! That is no tampering, and nobody outside knows such addresses, so everything is compared by the
//! addresses of IPv4 behind them.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use arna_model::{Dossier, Event, Nat64, Observation};

use crate::{Suspicion, dns};

/// The dossier with every address that a NAT64 translates as the address behind it: by the prefixes that
/// the run found (RFC 7050), and by the well-known one.
pub(crate) fn translated(dossier: &Dossier) -> Cow<'_, Dossier> {
    let prefixes = prefixes(dossier);
    // A run has its own prefix.
    let earlier = dossier.earlier.as_ref().map(|earlier| translated(&earlier.dossier));
    if !matches!(earlier, Some(Cow::Owned(_)))
        && !dossier.observations.iter().any(|one| is_translated(&one.event, &prefixes))
    {
        return Cow::Borrowed(dossier);
    }
    let earlier = earlier.map(Cow::into_owned);
    let mut dossier = dossier.clone();
    if let (Some(kept), Some(translated)) = (&mut dossier.earlier, earlier) {
        *kept.dossier = translated;
    }
    for one in &mut dossier.observations {
        translate(&mut one.event, &prefixes);
    }
    Cow::Owned(dossier)
}

/// A suspicion with its address as it was dialled, which is what has to be repeated.
pub(crate) fn as_dialled(mut suspicion: Suspicion, dossier: &Dossier) -> Suspicion {
    let is_meant = |one: &&Observation| suspicion.basis.contains(&one.id);
    let meant = dossier.observations.iter().filter(is_meant);
    if let (Some(address), Some(dialled)) =
        (&mut suspicion.address, meant.filter_map(|one| far_end(&one.event)).next())
    {
        *address = dialled;
    }
    suspicion
}

/// What `address` stands for under the well-known prefix or as a mapped one; else itself.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    under(address, &[Nat64::WELL_KNOWN]).to_canonical()
}

fn under(address: IpAddr, prefixes: &[Nat64]) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let v4 = prefixes.iter().find_map(|nat64| nat64.extract(v6));
    v4.map_or(address, IpAddr::V4)
}

fn prefixes(dossier: &Dossier) -> Vec<Nat64> {
    let lookups = dossier.anchors.iter().filter_map(dns::lookup);
    let found = lookups
        .filter(|lookup| lookup.name == Nat64::DISCOVERY_NAME)
        .flat_map(|lookup| Nat64::shown_by(&lookup.addresses));
    found.chain([Nat64::WELL_KNOWN]).collect()
}

fn is_translated(event: &Event, prefixes: &[Nat64]) -> bool {
    let is = |address: &IpAddr| under(*address, prefixes) != *address;
    match event {
        Event::Dns(lookup) => {
            let answers = lookup.sends.iter().flat_map(|send| &send.answers);
            let mut all = answers.flat_map(|answer| &answer.addresses).chain(&lookup.addresses);
            all.any(is) || lookup.resolver.is_some_and(|resolver| is(&resolver.ip()))
        }
        event => far_end(event).is_some_and(|address| is(&address.ip())),
    }
}

fn far_end(event: &Event) -> Option<SocketAddr> {
    match event {
        Event::TcpConnect(connect) => Some(connect.address),
        Event::TlsHandshake(handshake) => Some(handshake.address),
        Event::QuicHandshake(handshake) => Some(handshake.address),
        Event::HttpTransaction(http) => Some(http.address),
        Event::Pings(pings) => Some(pings.address),
        Event::Transfer(transfer) => Some(transfer.address),
        Event::Trace(trace) => Some(trace.address),
        Event::Reflection(reflection) => Some(reflection.address),
        Event::Dns(_) | Event::HelperExchange(_) | Event::Radio(_) => None,
    }
}

fn translate(event: &mut Event, prefixes: &[Nat64]) {
    let at = |address: &mut SocketAddr| address.set_ip(under(address.ip(), prefixes));
    let all = |addresses: &mut Vec<IpAddr>| {
        for address in &mut *addresses {
            *address = under(*address, prefixes);
        }
        // A name's own addresses and the synthesised ones come together.
        let mut seen = Vec::new();
        addresses.retain(|address| {
            let is_new = !seen.contains(address);
            seen.push(*address);
            is_new
        });
    };
    match event {
        Event::TcpConnect(connect) => at(&mut connect.address),
        Event::TlsHandshake(handshake) => at(&mut handshake.address),
        Event::QuicHandshake(handshake) => at(&mut handshake.address),
        Event::HttpTransaction(http) => at(&mut http.address),
        Event::Pings(pings) => at(&mut pings.address),
        Event::Transfer(transfer) => at(&mut transfer.address),
        Event::Trace(trace) => at(&mut trace.address),
        Event::Reflection(reflection) => at(&mut reflection.address),
        Event::Dns(lookup) => {
            lookup.resolver.iter_mut().for_each(at);
            all(&mut lookup.addresses);
            let answers = lookup.sends.iter_mut().flat_map(|send| &mut send.answers);
            answers.for_each(|answer| all(&mut answer.addresses));
        }
        // The helper is asked by plain addresses.
        Event::HelperExchange(_) | Event::Radio(_) => {}
    }
}
