//! Writing packets: what censors, middleboxes and a NAT64 send in somebody's name, and what tests send.

use std::net::{IpAddr, SocketAddr};

use smoltcp::phy::ChecksumCapabilities;
use smoltcp::wire::{
    Icmpv4Packet, Icmpv6Packet, IpAddress, IpProtocol, IpRepr, TcpControl, TcpPacket, TcpRepr,
    TcpSeqNumber, UdpPacket, UdpRepr,
};

use super::{network_layer, read};

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

/// What `router` says of a packet whose hops are used up, quoting its beginning.
pub fn time_exceeded(router: IpAddr, packet: &[u8]) -> Option<Vec<u8>> {
    let (source, ..) = network_layer(packet)?;
    let (from, to) = (router.into(), source.into());
    // RFC 1812: as much as fits into 576 bytes; RFC 4443: into 1280.
    let (protocol, kind, most) = match source {
        IpAddr::V4(_) => (IpProtocol::Icmp, 11, 576 - 28),
        IpAddr::V6(_) => (IpProtocol::Icmpv6, 3, 1280 - 48),
    };
    let quoted = &packet[..packet.len().min(most)];
    Some(around(from, to, protocol, 8 + quoted.len(), |buffer| {
        buffer[0] = kind;
        buffer[8..].copy_from_slice(quoted);
        match (from, to) {
            (IpAddress::Ipv6(from), IpAddress::Ipv6(to)) => {
                Icmpv6Packet::new_unchecked(buffer).fill_checksum(&from, &to);
            }
            _ => Icmpv4Packet::new_unchecked(buffer).fill_checksum(),
        }
    }))
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

const HOP_LIMIT: u8 = 64;
/// Of an Ethernet, without options.
pub(in crate::sim) const MAX_SEGMENT: u16 = 1460;
/// smoltcp's, for a buffer of 64 kB.
const WINDOW_SCALE: u8 = 1;
