//! NAT64: the prefix under which a network of IPv6 alone shows the addresses of IPv4 (RFC 6052, RFC 7050).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A prefix with a length of 32, 40, 48, 56, 64 or 96 bits. Written like `64:ff9b::/96`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nat64 {
    prefix: Ipv6Addr,
    length: u8,
}

impl Nat64 {
    /// The prefix that every network may use (RFC 6052, section 2.1).
    pub const WELL_KNOWN: Self =
        Self { prefix: Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), length: 96 };

    /// The name that has addresses of IPv4 alone: whoever gives it others synthesises them (RFC 7050).
    pub const DISCOVERY_NAME: &str = "ipv4only.arpa";

    /// The addresses of [`Self::DISCOVERY_NAME`].
    pub const DISCOVERY_ADDRESSES: [Ipv4Addr; 2] =
        [Ipv4Addr::new(192, 0, 0, 170), Ipv4Addr::new(192, 0, 0, 171)];

    /// The prefixes that an answer for [`Self::DISCOVERY_NAME`] shows, each once.
    pub fn shown_by(answer: &[IpAddr]) -> Vec<Self> {
        let mut found = Vec::new();
        for address in answer {
            let IpAddr::V6(address) = address else { continue };
            let fits = |nat64: &Self| {
                Self::DISCOVERY_ADDRESSES.iter().any(|v4| nat64.embed(*v4) == *address)
            };
            let prefixes = LENGTHS.into_iter().map(|length| Self::of(*address, length));
            found.extend(prefixes.filter(fits).find(|one| !found.contains(one)));
        }
        found
    }

    /// The address that stands for `v4`.
    pub fn embed(self, v4: Ipv4Addr) -> Ipv6Addr {
        let mut octets = self.prefix.octets();
        for (at, octet) in self.places().zip(v4.octets()) {
            octets[at] = octet;
        }
        octets.into()
    }

    /// The address of IPv4 that `address` stands for, if it lies under this prefix.
    pub fn extract(self, address: Ipv6Addr) -> Option<Ipv4Addr> {
        if Self::of(address, self.length) != self {
            return None;
        }
        let mut v4 = [0; 4];
        for (at, octet) in self.places().zip(&mut v4) {
            *octet = address.octets()[at];
        }
        Some(v4.into())
    }

    /// The network of IPv6 that stands for the network of IPv4 with `bits` bits at `v4`.
    pub fn embed_network(self, v4: Ipv4Addr, bits: u8) -> (Ipv6Addr, u8) {
        let end = self.length + bits.min(32);
        let over = self.length <= RESERVED_BIT && end > RESERVED_BIT || self.length == RESERVED_BIT;
        (self.embed(v4), if over { end + 8 } else { end })
    }

    fn of(address: Ipv6Addr, length: u8) -> Self {
        let kept = u128::MAX << (128 - u32::from(length));
        Self { prefix: Ipv6Addr::from_bits(address.to_bits() & kept), length }
    }

    /// Where the octets of the address of IPv4 stand; octet 8 is left out (RFC 6052, section 2.2).
    fn places(self) -> impl Iterator<Item = usize> {
        (usize::from(self.length / 8)..16).filter(|at| *at != usize::from(RESERVED_BIT / 8)).take(4)
    }
}

impl fmt::Display for Nat64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.prefix, self.length)
    }
}

/// A text that is no prefix for NAT64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNat64;

impl fmt::Display for NoNat64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a NAT64's prefix is written like 64:ff9b::/96, with 32, 40, 48, 56, 64 or 96 bits",
        )
    }
}

impl std::error::Error for NoNat64 {}

impl FromStr for Nat64 {
    type Err = NoNat64;

    fn from_str(text: &str) -> Result<Self, NoNat64> {
        let (prefix, length) = text.split_once('/').ok_or(NoNat64)?;
        let prefix: Ipv6Addr = prefix.parse().map_err(|_| NoNat64)?;
        let length: u8 = length.parse().map_err(|_| NoNat64)?;
        let is_whole = LENGTHS.contains(&length) && Self::of(prefix, length).prefix == prefix;
        if is_whole { Ok(Self { prefix, length }) } else { Err(NoNat64) }
    }
}

impl TryFrom<String> for Nat64 {
    type Error = NoNat64;

    fn try_from(text: String) -> Result<Self, NoNat64> {
        text.parse()
    }
}

impl From<Nat64> for String {
    fn from(nat64: Nat64) -> Self {
        nat64.to_string()
    }
}

const LENGTHS: [u8; 6] = [96, 64, 56, 48, 40, 32];
/// Bits 64 to 71 are zero.
const RESERVED_BIT: u8 = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn nat64(text: &str) -> Nat64 {
        text.parse().expect(text)
    }

    /// RFC 6052, section 2.4.
    const EXAMPLES: [(&str, &str); 7] = [
        ("2001:db8::/32", "2001:db8:c000:221::"),
        ("2001:db8:100::/40", "2001:db8:1c0:2:21::"),
        ("2001:db8:122::/48", "2001:db8:122:c000:2:2100::"),
        ("2001:db8:122:300::/56", "2001:db8:122:3c0:0:221::"),
        ("2001:db8:122:344::/64", "2001:db8:122:344:c0:2:2100::"),
        ("2001:db8:122:344::/96", "2001:db8:122:344::192.0.2.33"),
        ("64:ff9b::/96", "64:ff9b::192.0.2.33"),
    ];

    #[test]
    fn the_examples_of_the_standard_go_both_ways() {
        let v4 = Ipv4Addr::new(192, 0, 2, 33);
        for (prefix, address) in EXAMPLES {
            let (prefix, address) = (nat64(prefix), address.parse().expect(address));
            assert_eq!((prefix.embed(v4), prefix.extract(address)), (address, Some(v4)));
            assert_eq!(prefix.extract("2a00::1".parse().expect("an address")), None);
        }
    }

    #[test]
    fn every_prefix_is_found_in_its_answer() {
        for (prefix, _) in EXAMPLES {
            let prefix = nat64(prefix);
            let v6 = Nat64::DISCOVERY_ADDRESSES.map(|v4| IpAddr::from(prefix.embed(v4)));
            assert_eq!(Nat64::shown_by(&v6), [prefix]);
        }
        let plain = Nat64::DISCOVERY_ADDRESSES.map(IpAddr::from);
        assert_eq!(Nat64::shown_by(&plain), []);
        assert_eq!(Nat64::shown_by(&["2a00::aa".parse().expect("an address")]), []);
    }

    #[test]
    fn a_network_keeps_its_own_bits_and_no_others() {
        let kaz = Ipv4Addr::new(2, 72, 0, 0);
        for (prefix, bits) in [("64:ff9b::/96", 109), ("2a03:32c0::/32", 45), ("2a03::/64", 85)] {
            assert_eq!(nat64(prefix).embed_network(kaz, 13).1, bits, "{prefix}");
        }
        assert_eq!(nat64("2a03::/56").embed_network(kaz, 13).1, 77);
    }

    #[test]
    fn what_is_no_prefix_is_refused() {
        for text in ["", "64:ff9b::", "64:ff9b::/95", "64:ff9b::1/96", "1.2.3.4/32", "::/128"] {
            assert_eq!(text.parse::<Nat64>(), Err(NoNat64), "{text}");
        }
    }
}
