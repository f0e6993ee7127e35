//! Names and addresses: which answers are forged, which are merely different.
//!
//! Rotating and geo-variant answers differ all day long, so a difference proves nothing. Forged means
//! only: an address that no public server can have, or one that censors are known to answer with.

use std::net::{IpAddr, SocketAddr};

use arna_model::{DnsAnswer, DnsEngine, DnsLookup, Dossier, Event, Failure, Observation};

use crate::data::ADDRESSES;
use crate::nat64;

/// Whether `address` cannot be a public server's (docs/method.md, "Forged answers"). IPv4-mapped
/// addresses and NAT64's synthesised ones are taken as what they stand for.
pub fn bogon(address: IpAddr) -> bool {
    is_in(&ADDRESSES.bogons, address)
}

/// Whether `address` is one that a censor is known to answer with.
pub fn is_known_block_address(address: IpAddr) -> bool {
    ADDRESSES.blocks.contains(&nat64::plain(address))
}

/// A bogon or a known block address.
pub(crate) fn is_forged(address: IpAddr) -> bool {
    bogon(address) || is_known_block_address(address)
}

/// Whether the owner of the phone or of its network may have asked for such an answer (hosts file, ad-blocker, VPN app,
/// a server of one's own under a public name).
pub(crate) fn may_be_own(address: IpAddr) -> bool {
    is_in(&ADDRESSES.own, address) && !is_known_block_address(address)
}

fn is_in(prefixes: &[crate::data::Prefix], address: IpAddr) -> bool {
    prefixes.iter().any(|prefix| prefix.contains(nat64::plain(address)))
}

/// The lookup in an observation, if it is one.
pub(crate) fn lookup(observation: &Observation) -> Option<&DnsLookup> {
    match &observation.event {
        Event::Dns(lookup) => Some(lookup),
        _ => None,
    }
}

/// What a lookup says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Addresses that public servers can have.
    Honest,
    /// Nothing but forged addresses, one of which nobody but a censor gives.
    Forged,
    /// Nothing but addresses that the owner of the phone or of its network may have asked for.
    MaybeOwn,
    /// There is no such name, or no address.
    Negative,
    /// No answer, or the resolver's own trouble. Android's word that it has no data says no more than that.
    Silent,
    /// The phone's own trouble.
    Local,
}

/// Reads a lookup.
pub(crate) fn answer(lookup: &DnsLookup, failure: Option<&Failure>) -> Answer {
    if !lookup.addresses.is_empty() {
        return addresses(&lookup.addresses);
    }
    let is_cut_short =
        || lookup.sends.iter().flat_map(|send| &send.answers).any(|it| it.is_truncated);
    match failure {
        Some(failure) if failure.is_local() => Answer::Local,
        // The whole is asked for over TCP, in a lookup of its own.
        None if is_cut_short() => Answer::Silent,
        Some(Failure::DnsNxdomain | Failure::DnsNoAnswer) | None => Answer::Negative,
        Some(Failure::DnsBogon) => Answer::Forged,
        Some(_) => Answer::Silent,
    }
}

fn addresses(addresses: &[IpAddr]) -> Answer {
    if !addresses.iter().all(|address| is_forged(*address)) {
        Answer::Honest
    } else if addresses.iter().all(|address| may_be_own(*address)) {
        Answer::MaybeOwn
    } else {
        Answer::Forged
    }
}

/// Whether some send of `lookup` was answered twice, by disjoint answers of which one is forged and
/// another is not. Each send has its own id and port, so somebody on the path has answered too.
/// A resend that gets another honest answer is nothing at all.
pub(crate) fn is_answered_twice(lookup: &DnsLookup) -> bool {
    lookup.sends.iter().any(|send| {
        let of = |wanted: fn(Answer) -> bool| {
            send.answers
                .iter()
                .filter(move |one| !one.addresses.is_empty() && wanted(addresses(&one.addresses)))
        };
        of(|answer| answer != Answer::Honest).any(|forged| {
            of(|answer| answer == Answer::Honest).any(|honest| differ(forged, honest))
        })
    })
}

pub(crate) fn differ(one: &DnsAnswer, other: &DnsAnswer) -> bool {
    one.addresses.iter().all(|address| !other.addresses.contains(address))
}

/// Whether any answer to a direct query over UDP or TCP was nothing but forged addresses: what a hosts
/// file or the owner's resolver cannot do. Over verified TLS nobody on the path can answer: there a
/// forged address is the resolver's own word.
pub(crate) fn is_forged_on_the_path(lookup: &DnsLookup) -> bool {
    matches!(lookup.engine, DnsEngine::Udp | DnsEngine::Tcp)
        && lookup
            .sends
            .iter()
            .flat_map(|send| &send.answers)
            .map(|answer| &answer.addresses)
            .chain([&lookup.addresses])
            .any(|found| !found.is_empty() && addresses(found) != Answer::Honest)
}

/// What only carried lookups: connections, sessions and requests to resolvers. They say nothing of the
/// target, and neither their success nor their failure is its own.
pub(crate) struct Carriers<'a>(Vec<(&'a Observation, SocketAddr)>);

impl<'a> Carriers<'a> {
    /// Those of a dossier.
    pub(crate) fn of(dossier: &'a Dossier) -> Self {
        Self::among(&dossier.observations)
    }

    /// Those among what was seen of a target.
    pub(crate) fn among(observations: &'a [Observation]) -> Self {
        let carried = observations.iter().filter_map(|one| {
            let it = lookup(one)?;
            let is_carried = matches!(it.engine, DnsEngine::Tcp | DnsEngine::Dot | DnsEngine::Doh);
            it.resolver.filter(|_| is_carried).map(|resolver| (one, resolver))
        });
        Self(carried.collect())
    }

    /// Whether `one` is among them: to the resolver, at the place of the lookup and within its time.
    pub(crate) fn has(&self, one: &Observation) -> bool {
        let address = match &one.event {
            Event::TcpConnect(connect) => connect.address,
            Event::TlsHandshake(handshake) => handshake.address,
            Event::HttpTransaction(http) => http.address,
            _ => return false,
        };
        self.0.iter().any(|(carried, resolver)| {
            *resolver == address
                && carried.place == one.place
                && carried.t0 <= one.t0
                && one.t <= carried.t
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect(text)
    }

    #[test]
    fn bogons() {
        for text in ["10.1.2.3", "100.64.0.1", "127.0.0.1", "0.0.0.0", "::", "::1", "fd00::1"] {
            assert!(bogon(ip(text)), "{text}");
        }
        assert!(bogon(ip("::ffff:192.168.1.1")), "a mapped address is what it maps");
        assert!(bogon(ip("64:ff9b::10.1.2.3")), "a synthesised address is what it stands for");
        for text in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "2a00:1450::1", "64:ff9b::101:101"] {
            assert!(!bogon(ip(text)), "{text}");
        }
        assert!(is_known_block_address(ip("93.46.8.89")));
        assert!(!is_known_block_address(ip("1.1.1.1")));
    }

    #[test]
    fn a_zone_with_one_private_address_is_not_forged() {
        assert_eq!(addresses(&[ip("10.0.0.1"), ip("5.6.7.8")]), Answer::Honest);
        for own in ["10.0.0.1", "192.168.1.5", "100.64.0.9", "fd00::5"] {
            assert_eq!(addresses(&[ip(own)]), Answer::MaybeOwn, "{own}");
        }
        for forged in ["10.10.34.34", "192.0.2.1", "240.0.0.1", "93.46.8.89"] {
            assert_eq!(addresses(&[ip(forged)]), Answer::Forged, "{forged}");
        }
        assert_eq!(addresses(&[ip("0.0.0.0"), ip("::")]), Answer::MaybeOwn);
    }
}
