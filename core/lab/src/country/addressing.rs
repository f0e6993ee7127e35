//! Which versions of IP the network gives its phones, and what the internet looks like from there.

use std::iter::once;
use std::net::IpAddr;

use arna_model::Nat64;
use serde::Deserialize;

use super::atlas::{OPERATORS_RESOLVER, OPERATORS_RESOLVER_V6, PHONE, PHONE_V6, TRANSLATOR};
use super::scenario::Network;
use crate::sim::World;

/// Versions of IP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Families {
    /// IPv4 alone.
    #[default]
    Ipv4,
    /// Both.
    DualStack,
    /// IPv6 alone; a NAT64 with its DNS64 leads to what has IPv4 only.
    Ipv6Only,
}

/// How a site is to be had over IPv6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ipv6 {
    /// Not at all.
    #[default]
    None,
    /// As over IPv4.
    Works,
    /// There is an address, and nothing answers there.
    Broken,
}

/// A network's versions of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Addressing {
    families: Families,
    nat64: Nat64,
}

impl Addressing {
    pub(super) fn of(network: &Network) -> Self {
        let nat64 = network.nat64.unwrap_or(Nat64::WELL_KNOWN);
        Self { families: network.families, nat64 }
    }

    /// Puts the translator in, if there is one.
    pub(super) fn put_in(self, world: &World) {
        if let Some(nat64) = self.nat64() {
            world.nat64(nat64, PHONE_V6, TRANSLATOR);
        }
    }

    /// The prefix of the translator and of its DNS64, if there is one.
    pub(super) fn nat64(self) -> Option<Nat64> {
        (self.families == Families::Ipv6Only).then_some(self.nat64)
    }

    /// The phone's addresses.
    pub(super) fn phone(self) -> Vec<IpAddr> {
        match self.families {
            Families::Ipv4 => vec![PHONE],
            Families::DualStack => vec![PHONE, PHONE_V6.into()],
            Families::Ipv6Only => vec![PHONE_V6.into()],
        }
    }

    /// The operator's resolver, as the phone knows it.
    pub(super) fn resolver(self) -> IpAddr {
        match self.families {
            Families::Ipv4 | Families::DualStack => OPERATORS_RESOLVER,
            Families::Ipv6Only => OPERATORS_RESOLVER_V6,
        }
    }

    /// What a phone dials to reach `address`.
    fn dialled(self, address: IpAddr) -> IpAddr {
        match (address, self.nat64()) {
            (IpAddr::V4(v4), Some(nat64)) => nat64.embed(v4).into(),
            _ => address,
        }
    }

    /// The addresses that the phone's packets to `address` may have.
    pub(super) fn seen(self, address: IpAddr) -> impl Iterator<Item = IpAddr> {
        once(address).chain(once(self.dialled(address)).filter(move |other| *other != address))
    }

    /// The same for a network.
    pub(super) fn seen_network(self, network: (IpAddr, u8)) -> impl Iterator<Item = (IpAddr, u8)> {
        let other = match (network, self.nat64()) {
            ((IpAddr::V4(v4), bits), Some(nat64)) => {
                let (v6, bits) = nat64.embed_network(v4, bits);
                Some((v6.into(), bits))
            }
            _ => None,
        };
        once(network).chain(other)
    }

    /// The network in words, unless it is as most are.
    pub(super) fn in_words(self) -> Option<String> {
        match self.families {
            Families::Ipv4 => None,
            Families::DualStack => Some("the phone has addresses of IPv4 and of IPv6".to_owned()),
            Families::Ipv6Only => Some(format!(
                "the phone has IPv6 alone; a NAT64 with the prefix {} leads to what has only IPv4",
                self.nat64
            )),
        }
    }
}
