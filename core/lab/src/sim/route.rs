//! The routers between the radio and the hosts: packets wear out on them, and most say so.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::hop::is_within;

/// A router, with an address of each version of IP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Router {
    pub v4: Ipv4Addr,
    pub v6: Ipv6Addr,
    /// Whether it says nothing of packets whose hops are used up.
    pub is_silent: bool,
}

/// Who stands on the way, the nearest to the phone first; the default has nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The operator's own, up to its border.
    pub inside: Vec<Router>,
    /// Those behind it, on the way to everybody who is not at home.
    pub outside: Vec<Router>,
    /// The networks that are reached without leaving the country.
    pub home: Vec<(IpAddr, u8)>,
}

impl Route {
    /// How many routers a packet to `address` passes.
    pub fn routers_to(&self, address: IpAddr) -> u8 {
        let is_home = self.home.iter().any(|&network| is_within(address, network));
        let beyond = if is_home { 0 } else { self.outside.len() };
        u8::try_from(self.inside.len() + beyond).unwrap_or(u8::MAX)
    }

    /// The router at which a packet to `address` dies that may go so many hops; `None`: it arrives.
    pub fn end_of(&self, hop_limit: u8, address: IpAddr) -> Option<&Router> {
        let all = self.inside.iter().chain(&self.outside);
        let is_short = hop_limit <= self.routers_to(address);
        all.take(hop_limit.max(1).into()).last().filter(|_| is_short)
    }

    /// From a phone to the `hop`th router and back, microseconds, without the radio: half a millisecond each
    /// within the operator's network, and ten each behind it.
    pub fn round_trip_us(&self, hop: u8) -> u64 {
        let hop = u64::from(hop);
        let inside = hop.min(self.inside.len() as u64);
        inside * INSIDE_US + (hop - inside) * OUTSIDE_US
    }
}

const INSIDE_US: u64 = 500;
const OUTSIDE_US: u64 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_dies_where_its_hops_end_unless_it_arrives_before() {
        let router = |last| Router {
            v4: Ipv4Addr::new(10, 0, 0, last),
            v6: Ipv6Addr::LOCALHOST,
            is_silent: false,
        };
        let home: IpAddr = "192.0.2.1".parse().expect("an address");
        let abroad: IpAddr = "198.51.100.1".parse().expect("an address");
        let route = Route {
            inside: vec![router(1), router(2)],
            outside: vec![router(3)],
            home: vec![(home, 24)],
        };
        let ends = |hops, to| route.end_of(hops, to).map(|router| router.v4.octets()[3]);
        assert_eq!(
            [0, 1, 2, 3, 4].map(|hops| ends(hops, abroad)),
            [Some(1), Some(1), Some(2), Some(3), None]
        );
        assert_eq!([1, 2, 3].map(|hops| ends(hops, home)), [Some(1), Some(2), None]);
        assert_eq!(Route::default().end_of(1, home), None, "nobody is on the way");
    }
}
