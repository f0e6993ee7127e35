//! Addresses: who lives where in the simulated internet.
//!
//! All servers have addresses that public servers can have: private, test and documentation networks
//! would be taken for forged answers, and the helper refuses them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use arna_model::Side;

/// The phone.
pub(super) const PHONE: IpAddr = v4(2, 72, 41, 7);
/// Its address in networks of IPv6.
pub(super) const PHONE_V6: Ipv6Addr = home(0x41, 7);
/// What the internet takes for the phone behind a NAT64.
pub(super) const TRANSLATOR: Ipv4Addr = Ipv4Addr::new(2, 72, 64, 1);
/// The operator's resolver.
pub(crate) const OPERATORS_RESOLVER: IpAddr = v4(2, 72, 0, 53);
/// Its address in networks of IPv6 alone.
pub(super) const OPERATORS_RESOLVER_V6: IpAddr = IpAddr::V6(home(0, 0x53));
/// The public resolver, abroad.
pub(super) const PUBLIC_RESOLVER: IpAddr = v4(9, 9, 9, 9);
/// The same.
pub(super) const PUBLIC_RESOLVER_V6: IpAddr =
    IpAddr::V6(Ipv6Addr::new(0x2620, 0xfe, 0, 0, 0, 0, 0, 0xfe));
/// The name on its certificate.
pub(super) const PUBLIC_RESOLVERS_NAME: &str = "dns.quad9.net";

/// Two more public resolvers, for real programs, which ask them unasked: name and address.
pub(super) const OTHER_RESOLVERS: [(&str, IpAddr); 2] =
    [("dns.google", v4(8, 8, 8, 8)), ("one.one.one.one", v4(1, 1, 1, 1))];

/// Names of advertisements: every phone asks for them, and every ad-blocker denies them.
pub(super) const ADVERTISEMENTS: [&str; 2] =
    ["googleads.g.doubleclick.net", "pagead2.googlesyndication.com"];

/// The test helpers: name, address, one-way milliseconds from the border.
pub(super) const HELPERS: [(&str, IpAddr, f64); 2] = [
    ("helper-one.arna.example", v4(188, 166, 10, 21), 38.0),
    ("helper-two.arna.example", v4(167, 99, 20, 42), 47.0),
];

/// The address of IPv6 that the first helper has; the second has none, as many have none.
pub(super) const FIRST_HELPER_V6: IpAddr =
    IpAddr::V6(Ipv6Addr::new(0x2a03, 0xb0c0, 2, 0xd0, 0, 0, 0, 0x21));

/// The sanity anchors.
pub(super) const ANCHORS: [(Side, &str, IpAddr, f64); 4] = [
    (Side::Foreign, "www.iana.org", v4(192, 0, 46, 8), 55.0),
    (Side::Foreign, "www.ietf.org", v4(50, 223, 129, 194), 42.0),
    (Side::DomesticState, "egov.kz", v4(2, 73, 1, 10), 5.0),
    (Side::Domestic, "kolesa.kz", v4(2, 73, 2, 10), 4.0),
];

/// The innocent name that everybody knows: programs look it up to compare.
pub(super) const EXAMPLE: (&str, IpAddr, f64) = ("example.com", v4(93, 184, 215, 14), 47.0);

/// The server that answers cleartext requests with 204, for who wants to know of portals.
pub(super) const PROBE: (&str, IpAddr, f64) = ("connect.arna.example", v4(188, 166, 10, 30), 38.0);

/// The operator's portal.
pub(super) const PORTAL: (&str, IpAddr, f64) = ("portal.operator.example", v4(2, 72, 0, 80), 3.0);

/// The operator's proxy.
pub(super) const OPERATORS_PROXY: IpAddr = v4(2, 72, 0, 90);

/// The country's network, for servers that treat it differently.
pub(super) const COUNTRY: (IpAddr, u8) = (v4(2, 72, 0, 0), 13);
/// The same of IPv6.
pub(super) const COUNTRY_V6: (IpAddr, u8) = (IpAddr::V6(home(0, 0)), 32);

/// The operator's routers from the phone to its border: what belongs to it alone, what operators share, and what
/// is its own in public.
pub(super) const INSIDE: [(Ipv4Addr, Ipv6Addr); 5] = [
    (Ipv4Addr::new(10, 72, 0, 1), home(0x41, 1)),
    (Ipv4Addr::new(10, 72, 4, 1), home(1, 1)),
    (Ipv4Addr::new(100, 72, 8, 1), home(2, 1)),
    (Ipv4Addr::new(2, 72, 40, 1), home(3, 1)),
    (Ipv4Addr::new(2, 72, 32, 9), home(4, 1)),
];
/// The border, counted from the phone.
pub(super) const BORDER_HOP: u8 = INSIDE.len() as u8;
/// The routers behind it, on the way to all who are abroad.
pub(super) const OUTSIDE: [(Ipv4Addr, Ipv6Addr); 3] = [
    (Ipv4Addr::new(62, 115, 40, 1), Ipv6Addr::new(0x2001, 0x2034, 1, 0, 0, 0, 0, 1)),
    (Ipv4Addr::new(62, 115, 44, 9), Ipv6Addr::new(0x2001, 0x2034, 2, 0, 0, 0, 0, 9)),
    (Ipv4Addr::new(80, 249, 208, 1), Ipv6Addr::new(0x2001, 0x7f8, 1, 0, 0, 0, 0, 1)),
];
/// All of them.
pub(super) const HOPS: u8 = (INSIDE.len() + OUTSIDE.len()) as u8;
/// Those that say nothing of packets whose hops are used up, unless a scenario has others.
pub(super) const SILENT_HOPS: [u8; 2] = [2, 7];

/// Whether an address lies in the country.
pub(super) fn is_domestic(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.octets()[0] == 2 && v4.octets()[1] & !7 == 72,
        IpAddr::V6(v6) => v6.segments()[..2] == HOME,
    }
}

/// The address of the `index`th site, abroad.
pub(super) fn abroad(index: usize) -> IpAddr {
    let (first, second) = HOSTING[index % HOSTING.len()];
    numbered(first, second, index / HOSTING.len())
}

/// The address of IPv6 of the `index`th site, if it has one.
pub(super) fn over_v6(index: usize, is_domestic: bool) -> IpAddr {
    let (high, low) = ((index >> 16) as u16, index as u16);
    let address = if is_domestic {
        Ipv6Addr::new(HOME[0], HOME[1], 0x74, 0, 0, high, low, 1)
    } else {
        Ipv6Addr::new(0x2a01, 0x4f8, 0xc0, 0, 0, high, low, 1)
    };
    address.into()
}

/// An address abroad at which nothing ever answers.
pub(super) const NOBODY: Ipv4Addr = Ipv4Addr::new(62, 210, 0, 1);

/// Two more addresses abroad of the `index`th site, if it has them.
pub(super) fn more_abroad(index: usize) -> [IpAddr; 2] {
    [abroad(index + MOST_SITES), abroad(index + 2 * MOST_SITES)]
}

/// The edge of a content network: one address for many sites.
pub(super) const EDGE: IpAddr = v4(104, 21, 10, 1);

/// The address of the `index`th site's server in the country, if it has one.
pub(super) fn domestic(index: usize) -> IpAddr {
    numbered(2, 74, index)
}

/// The network of state services and banks.
pub(super) const STATE: (IpAddr, u8) = (v4(2, 75, 0, 0), 16);

/// The address of the `index`th site, if it is a state service or a bank.
pub(super) fn of_state(index: usize) -> IpAddr {
    numbered(2, 75, index)
}

fn numbered(first: u8, second: u8, index: usize) -> IpAddr {
    let third = u8::try_from(index / PER_NETWORK).expect("a lab has fewer than 60,000 sites");
    v4(first, second, third, (index % PER_NETWORK) as u8 + 1)
}

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

/// The country's addresses of IPv6 begin so.
const HOME: [u16; 2] = [0x2a03, 0x32c0];

const fn home(network: u16, host: u16) -> Ipv6Addr {
    Ipv6Addr::new(HOME[0], HOME[1], 0, network, 0, 0, 0, host)
}

/// Networks of hosting companies.
const HOSTING: [(u8, u8); 12] = [
    (5, 9),
    (46, 4),
    (51, 15),
    (88, 198),
    (95, 216),
    (104, 16),
    (116, 202),
    (138, 201),
    (151, 101),
    (157, 240),
    (159, 69),
    (172, 67),
];
const PER_NETWORK: usize = 250;
/// More than a scenario has.
const MOST_SITES: usize = 12_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_one_network() {
        let at_home = [PHONE, OPERATORS_RESOLVER, domestic(0), domestic(59_999), ANCHORS[2].2];
        let over_v6 = |is_domestic| [over_v6(0, is_domestic), over_v6(59_999, is_domestic)];
        let more = [PHONE_V6.into(), TRANSLATOR.into(), OPERATORS_RESOLVER_V6];
        for address in at_home.into_iter().chain(over_v6(true)).chain(more) {
            assert!(is_domestic(address), "{address}");
        }
        let outside = [PUBLIC_RESOLVER, abroad(0), HELPERS[0].1, v4(2, 80, 0, 1), v4(2, 71, 0, 1)];
        let more = [PUBLIC_RESOLVER_V6, FIRST_HELPER_V6];
        for address in outside.into_iter().chain(over_v6(false)).chain(more) {
            assert!(!is_domestic(address), "{address}");
        }
    }

    #[test]
    fn no_two_sites_share_an_address() {
        let mut all: Vec<_> = (0..40_000).map(abroad).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 40_000);
    }
}
