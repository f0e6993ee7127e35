//! Cleartext requests with a listed Host: silence, a reset, or somebody else's page.

use arna_model::Micros;

use super::super::hop::{Censor, Direction, Hop, is_listed};
use super::impostor::{Impostor, Retort};

/// Keeps cleartext requests (TCP, port 80) for listed hosts from the server. It reads single segments.
#[derive(Debug)]
pub struct HttpHost {
    names: Vec<String>,
    impostor: Impostor,
}

impl HttpHost {
    /// For these names and what lies below them.
    pub fn new(names: Vec<String>, retort: Retort) -> Self {
        Self { names, impostor: Impostor::new(retort) }
    }
}

impl Censor for HttpHost {
    fn pass(&mut self, packet: &[u8], direction: Direction, now: Micros, hop: &mut Hop) {
        let names = &self.names;
        self.impostor.pass(packet, direction, now, hop, |(_, server), payload| {
            server.port() == HTTP_PORT && host(payload).is_some_and(|name| is_listed(name, names))
        });
    }
}

/// The host of the request that `payload` begins, without its port.
fn host(payload: &[u8]) -> Option<&str> {
    let head = payload.split(|byte| *byte == b'\n').map(|line| line.trim_ascii());
    let mut lines = head.map(|line| std::str::from_utf8(line).unwrap_or_default());
    lines.next().filter(|line| line.ends_with(" HTTP/1.1") || line.ends_with(" HTTP/1.0"))?;
    let (_, host) = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))?;
    host.trim().split(':').next()
}

const HTTP_PORT: u16 = 80;

#[cfg(test)]
mod tests {
    use super::super::testing::{at, is_gone, is_untouched, names, pass};
    use super::*;
    use crate::sim::packet::{self, Body, acknowledgement, segment};

    fn request(name: &str) -> Vec<u8> {
        format!("GET / HTTP/1.1\r\nAccept: */*\r\nhost: {name}:80\r\n\r\n").into_bytes()
    }

    #[test]
    fn only_the_listed_host_is_taken_from_its_server() {
        let (phone, other, server) = (at("10.0.0.1:5"), at("10.0.0.1:6"), at("192.0.2.1:80"));
        let page = b"HTTP/1.1 200 OK\r\n\r\nno".to_vec();
        for retort in [Retort::Silence, Retort::Reset, Retort::Answer(page.clone())] {
            let mut censor = HttpHost::new(names(&["example.org"]), retort.clone());
            let asked = segment(other, server, 1, 1, &request("example.net"));
            assert!(is_untouched(&asked, &pass(&mut censor, &asked, Direction::Up, 0.0)));
            let asked = segment(phone, server, 10, 20, &request("www.example.org"));
            let hop = pass(&mut censor, &asked, Direction::Up, 0.1);
            assert!(hop.forwarded.is_empty());
            let late = acknowledgement(server, phone, 20, 10, 9);
            assert!(is_gone(&pass(&mut censor, &late, Direction::Down, 0.2)));
            let Some((down, Direction::Down, _)) = hop.injected.first() else {
                assert!(retort == Retort::Silence && hop.injected.is_empty());
                continue;
            };
            let Body::Tcp(answer) = packet::read(down).expect("TCP").body else { panic!("TCP") };
            assert_eq!(answer.seq, 20, "what the phone expects next");
            assert_eq!(answer.is_rst, retort == Retort::Reset);
            assert_eq!(answer.payload == page, matches!(retort, Retort::Answer(_)));
        }
    }

    #[test]
    fn what_is_no_request_has_no_host() {
        assert_eq!(host(b"Host: example.org\r\n"), None);
        assert_eq!(host(b"GET / HTTP/1.1\r\n\r\n"), None);
        assert_eq!(host(&[22, 3, 1, 0, 9]), None);
    }
}
