//! Reading and writing IP packets: as much of IPv4, IPv6, TCP and UDP as the simulation needs.

use std::net::{IpAddr, SocketAddr};

use smoltcp::phy::ChecksumCapabilities;
use smoltcp::wire::{
    IpAddress, IpProtocol, IpRepr, IpVersion, Ipv4Packet, Ipv6Packet, TcpControl, TcpOption,
    TcpPacket, TcpRepr, TcpSeqNumber, UdpPacket, UdpRepr,
};

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

/// A UDP packet. One longer than the MTU stands for its fragments.
pub fn datagram(source: SocketAddr, destination: SocketAddr, payload: &[u8]) -> Vec<u8> {
    let udp = UdpRepr { src_port: source.port(), dst_port: destination.port() };
    let (from, to) = (source.ip().into(), destination.ip().into());
    around(from, to, IpProtocol::Udp, udp.header_len() + payload.len(), |buffer| {
        udp.emit(
            &mut UdpPacket::new_unchecked(buffer),
            &from,
            &to,
            payload.len(),
            |body| body.copy_from_slice(payload),
            &ChecksumCapabilities::default(),
        );
    })
}

/// A TCP reset with these numbers.
pub fn reset(source: SocketAddr, destination: SocketAddr, seq: u32, ack: u32) -> Vec<u8> {
    tcp(source, destination, TcpControl::Rst, (seq, ack), 0, &[])
}

/// What a server says to a SYN whose sequence numbers end with `ack`; windows scale as every stack's in here.
pub fn opening_answer(source: SocketAddr, destination: SocketAddr, seq: u32, ack: u32) -> Vec<u8> {
    let answer = TcpRepr {
        window_scale: Some(WINDOW_SCALE),
        max_seg_size: Some(MAX_SEGMENT),
        ..bare(source, destination, TcpControl::Syn, (seq, Some(ack)))
    };
    written(source, destination, &answer)
}

/// A SYN.
#[cfg(test)]
pub fn opening(source: SocketAddr, destination: SocketAddr, seq: u32) -> Vec<u8> {
    tcp(source, destination, TcpControl::Syn, (seq, 0), 1000, &[])
}

/// A TCP acknowledgement without data.
#[cfg(test)]
pub fn acknowledgement(
    source: SocketAddr,
    destination: SocketAddr,
    seq: u32,
    ack: u32,
    window: u16,
) -> Vec<u8> {
    tcp(source, destination, TcpControl::None, (seq, ack), window, &[])
}

/// A TCP segment with data.
#[cfg(test)]
pub fn segment(
    source: SocketAddr,
    destination: SocketAddr,
    seq: u32,
    ack: u32,
    payload: &[u8],
) -> Vec<u8> {
    tcp(source, destination, TcpControl::Psh, (seq, ack), 1000, payload)
}

/// A TCP segment with data that ends its side of the connection.
pub fn last_segment(
    source: SocketAddr,
    destination: SocketAddr,
    seq: u32,
    ack: u32,
    payload: &[u8],
) -> Vec<u8> {
    tcp(source, destination, TcpControl::Fin, (seq, ack), 1000, payload)
}

/// The same TCP or UDP packet between other addresses, of either version of IP.
pub fn readdressed(packet: &[u8], source: IpAddr, destination: IpAddr) -> Option<Vec<u8>> {
    let (_, _, protocol, rest) = network_layer(packet)?;
    let (from, to) = (source.into(), destination.into());
    let fill: fn(&mut [u8], &IpAddress, &IpAddress) = match protocol {
        IpProtocol::Tcp => |rest, from, to| TcpPacket::new_unchecked(rest).fill_checksum(from, to),
        IpProtocol::Udp => |rest, from, to| UdpPacket::new_unchecked(rest).fill_checksum(from, to),
        _ => return None,
    };
    read(packet)?;
    Some(around(from, to, protocol, rest.len(), |buffer| {
        buffer.copy_from_slice(rest);
        fill(buffer, &from, &to);
    }))
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

fn tcp(
    source: SocketAddr,
    destination: SocketAddr,
    control: TcpControl,
    (seq, ack): (u32, u32),
    window_len: u16,
    payload: &[u8],
) -> Vec<u8> {
    let ack = (control != TcpControl::Syn).then_some(ack);
    let bare = bare(source, destination, control, (seq, ack));
    written(source, destination, &TcpRepr { window_len, payload, ..bare })
}

/// A segment without options and data, and with the largest window.
fn bare(
    source: SocketAddr,
    destination: SocketAddr,
    control: TcpControl,
    (seq, ack): (u32, Option<u32>),
) -> TcpRepr<'static> {
    TcpRepr {
        src_port: source.port(),
        dst_port: destination.port(),
        control,
        seq_number: TcpSeqNumber(seq as i32),
        ack_number: ack.map(|ack| TcpSeqNumber(ack as i32)),
        window_len: u16::MAX,
        window_scale: None,
        max_seg_size: None,
        sack_permitted: false,
        sack_ranges: [None; 3],
        timestamp: None,
        payload: &[],
    }
}

fn written(source: SocketAddr, destination: SocketAddr, tcp: &TcpRepr<'_>) -> Vec<u8> {
    let (from, to) = (source.ip().into(), destination.ip().into());
    around(from, to, IpProtocol::Tcp, tcp.buffer_len(), |buffer| {
        let mut packet = TcpPacket::new_unchecked(buffer);
        tcp.emit(&mut packet, &from, &to, &ChecksumCapabilities::default());
    })
}

/// An IP packet around what `fill` writes.
fn around(
    source: IpAddress,
    destination: IpAddress,
    protocol: IpProtocol,
    length: usize,
    fill: impl FnOnce(&mut [u8]),
) -> Vec<u8> {
    let ip = IpRepr::new(source, destination, protocol, length, HOP_LIMIT);
    let mut packet = vec![0; ip.buffer_len()];
    ip.emit(&mut packet, &ChecksumCapabilities::default());
    fill(&mut packet[ip.header_len()..]);
    packet
}

/// Whether sequence number `a` comes after `b`.
pub fn is_after(a: u32, b: u32) -> bool {
    a.wrapping_sub(b) as i32 > 0
}

const HOP_LIMIT: u8 = 64;
/// Of an Ethernet, without options.
const MAX_SEGMENT: u16 = 1460;
/// smoltcp's, for a buffer of 64 kB.
const WINDOW_SCALE: u8 = 1;

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
