//! Reading IP packets, as much of IPv4, IPv6, TCP and UDP as the simulation needs; `written` makes them.

use std::net::{IpAddr, SocketAddr};

use smoltcp::wire::{
    IpProtocol, IpVersion, Ipv4Packet, Ipv6Packet, TcpOption, TcpPacket, UdpPacket,
};

pub use self::written::*;

mod written;

/// A TCP or UDP packet, read.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    pub source: SocketAddr,
    pub destination: SocketAddr,
    pub body: Body<'a>,
}

/// What a packet carries.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    Tcp(Segment<'a>),
    Udp(&'a [u8]),
}

/// A TCP segment.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    pub seq: u32,
    /// `None` without the ACK flag.
    pub ack: Option<u32>,
    pub is_syn: bool,
    pub is_fin: bool,
    pub is_rst: bool,
    /// As it stands there, without its scale.
    pub window: u16,
    pub payload: &'a [u8],
    options: &'a [u8],
}

impl Segment<'_> {
    /// The sequence number after this segment.
    pub fn end(&self) -> u32 {
        self.seq
            .wrapping_add(self.payload.len() as u32)
            .wrapping_add(u32::from(self.is_syn) + u32::from(self.is_fin))
    }

    /// Whether this is a connection's first packet.
    pub fn is_opening(&self) -> bool {
        self.is_syn && self.ack.is_none()
    }

    /// Value and echo of the timestamp option.
    pub fn timestamps(&self) -> Option<(u32, u32)> {
        let mut rest = self.options;
        while !rest.is_empty() {
            match TcpOption::parse(rest).ok()? {
                (_, TcpOption::TimeStamp { tsval, tsecr }) => return Some((tsval, tsecr)),
                (_, TcpOption::EndOfList) => return None,
                (after, _) => rest = after,
            }
        }
        None
    }
}

/// Source and destination of any IP packet, with its protocol and what follows the IP header.
pub fn network_layer(packet: &[u8]) -> Option<(IpAddr, IpAddr, IpProtocol, &[u8])> {
    if packet.is_empty() {
        return None; // smoltcp looks at the first byte without asking
    }
    match IpVersion::of_packet(packet).ok()? {
        IpVersion::Ipv4 => {
            let ip = Ipv4Packet::new_checked(packet).ok()?;
            Some((ip.src_addr().into(), ip.dst_addr().into(), ip.next_header(), ip.payload()))
        }
        IpVersion::Ipv6 => {
            let ip = Ipv6Packet::new_checked(packet).ok()?;
            Some((ip.src_addr().into(), ip.dst_addr().into(), ip.next_header(), ip.payload()))
        }
    }
}

/// Reads a TCP or UDP packet; `None` for anything else.
pub fn read(packet: &[u8]) -> Option<Packet<'_>> {
    let (source, destination, protocol, rest) = network_layer(packet)?;
    let (ports, body) = match protocol {
        IpProtocol::Tcp => {
            let tcp = TcpPacket::new_checked(rest).ok()?;
            let segment = Segment {
                seq: tcp.seq_number().0 as u32,
                ack: tcp.ack().then(|| tcp.ack_number().0 as u32),
                is_syn: tcp.syn(),
                is_fin: tcp.fin(),
                is_rst: tcp.rst(),
                window: tcp.window_len(),
                payload: tcp.payload(),
                options: tcp.options(),
            };
            ((tcp.src_port(), tcp.dst_port()), Body::Tcp(segment))
        }
        IpProtocol::Udp => {
            let udp = UdpPacket::new_checked(rest).ok()?;
            ((udp.src_port(), udp.dst_port()), Body::Udp(udp.payload()))
        }
        _ => return None,
    };
    Some(Packet {
        source: SocketAddr::new(source, ports.0),
        destination: SocketAddr::new(destination, ports.1),
        body,
    })
}

/// What a router says of a packet that it has not sent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    pub router: IpAddr,
    /// Whether the packet's hops were used up; else it goes no further there.
    pub is_expired: bool,
    /// Who had sent the packet.
    pub source: SocketAddr,
    /// Where to.
    pub destination: SocketAddr,
}

/// Reads ICMP's time exceeded and destination unreachable about a TCP or UDP packet.
pub fn notice(packet: &[u8]) -> Option<Notice> {
    let (router, _, protocol, message) = network_layer(packet)?;
    let is_expired = match (protocol, message.first()?) {
        (IpProtocol::Icmp, 11) | (IpProtocol::Icmpv6, 3) => true,
        (IpProtocol::Icmp, 3) | (IpProtocol::Icmpv6, 1) => false,
        _ => return None,
    };
    // Of the packet the beginning is quoted, so its lengths do not fit.
    let quoted = message.get(ICMP_HEADER..)?;
    let (source, destination, ports) = match quoted.first()? >> 4 {
        4 => {
            let address = |at: usize| <[u8; 4]>::try_from(quoted.get(at..at + 4)?).ok();
            let header = usize::from(quoted[0] & 15) * 4;
            (IpAddr::from(address(12)?), IpAddr::from(address(16)?), header)
        }
        6 => {
            let address = |at: usize| <[u8; 16]>::try_from(quoted.get(at..at + 16)?).ok();
            (IpAddr::from(address(8)?), IpAddr::from(address(24)?), 40)
        }
        _ => return None,
    };
    let port = |at: usize| Some(u16::from_be_bytes(quoted.get(at..at + 2)?.try_into().ok()?));
    let source = SocketAddr::new(source, port(ports)?);
    Some(Notice {
        router,
        is_expired,
        source,
        destination: SocketAddr::new(destination, port(ports + 2)?),
    })
}

/// How many hops a packet may still go.
pub fn hop_limit(packet: &[u8]) -> Option<u8> {
    match packet.first()? >> 4 {
        4 => packet.get(8).copied(),
        6 => packet.get(7).copied(),
        _ => None,
    }
}

/// Bytes of ICMP before what is quoted.
const ICMP_HEADER: usize = 8;

/// Whether a TCP or UDP packet has the checksum that its addresses want.
#[cfg(test)]
pub fn is_sound(packet: &[u8]) -> bool {
    let Some((source, destination, protocol, rest)) = network_layer(packet) else { return false };
    let (from, to) = (source.into(), destination.into());
    match protocol {
        IpProtocol::Tcp => TcpPacket::new_unchecked(rest).verify_checksum(&from, &to),
        _ => UdpPacket::new_unchecked(rest).verify_checksum(&from, &to),
    }
}

/// Whether sequence number `a` comes after `b`.
pub fn is_after(a: u32, b: u32) -> bool {
    a.wrapping_sub(b) as i32 > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn what_is_written_is_read() {
        for (from, to) in [
            (at("10.0.0.1:1234"), at("192.0.2.1:53")),
            (at("[2001:db8::1]:1234"), at("[2001:db8::2]:53")),
        ] {
            let packet = datagram(from, to, b"question");
            let read_back = read(&packet).expect("UDP");
            assert_eq!((read_back.source, read_back.destination), (from, to));
            assert!(matches!(read_back.body, Body::Udp(b"question")));

            let packet = reset(from, to, 1, 2);
            let Body::Tcp(segment) = read(&packet).expect("TCP").body else { panic!("TCP") };
            assert!(segment.is_rst && segment.payload.is_empty());
        }
    }

    #[test]
    fn a_notice_names_the_router_and_the_packet() {
        for (from, to, router) in [
            (at("10.0.0.1:1234"), at("192.0.2.1:443"), "10.9.0.1"),
            (at("[2001:db8::1]:1234"), at("[2001:db8::2]:443"), "2001:db8:9::1"),
        ] {
            let router = router.parse().expect("an address");
            let packet = time_exceeded(router, &segment(from, to, 7, 9, &[0; 900])).expect("IP");
            let told = Notice { router, is_expired: true, source: from, destination: to };
            assert_eq!(notice(&packet), Some(told));
            assert_eq!(hop_limit(&packet), Some(64));
            assert!(read(&packet).is_none(), "it is neither TCP nor UDP");
            for length in 0..packet.len() {
                assert!(notice(&packet[..length]).is_none(), "{length}");
            }
        }
    }

    #[test]
    fn rubbish_is_nothing() {
        assert!(read(&[]).is_none());
        assert!(read(&[0x45; 19]).is_none());
        let packet = datagram(at("10.0.0.1:1"), at("10.0.0.2:2"), &[1, 2, 3]);
        for length in 0..packet.len() {
            assert!(read(&packet[..length]).is_none(), "{length}");
        }
    }
}
