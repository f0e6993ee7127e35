//! A NAT64 at the border of the operator's network (RFC 6146), with one phone behind it.
//!
//! It stands behind the censors: they see what the phone sends and hears. The phone has an address of the
//! operator's for itself, so ports stay as they are and nothing has to be remembered.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use arna_model::Nat64;

use super::packet;

/// A translator.
#[derive(Clone, Copy, Debug)]
pub struct Translator {
    pub prefix: Nat64,
    /// The phone.
    pub inside: Ipv6Addr,
    /// What the internet takes for the phone.
    pub outside: Ipv4Addr,
}

impl Translator {
    /// A packet of the phone's, if it goes to what the prefix stands for. `None`: it is not translated.
    pub fn up(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let (_, IpAddr::V6(to), _, _) = packet::network_layer(packet)? else { return None };
        let to = self.prefix.extract(to)?;
        packet::readdressed(packet, self.outside.into(), to.into())
    }

    /// A packet for the phone. `None`: it is for somebody else.
    pub fn down(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let (IpAddr::V4(from), to, _, _) = packet::network_layer(packet)? else { return None };
        let from = self.prefix.embed(from);
        let is_meant = to == IpAddr::V4(self.outside);
        is_meant.then(|| packet::readdressed(packet, from.into(), self.inside.into())).flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::super::packet::{Body, Packet};
    use super::*;

    fn at(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    fn translator() -> Translator {
        Translator {
            prefix: Nat64::WELL_KNOWN,
            inside: "2a03:32c0::7".parse().expect("an address"),
            outside: Ipv4Addr::new(2, 72, 64, 1),
        }
    }

    fn ends(packet: &[u8]) -> (SocketAddr, SocketAddr) {
        let Packet { source, destination, .. } = packet::read(packet).expect("a packet");
        (source, destination)
    }

    #[test]
    fn what_goes_up_comes_down() {
        let (phone, site) = (at("[2a03:32c0::7]:4000"), at("[64:ff9b::5.9.0.1]:443"));
        let (pool, plain) = (at("2.72.64.1:4000"), at("5.9.0.1:443"));
        let segment = packet::segment(phone, site, 7, 9, b"a name");
        let datagram = packet::datagram(phone, site, b"a question");
        for sent in [segment, datagram] {
            let up = translator().up(&sent).expect("it is translated");
            assert_eq!(ends(&up), (pool, plain));
            assert!(packet::is_sound(&up), "its checksum fits");
            assert!(translator().down(&up).is_none(), "it is not for the phone");
        }
        let answer = packet::segment(plain, pool, 9, 13, b"a page");
        let down = translator().down(&answer).expect("it is translated");
        assert_eq!(ends(&down), (site, phone));
        let Body::Tcp(segment) = packet::read(&down).expect("TCP").body else { panic!("TCP") };
        assert_eq!((segment.payload, segment.seq), (&b"a page"[..], 9));
        assert!(packet::is_sound(&down), "its checksum fits");
    }

    #[test]
    fn what_is_not_under_the_prefix_is_left_alone() {
        let packet = packet::datagram(at("[2a03:32c0::7]:1"), at("[2a00::1]:53"), b"x");
        assert!(translator().up(&packet).is_none() && translator().down(&packet).is_none());
    }
}
