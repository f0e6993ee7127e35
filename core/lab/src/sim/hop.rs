//! The ISP's hop between the radio and the internet, where censors sit.

use std::net::IpAddr;

use arna_model::Micros;

/// Which way a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the phone.
    Up,
    /// To the phone.
    Down,
}

/// A rule over packets. It sees every packet that passes the hop and says what becomes of it.
pub trait Censor: Send {
    /// Takes one packet (IP header first). What is not forwarded is dropped.
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop);
}

/// What a censor can do with a packet.
#[derive(Debug, Default)]
pub struct Hop {
    pub(super) is_from_interceptor: bool,
    pub(super) forwarded: Vec<Vec<u8>>,
    pub(super) injected: Vec<(Vec<u8>, Direction, Micros)>,
    pub(super) intercepted: Vec<Vec<u8>>,
}

impl Hop {
    /// Lets a packet, changed or not, go on in its direction, through the censors that follow.
    pub fn forward(&mut self, packet: &[u8]) {
        self.forwarded.push(packet.to_vec());
    }

    /// Sends a packet of one's own, after `delay`, past the other censors.
    pub fn inject(&mut self, packet: Vec<u8>, direction: Direction, delay: Micros) {
        self.injected.push((packet, direction, delay));
    }

    /// Hands a packet to the interceptor that this censor was made with.
    pub(super) fn intercept(&mut self, packet: Vec<u8>) {
        self.intercepted.push(packet);
    }
}

/// Whether `name` is one of `names` or lies below one; letters' case and a final dot do not matter.
pub fn is_listed(name: &str, names: &[String]) -> bool {
    let name = name.trim_end_matches('.');
    names.iter().map(|listed| listed.trim_end_matches('.')).any(|listed| {
        name.len().checked_sub(listed.len()).is_some_and(|at| {
            name.is_char_boundary(at)
                && name[at..].eq_ignore_ascii_case(listed)
                && (at == 0 || name.as_bytes()[at - 1] == b'.')
        })
    })
}

/// Whether `address` lies in the network `prefix`.
pub fn is_within(address: IpAddr, (network, bits): (IpAddr, u8)) -> bool {
    fn is_same(a: u128, b: u128, width: u32, bits: u8) -> bool {
        let kept = u32::from(bits).min(width);
        kept == 0 || (a ^ b) >> (width - kept) == 0
    }
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => is_same(a.to_bits().into(), b.to_bits().into(), 32, bits),
        (IpAddr::V6(a), IpAddr::V6(b)) => is_same(a.to_bits(), b.to_bits(), 128, bits),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_on_labels() {
        let names = ["example.org".to_owned()];
        for name in ["example.org", "WWW.Example.org", "a.b.example.org."] {
            assert!(is_listed(name, &names), "{name}");
        }
        for name in ["anexample.org", "example.org.kz", "org", ""] {
            assert!(!is_listed(name, &names), "{name}");
        }
    }

    #[test]
    fn prefixes_match_on_bits() {
        let net: IpAddr = "10.20.0.0".parse().expect("an address");
        let at = |text: &str| text.parse().expect("an address");
        assert!(is_within(at("10.20.255.1"), (net, 16)));
        assert!(!is_within(at("10.21.0.1"), (net, 16)));
        assert!(is_within(at("192.0.2.1"), (net, 0)));
        assert!(!is_within(at("2001:db8::1"), (net, 0)));
        assert!(is_within(at("2001:db8::1"), (at("2001:db8::"), 32)));
    }
}
