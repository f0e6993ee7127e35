//! Traces: who stands on the way to an address, as far as it says so.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::Micros;

/// SYNs towards an address that die after one hop, two hops, and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Towards whom.
    pub address: SocketAddr,
    /// Each distance that was tried, the nearest first; empty where the system cannot trace.
    pub hops: Vec<TraceHop>,
}

/// One distance of a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceHop {
    /// How many hops the SYN could go; it dies at the last of them.
    pub distance: u8,
    /// What came back; absent: nothing did, not even when it was sent again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<HopAnswer>,
}

/// What came back for a SYN that was to die on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HopAnswer {
    /// After how long.
    pub rtt: Micros,
    /// What it was.
    pub said: HopWord,
    /// The network of the router that said it, as [`HopAnswer::network_of`] keeps it; absent where the system
    /// does not tell, and for what is said in the name of the far end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub network: Option<IpAddr>,
    /// Whether the router's address shares its first 20 bits (32 of IPv6) with the address that the phone itself
    /// had then: it is the operator's.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_near: bool,
}

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HopWord {
    /// A router says that the SYN's hops are used up (ICMP time exceeded).
    Expired,
    /// A router says that it goes no further (ICMP destination unreachable).
    Unreachable,
    /// The connection opened: it came to the far end, or to who answers in its name.
    Opened,
    /// A reset, in the name of the far end.
    Refused,
}

impl HopAnswer {
    /// What of a router's address is kept: all of a private one, the first 24 bits of a public one and 32 of IPv6,
    /// where the address of a router at home would tell whose home it is.
    pub fn network_of(router: IpAddr) -> IpAddr {
        match router {
            IpAddr::V4(v4) if is_private(router) => v4.into(),
            IpAddr::V4(v4) => IpAddr::V4((v4.to_bits() & 0xffff_ff00).into()),
            IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 96 << 96).into()),
        }
    }

    /// Whether a router's address is one of those that phones have, and of the operator's own network: the first
    /// 20 bits in common, as no registry gave a provider less for long, or 32 of IPv6.
    pub fn is_beside(router: IpAddr, phone: IpAddr) -> bool {
        match (router, phone) {
            (IpAddr::V4(one), IpAddr::V4(other)) => (one.to_bits() ^ other.to_bits()) >> 12 == 0,
            (IpAddr::V6(one), IpAddr::V6(other)) => (one.to_bits() ^ other.to_bits()) >> 96 == 0,
            _ => false,
        }
    }

    /// Whether a packet that got this answer was still within the operator's network: the router has a private
    /// address (RFC 1918, 6598, 4193), which nobody beyond the operator can have on the way, or one beside the
    /// phone's own.
    pub fn is_inside(&self) -> bool {
        self.is_near || self.network.is_some_and(is_private)
    }
}

/// Whether an address is a private one, or shared between operators' customers.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let is_shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            v4.is_private() || v4.is_link_local() || is_shared
        }
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn no_more_of_a_router_is_kept_than_names_its_operator() {
        for (router, kept) in [
            ("10.72.0.1", "10.72.0.1"),
            ("100.64.3.9", "100.64.3.9"),
            ("100.128.3.9", "100.128.3.0"),
            ("62.115.40.7", "62.115.40.0"),
            ("2a03:32c0:12:3456:1::1", "2a03:32c0::"),
            ("fd00:1:2::3", "fd00:1::"),
        ] {
            assert_eq!(HopAnswer::network_of(at(router)), at(kept), "{router}");
        }
    }

    #[test]
    fn inside_is_what_is_private_or_beside_the_phone() {
        let phone = at("2.72.41.7");
        for (router, is_inside) in
            [("2.72.40.1", true), ("2.72.64.1", false), ("10.0.0.1", true), ("62.115.40.1", false)]
        {
            let answer = HopAnswer {
                rtt: Micros(1),
                said: HopWord::Expired,
                network: Some(HopAnswer::network_of(at(router))),
                is_near: HopAnswer::is_beside(at(router), phone),
            };
            assert_eq!(answer.is_inside(), is_inside, "{router}");
        }
        assert!(HopAnswer::is_beside(at("2a03:32c0:9::1"), at("2a03:32c0:1::7")));
        assert!(!HopAnswer::is_beside(at("2a03:32c1::1"), at("2a03:32c0:1::7")));
    }
}
