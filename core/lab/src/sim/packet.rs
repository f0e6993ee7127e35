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
    fn rubbish_is_nothing() {
        assert!(read(&[]).is_none());
        assert!(read(&[0x45; 19]).is_none());
        let packet = datagram(at("10.0.0.1:1"), at("10.0.0.2:2"), &[1, 2, 3]);
        for length in 0..packet.len() {
            assert!(read(&packet[..length]).is_none(), "{length}");
        }
    }
}
