//! Changing packets that others have made, with their checksums.

use smoltcp::wire::{
    IPV4_HEADER_LEN, IPV6_HEADER_LEN, IpProtocol, IpVersion, Ipv4Packet, Ipv6Packet, TcpPacket,
    TcpSeqNumber,
};

use super::packet::{hop_limit, network_layer};

/// Adds to the sequence and acknowledgement numbers of a TCP packet, and corrects its checksum.
pub fn shift(packet: &mut [u8], seq: u32, ack: u32) {
    let Some((source, destination, IpProtocol::Tcp, rest)) = network_layer(packet) else {
        return;
    };
    let (from, to) = (source.into(), destination.into());
    // The payload of an IP packet is its end (no Ethernet padding in here).
    let header = packet.len() - rest.len();
    let mut tcp = TcpPacket::new_unchecked(&mut packet[header..]);
    tcp.set_seq_number(TcpSeqNumber((tcp.seq_number().0 as u32).wrapping_add(seq) as i32));
    if tcp.ack() {
        tcp.set_ack_number(TcpSeqNumber((tcp.ack_number().0 as u32).wrapping_add(ack) as i32));
    }
    tcp.fill_checksum(&from, &to);
}

/// Bounds how many hops a packet may go.
pub fn set_hop_limit(packet: &mut [u8], hop_limit: u8) {
    match packet.first().map(|first| first >> 4) {
        Some(4) if packet.len() >= IPV4_HEADER_LEN => {
            let mut ip = Ipv4Packet::new_unchecked(packet);
            ip.set_hop_limit(hop_limit);
            ip.fill_checksum();
        }
        Some(6) if packet.len() >= IPV6_HEADER_LEN => {
            Ipv6Packet::new_unchecked(packet).set_hop_limit(hop_limit);
        }
        _ => {}
    }
}

/// Takes as many hops off a packet as it passes routers.
pub fn wear(packet: &mut [u8], routers: u8) {
    if let Some(left) = hop_limit(packet).filter(|_| routers > 0) {
        set_hop_limit(packet, left.saturating_sub(routers).max(1));
    }
}

/// A TCP packet with another payload behind the same headers, its length and checksums fitted.
pub fn with_payload(packet: &[u8], payload: &[u8]) -> Vec<u8> {
    let Some((source, destination, IpProtocol::Tcp, rest)) = network_layer(packet) else {
        return packet.to_vec();
    };
    let header = packet.len() - rest.len();
    let body = header + usize::from(TcpPacket::new_unchecked(rest).header_len());
    let mut packet = packet[..body].to_vec();
    packet.extend_from_slice(payload);
    let length = packet.len();
    if IpVersion::of_packet(&packet) == Ok(IpVersion::Ipv4) {
        let mut ip = Ipv4Packet::new_unchecked(&mut packet[..]);
        ip.set_total_len(length as u16);
        ip.fill_checksum();
    } else {
        Ipv6Packet::new_unchecked(&mut packet[..]).set_payload_len((length - header) as u16);
    }
    let mut tcp = TcpPacket::new_unchecked(&mut packet[header..]);
    tcp.fill_checksum(&source.into(), &destination.into());
    packet
}

#[cfg(test)]
mod tests {
    use super::super::packet::{self, Body};
    use super::*;

    #[test]
    fn numbers_are_shifted_around_their_end_and_the_checksum_fits() {
        for (from, to) in
            [("10.0.0.1:1234", "192.0.2.1:53"), ("[2001:db8::1]:1234", "[2001:db8::2]:53")]
        {
            let (from, to) = (from.parse().expect("an address"), to.parse().expect("an address"));
            let mut packet = packet::acknowledgement(from, to, 7, u32::MAX, 100);
            shift(&mut packet, 5, 2);
            let Body::Tcp(segment) = packet::read(&packet).expect("TCP").body else {
                panic!("TCP")
            };
            assert_eq!((segment.seq, segment.ack), (12, Some(1)));
            let (_, _, _, rest) = network_layer(&packet).expect("IP");
            let tcp = TcpPacket::new_checked(rest).expect("TCP");
            assert!(tcp.verify_checksum(&from.ip().into(), &to.ip().into()));
        }
    }
}
