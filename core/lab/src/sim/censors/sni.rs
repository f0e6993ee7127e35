//! The name in a ClientHello, as a middlebox reads it: from one segment, which may be cut off.

use super::reader::{Length, Reader};

/// The server name, if `payload` begins a ClientHello that holds one in what is here of it.
pub fn server_name(payload: &[u8]) -> Option<&str> {
    let mut record = Reader(payload);
    (record.byte()? == HANDSHAKE).then_some(())?;
    record.skip(4)?; // version and length of the record
    name_in_hello(record.0)
}

/// The same of a ClientHello that is in no record, as QUIC carries it.
pub(super) fn name_in_hello(hello: &[u8]) -> Option<&str> {
    let mut hello = Reader(hello);
    (hello.byte()? == CLIENT_HELLO).then_some(())?;
    hello.skip(3 + 2 + 32)?; // length, version, random
    for length in [Length::One, Length::Two, Length::One] {
        let bytes = hello.length(length)?; // session, cipher suites, compression
        hello.skip(bytes)?;
    }
    hello.skip(2)?; // length of all extensions
    loop {
        let kind = hello.length(Length::Two)?;
        let bytes = hello.length(Length::Two)?;
        if kind != SERVER_NAME {
            hello.skip(bytes)?;
            continue;
        }
        hello.skip(2)?; // length of the list
        (hello.byte()? == HOST_NAME).then_some(())?;
        let bytes = hello.length(Length::Two)?;
        return std::str::from_utf8(hello.take(bytes)?).ok();
    }
}

/// The server name in a ClientHello that may lie in several records: as whoever puts records together reads it.
pub(super) fn name_over_records(payload: &[u8]) -> Option<String> {
    let (mut records, mut hello) = (Reader(payload), Vec::new());
    while records.byte() == Some(HANDSHAKE) {
        records.skip(2)?; // version
        let length = records.length(Length::Two)?;
        hello.extend(&records.0[..length.min(records.0.len())]);
        if records.skip(length).is_none() {
            break;
        }
    }
    name_in_hello(&hello).map(str::to_owned)
}

const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;
const SERVER_NAME: usize = 0;
const HOST_NAME: u8 = 0;

/// A small but complete ClientHello for tests.
#[cfg(test)]
pub fn client_hello(name: &str) -> Vec<u8> {
    let two = |bytes: usize| (bytes as u16).to_be_bytes();
    let mut extensions = vec![0, 43, 0, 3, 2, 3, 4]; // another one first: supported versions
    extensions.extend([0, 0]);
    extensions.extend(two(name.len() + 5));
    extensions.extend(two(name.len() + 3));
    extensions.push(HOST_NAME);
    extensions.extend(two(name.len()));
    extensions.extend(name.as_bytes());
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.extend([2, 1, 1]); // session
    body.extend([0, 2, 0x13, 1]); // cipher suites
    body.extend([1, 0]); // compression
    body.extend(two(extensions.len()));
    body.extend(extensions);
    let mut hello = vec![HANDSHAKE, 3, 1];
    hello.extend(two(body.len() + 4));
    hello.extend([CLIENT_HELLO, 0]);
    hello.extend(two(body.len()));
    hello.extend(body);
    hello
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_also_in_a_hello_that_is_cut_off_behind_it() {
        let mut hello = client_hello("www.example.org");
        assert_eq!(server_name(&hello), Some("www.example.org"));
        hello.extend([0, 21, 0, 100, 0]); // a padding whose rest is in the next segment
        assert_eq!(server_name(&hello), Some("www.example.org"));
    }

    #[test]
    fn what_is_too_short_or_something_else_has_no_name() {
        let hello = client_hello("www.example.org");
        for length in 0..hello.len() {
            assert_eq!(server_name(&hello[..length]), None, "{length}");
        }
        assert_eq!(server_name(b"GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n"), None);
    }
}
