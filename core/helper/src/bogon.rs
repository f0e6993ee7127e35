//! Addresses that no public server has: the helper never dials one.
//!
//! A stranger chooses what the helper connects to, so this table is its fence against being used on
//! the network that it stands in: private ranges, the machine itself, a cloud's metadata service, and
//! the same hidden in IPv6 (mapped, NAT64, 6to4). Source: IANA's special-purpose address registries.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `address` cannot be a public server's.
pub fn is_bogon(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_bogon_v4(address),
        IpAddr::V6(address) => is_bogon_v6(address),
    }
}

fn is_bogon_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0 // "this network"
        || a >= 240 // reserved, broadcast
        || (a == 100 && (64..128).contains(&b)) // carrier NAT
        || (a, b, c) == (192, 0, 0) // protocol assignments
        || (a, b, c) == (192, 88, 99) // 6to4 relays, gone
        || (a == 198 && (b == 18 || b == 19)) // benchmarks
}

fn is_bogon_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(address) {
        return is_bogon_v4(inner);
    }
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out at all; that leaves out loopback, ::, fc00::/7, fe80::/10, ff00::/8.
    a & 0xe000 != 0x2000
        || (a == 0x2001 && b < 0x0200) // 2001::/23: Teredo, ORCHID, benchmarks
        || (a == 0x2001 && b == 0x0db8) // documentation
        || (a == 0x3fff && b < 0x1000) // documentation
}

/// The address at which packets to `address` end: the IPv4 one that hides in it, or itself.
pub(crate) fn meant(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => embedded_v4(v6).map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// The IPv4 address that packets to `address` would end at.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) => v4(g, h),    // mapped
        (0x64, 0xff9b, 0, 0, 0, 0) => v4(g, h), // NAT64
        (0x2002, ..) => v4(b, c),               // 6to4
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_leads_inside() {
        for bogon in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "fec0::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:c0a8:101::1",
        ] {
            assert!(is_bogon(bogon.parse().unwrap()), "{bogon}");
        }
    }

    #[test]
    fn the_public_internet_is_open() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(!is_bogon(public.parse().unwrap()), "{public}");
        }
    }
}
