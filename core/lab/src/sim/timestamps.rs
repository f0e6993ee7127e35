//! TCP's timestamp option (RFC 7323), which phones and servers alike send: a peer echoes the time of
//! what it acknowledges, so every acknowledgement measures a round trip, also of what was sent twice.
//!
//! smoltcp has the option, too, but counts its congestion window in segments without it, and so sends
//! a crumb of twelve bytes behind every few segments. Here it is added to what smoltcp has made, and
//! smoltcp skips it in what comes in. The clock ticks in microseconds, as Linux's may.

use smoltcp::wire::{IpVersion, Ipv4Packet, Ipv6Packet, TCP_HEADER_LEN, TcpPacket};

use super::packet::{self, Segment};

/// What one end of a connection knows of the other's clock.
#[derive(Debug, Default)]
pub struct Timestamps {
    /// The value to echo; 0: none was heard.
    recent: u32,
    last_acknowledgement_sent: Option<u32>,
}

impl Timestamps {
    /// Notes a segment that comes in: the age of the segment that it acknowledges.
    pub fn received(&mut self, segment: &Segment<'_>, now: u64) -> Option<u64> {
        let (value, echo) = segment.timestamps()?;
        // Not from behind a hole: a delayed acknowledgement echoes the first of what it acknowledges.
        let is_next = self
            .last_acknowledgement_sent
            .is_none_or(|acknowledged| !packet::is_after(segment.seq, acknowledged));
        if is_next {
            self.recent = value;
        }
        (echo != 0).then(|| u64::from(value_at(now).wrapping_sub(echo)))
    }

    /// Notes the acknowledgement in a segment that leaves; the option's value and echo for it.
    pub fn sent(&mut self, acknowledgement: Option<u32>, now: u64) -> (u32, u32) {
        self.last_acknowledgement_sent = acknowledgement;
        (value_at(now), self.recent)
    }
}

/// Completes a TCP packet that smoltcp has made: adds the option, if its connection has a clock, and
/// fills in the checksum.
pub fn complete(packet: &mut Vec<u8>, option: Option<(u32, u32)>) {
    let Some((source, destination, _, segment)) = packet::network_layer(packet) else { return };
    let at = packet.len() - segment.len();
    if let Some((value, echo)) = option {
        let header = usize::from(TcpPacket::new_unchecked(segment).header_len());
        let mut option = [NOP, NOP, KIND, 10, 0, 0, 0, 0, 0, 0, 0, 0];
        option[4..8].copy_from_slice(&value.to_be_bytes());
        option[8..].copy_from_slice(&echo.to_be_bytes());
        // Before smoltcp's options: behind them may lie padding, which ends the list.
        let options = at + TCP_HEADER_LEN;
        packet.splice(options..options, option);
        TcpPacket::new_unchecked(&mut packet[at..]).set_header_len((header + LENGTH) as u8);
        let length = packet.len();
        if IpVersion::of_packet(packet) == Ok(IpVersion::Ipv4) {
            let mut ip = Ipv4Packet::new_unchecked(&mut packet[..]);
            ip.set_total_len(length as u16);
            ip.fill_checksum();
        } else {
            Ipv6Packet::new_unchecked(&mut packet[..]).set_payload_len((length - at) as u16);
        }
    }
    let mut tcp = TcpPacket::new_unchecked(&mut packet[at..]);
    tcp.fill_checksum(&source.into(), &destination.into());
}

/// Never the zero of a peer that has heard no value yet, but for a microsecond an hour.
fn value_at(now: u64) -> u32 {
    (now as u32).wrapping_add(1)
}

/// What the option adds to a packet.
pub const LENGTH: usize = 12;
const NOP: u8 = 1;
const KIND: u8 = 8;

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::super::packet::{Body, read, segment};
    use super::*;

    fn tcp<'a>(packet: &'a [u8]) -> Segment<'a> {
        let Body::Tcp(segment) = read(packet).expect("TCP").body else { panic!("TCP") };
        segment
    }

    #[test]
    fn a_packet_with_the_option_is_the_same_and_twelve_bytes_longer() {
        for (from, to) in
            [("10.0.0.1:1234", "192.0.2.1:80"), ("[2001:db8::1]:1234", "[2001:db8::2]:80")]
        {
            let (from, to): (SocketAddr, SocketAddr) =
                (from.parse().expect("an address"), to.parse().expect("an address"));
            let mut packet = segment(from, to, 7, 9, b"hello");
            let before = packet.len();
            assert_eq!(tcp(&packet).timestamps(), None);
            complete(&mut packet, Some((5, 6)));
            assert_eq!(packet.len(), before + LENGTH);
            let read = tcp(&packet);
            assert_eq!((read.seq, read.ack, read.payload), (7, Some(9), &b"hello"[..]));
            assert_eq!(read.timestamps(), Some((5, 6)));
            let (source, destination, _, rest) = packet::network_layer(&packet).expect("IP");
            let whole = TcpPacket::new_checked(rest).expect("TCP");
            assert!(whole.verify_checksum(&source.into(), &destination.into()));
        }
    }

    #[test]
    fn the_echo_is_of_what_filled_the_hole() {
        let at = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let data = |seq: u32, value: u32| {
            let mut packet = segment(at("10.0.0.1:1"), at("10.0.0.2:2"), seq, 0, b"0123456789");
            complete(&mut packet, Some((value, 50)));
            packet
        };
        let mut here = Timestamps::default();
        assert_eq!(here.sent(Some(100), 0), (1, 0));
        // The second of them comes first, and the first was sent twice.
        assert_eq!(here.received(&tcp(&data(110, 8)), 149), Some(100));
        assert_eq!(here.sent(Some(100), 149).1, 0);
        assert_eq!(here.received(&tcp(&data(100, 9)), 199), Some(150));
        assert_eq!(here.sent(Some(120), 199), (200, 9));
        // Two in order, acknowledged together: the older is echoed.
        here.received(&tcp(&data(120, 11)), 210);
        here.received(&tcp(&data(130, 12)), 211);
        assert_eq!(here.sent(Some(140), 220).1, 11);
    }
}
