//! A proxy that writes into cleartext: it names itself in requests and answers, says for whom it asks, and
//! spells `Host` its own way.
//!
//! It reads single segments. What it adds moves everything that comes after, so both directions are counted
//! anew.

use arna_model::Micros;

use super::super::censors::{Flows, flow_of};
use super::super::hop::{Censor, Direction, Hop};
use super::super::packet::{self, Body};
use super::super::rewrite;

/// Writes into the first request and the first answer of every connection to port 80.
#[derive(Debug, Default)]
pub struct HttpProxy {
    flows: Flows<[Option<Grown>; 2]>,
}

/// Where one direction was written into: the segment, and by how many bytes it grew.
#[derive(Clone, Copy, Debug)]
struct Grown {
    seq: u32,
    bytes: u32,
}

impl Censor for HttpProxy {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let Some(view) = packet::read(packet) else { return hop.forward(packet) };
        let Body::Tcp(segment) = view.body else { return hop.forward(packet) };
        let id = flow_of(&view, direction);
        if id.1.port() != HTTP_PORT {
            return hop.forward(packet);
        }
        if segment.is_opening() {
            self.flows.keep(id, [None; 2], now);
        }
        let Some(sides) = self.flows.find(&id, now) else { return hop.forward(packet) };
        let (own, other) = match direction {
            Direction::Up => (0, 1),
            Direction::Down => (1, 0),
        };
        let written = match sides[own] {
            Some(grown) if grown.seq != segment.seq => None,
            _ => written(segment.payload, direction, &id.0.ip().to_string()),
        };
        if let Some(text) = &written {
            let bytes = (text.len() - segment.payload.len()) as u32;
            sides[own] = Some(Grown { seq: segment.seq, bytes });
        }
        let moved = sides[own].filter(|grown| packet::is_after(segment.seq, grown.seq));
        let heard = sides[other]
            .filter(|grown| segment.ack.is_some_and(|ack| packet::is_after(ack, grown.seq)));
        let by = |grown: Option<Grown>| grown.map_or(0, |grown| grown.bytes);
        let mut packet = match written {
            Some(text) => rewrite::with_payload(packet, &text),
            None => packet.to_vec(),
        };
        rewrite::shift(&mut packet, by(moved), by(heard).wrapping_neg());
        hop.forward(&packet);
    }
}

/// A head that begins in `payload` as the proxy writes it, with the rest.
fn written(payload: &[u8], direction: Direction, client: &str) -> Option<Vec<u8>> {
    let line = payload.windows(2).position(|two| two == b"\r\n")? + 2;
    let (first, rest) = payload.split_at(line);
    let first = std::str::from_utf8(first).ok()?;
    let mut text = first.as_bytes().to_vec();
    match direction {
        Direction::Up if first.ends_with(" HTTP/1.1\r\n") => {
            text.extend(format!("Via: {VIA}\r\nX-Forwarded-For: {client}\r\n").into_bytes());
            let mut rest = rest.to_vec();
            if let Some(at) = rest.windows(7).position(|name| name == b"\r\nhost:") {
                rest[at + 2] = b'H';
            } else if rest.starts_with(b"host:") {
                rest[0] = b'H';
            }
            text.extend(rest);
        }
        Direction::Down if first.starts_with("HTTP/1.") => {
            text.extend(format!("Via: {VIA}\r\n").into_bytes());
            text.extend(rest);
        }
        _ => return None,
    }
    Some(text)
}

const HTTP_PORT: u16 = 80;
const VIA: &str = "1.1 proxy.operator.example";

#[cfg(test)]
mod tests {
    use super::super::super::censors::testing::{at, is_untouched, pass};
    use super::*;

    const PHONE: &str = "10.0.0.1:4000";
    const SITE: &str = "192.0.2.1:80";

    #[track_caller]
    fn read(hop: &Hop) -> (u32, Option<u32>, String) {
        let Body::Tcp(segment) = packet::read(&hop.forwarded[0]).expect("readable").body else {
            panic!("TCP")
        };
        (segment.seq, segment.ack, String::from_utf8_lossy(segment.payload).into_owned())
    }

    #[test]
    fn a_request_and_its_answer_grow_and_everything_after_is_counted_anew() {
        let (phone, site) = (at(PHONE), at(SITE));
        let mut proxy = HttpProxy::default();
        pass(&mut proxy, &packet::opening(phone, site, 7), Direction::Up, 0.0);
        let asks = b"GET / HTTP/1.1\r\nhost: site.example\r\n\r\n";
        let request = packet::segment(phone, site, 8, 100, asks);
        let asked = read(&pass(&mut proxy, &request, Direction::Up, 0.1));
        assert_eq!(
            asked.2,
            "GET / HTTP/1.1\r\nVia: 1.1 proxy.operator.example\r\nX-Forwarded-For: 10.0.0.1\r\n\
             Host: site.example\r\n\r\n"
        );
        let again = read(&pass(&mut proxy, &request, Direction::Up, 0.9));
        assert_eq!(again, asked, "sent again, it is written into again");
        let grown = (asked.2.len() - asks.len()) as u32;

        let heard = 8 + asked.2.len() as u32;
        let answer = packet::segment(site, phone, 100, heard, b"HTTP/1.1 200 OK\r\n\r\npage");
        let answered = read(&pass(&mut proxy, &answer, Direction::Down, 1.0));
        assert_eq!(answered.1, Some(heard - grown), "the phone said no more");
        assert_eq!(answered.2, "HTTP/1.1 200 OK\r\nVia: 1.1 proxy.operator.example\r\n\r\npage");
        let more = packet::segment(site, phone, 123, heard, b"more");
        let more = read(&pass(&mut proxy, &more, Direction::Down, 1.1));
        assert_eq!(more.0, 100 + answered.2.len() as u32);
        let thanks = packet::acknowledgement(phone, site, heard - grown, more.0 + 4, 1000);
        let thanks = read(&pass(&mut proxy, &thanks, Direction::Up, 1.2));
        assert_eq!((thanks.0, thanks.1), (heard, Some(127)));
    }

    #[test]
    fn what_is_no_cleartext_is_left_alone() {
        let (phone, site) = (at(PHONE), at("192.0.2.1:443"));
        let mut proxy = HttpProxy::default();
        pass(&mut proxy, &packet::opening(phone, site, 7), Direction::Up, 0.0);
        let hello = packet::segment(phone, site, 8, 100, b"GET / HTTP/1.1\r\n\r\n");
        assert!(is_untouched(&hello, &pass(&mut proxy, &hello, Direction::Up, 0.1)));
    }
}
