//! Which addresses this network can carry packets to, and under which names.
//!
//! A network of IPv6 alone reaches IPv4 through a NAT64: an address of IPv4 is dialled by one of IPv6 that
//! stands for it. The prefix is the network's own affair, and is found as RFC 7050 says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use arna_model::{Failure, Nat64};

use crate::{Net, classify};

/// What a network carries, as far as it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    lacks_v4: bool,
    nat64: Vec<Nat64>,
}

impl Reach {
    fn dialled(&self, address: IpAddr) -> IpAddr {
        match (address, self.nat64.first()) {
            (IpAddr::V4(v4), Some(nat64)) if self.lacks_v4 => nat64.embed(v4).into(),
            _ => address,
        }
    }
}

impl Net {
    /// Finds out whether the phone has IPv4, which costs nothing, and, if it has IPv6, through which prefix
    /// the network translates: one lookup by the system's resolver, and another if that is silent.
    pub async fn explore(&self) {
        let lacks_v4 = self.lacks(ANYWHERE_V4.into()).await;
        let mut nat64 = Vec::new();
        if !self.lacks(ANYWHERE_V6.into()).await {
            let mut seen = self.resolve(Nat64::DISCOVERY_NAME).await;
            if seen.outcome.as_ref().is_err_and(Failure::is_timeout) {
                seen = self.resolve(Nat64::DISCOVERY_NAME).await;
            }
            nat64 = Nat64::shown_by(&seen.ok().unwrap_or_default());
        }
        *self.reach() = Reach { lacks_v4, nat64 };
    }

    /// Whether the system knows no way to `address`. Nothing is sent.
    async fn lacks(&self, address: IpAddr) -> bool {
        let opened = self.wire().datagrams(SocketAddr::new(address, DISCARD)).await;
        opened
            .err()
            .is_some_and(|error| classify::io_failure(&error) == Failure::NetworkUnreachable)
    }

    /// The addresses to dial for `addresses`, in their order and each once: where the phone has no IPv4,
    /// those of IPv4 as the network's NAT64 shows them, or without one left out beside others.
    pub fn dialled(&self, addresses: &[IpAddr]) -> Vec<IpAddr> {
        let reach = self.reach().clone();
        let mut dialled: Vec<IpAddr> = Vec::new();
        for address in addresses.iter().map(|address| reach.dialled(*address)) {
            if !dialled.contains(&address) {
                dialled.push(address);
            }
        }
        if reach.lacks_v4 && dialled.iter().any(IpAddr::is_ipv6) {
            dialled.retain(IpAddr::is_ipv6);
        }
        dialled
    }

    /// The endpoint to dial for `endpoint`.
    pub fn dialled_at(&self, endpoint: SocketAddr) -> SocketAddr {
        SocketAddr::new(self.reach().dialled(endpoint.ip()), endpoint.port())
    }

    /// What the rest of the world calls `address`: the address of IPv4 behind one that a NAT64 translates.
    pub fn plain(&self, address: IpAddr) -> IpAddr {
        let IpAddr::V6(v6) = address else { return address };
        let reach = self.reach();
        let prefixes = reach.nat64.iter().chain([&Nat64::WELL_KNOWN]);
        prefixes.filter_map(|nat64| nat64.extract(v6)).next().map_or(address, IpAddr::V4)
    }
}

/// Two addresses that lie behind the default route.
const ANYWHERE_V4: Ipv4Addr = Nat64::DISCOVERY_ADDRESSES[0];
const ANYWHERE_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0x500, 0x2, 0, 0, 0, 0, 0xc);
const DISCARD: u16 = 9;
