//! How far a way over redirects goes, and what is no place on the Internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Redirects that are followed, by a phone and by a helper alike: OONI's number, browsers follow twenty.
pub const MOST_REDIRECTS: usize = 10;

/// Whether a host, as a URL or a lookup writes it, is inside: it stands at somebody's home or in an operator's network,
/// by its address or because its name means something in one network alone.
pub fn is_inside(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    host.parse().map_or_else(|_| is_local_name(host), is_inside_address)
}

/// The same of an address: the machine's own, its link's, a private network's, or what carriers share among their
/// customers (RFC 6890's registries), also where an address of IPv6 only stands for one.
pub fn is_inside_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_inside_v4(v4),
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => is_inside_v4(v4),
            None => {
                let first = v6.segments()[0];
                v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
                    || first & 0xffc0 == 0xfec0
            }
        },
    }
}

fn is_inside_v4(v4: Ipv4Addr) -> bool {
    let [first, second, ..] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || first == 0
        || (first == 100 && second & 0xc0 == 64)
}

/// The address of IPv4 that packets to such an address end at: mapped, NAT64, 6to4.
fn embedded(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let of = |high: u16, low: u16| Some(((u32::from(high) << 16) | u32::from(low)).into());
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => of(g, h),
        (0x2002, ..) => of(b, c),
        _ => None,
    }
}

fn is_local_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_under = |top: &str| {
        name.strip_suffix(top).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    !name.contains('.') || LOCAL.iter().any(|top| is_under(top))
}

/// Names that no public zone has: RFC 6761 (localhost), 6762 (local, and in its appendix G what home routers made
/// up), 8375 (home.arpa), and what ICANN keeps for private use (internal).
const LOCAL: [&str; 9] = [
    "localhost",
    "local",
    "home.arpa",
    "internal",
    "lan",
    "home",
    "corp",
    "intranet",
    "localdomain",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_at_home_is_inside() {
        for inside in [
            "127.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "[::1]",
            "fe80::1",
            "fd12::1",
            "::ffff:10.0.0.1",
            "64:ff9b::c0a8:101",
            "2002:c0a8:101::1",
            "localhost",
            "a.localhost.",
            "router",
            "Router.Local",
            "nas.lan",
            "printer.home.arpa",
            "metadata.google.internal",
            "",
        ] {
            assert!(is_inside(inside), "{inside}");
        }
        for public in [
            "example.org",
            "local.example",
            "notlocal.kz",
            "homearpa.kz",
            "1.1.1.1",
            "100.128.0.1",
            "172.32.0.1",
            "2a00::1",
            "64:ff9b::101:101",
        ] {
            assert!(!is_inside(public), "{public}");
        }
    }
}
