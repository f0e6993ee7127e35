//! What a client says in its Initial, as a middlebox reads it: its keys follow from the connection id that
//! it bears in the clear, so whoever sees such a packet can open it (RFC 9001, section 5.2; for version 2
//! RFC 9369).

use std::collections::BTreeMap;

use rustls::Side;
use rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use rustls::quic::{Keys, Version};

use super::reader::{Length, Reader};

/// Parts of a connection's ClientHello by their place in it, as CRYPTO frames bring them: in any order,
/// and twice.
#[derive(Debug, Default)]
pub struct Parts {
    /// The connection's id, as the client chose it.
    connection: Vec<u8>,
    parts: BTreeMap<u64, Vec<u8>>,
}

impl Parts {
    /// Takes what the Initial at the beginning of `datagram` brings; whether there was one that could be
    /// opened. One of another connection begins anew. What follows it in the same datagram is not looked at.
    pub fn take(&mut self, datagram: &[u8]) -> bool {
        let Some((connection, frames)) = opened(datagram) else { return false };
        if self.connection != connection {
            *self = Self { connection: connection.to_vec(), ..Self::default() };
        }
        self.take_frames(&frames);
        true
    }

    /// Takes the CRYPTO frames of an Initial's payload, as far as it can be read.
    pub fn take_frames(&mut self, frames: &[u8]) -> Option<()> {
        let mut frames = Reader(frames);
        while let Some(kind) = frames.varint() {
            match kind {
                PADDING | PING => {}
                ACK | ACK_ECN => {
                    frames.varint()?; // the largest
                    frames.varint()?; // its delay
                    let more = frames.varint()?;
                    frames.varint()?; // the first range
                    for _ in 0..more {
                        frames.varint()?; // a gap
                        frames.varint()?; // a range
                    }
                    for _ in 0..if kind == ACK_ECN { 3 } else { 0 } {
                        frames.varint()?;
                    }
                }
                CRYPTO => {
                    let at = frames.varint()?;
                    let data = frames.measured()?;
                    let is_held = self.parts.get(&at).is_some_and(|held| held.len() >= data.len());
                    if self.parts.len() < MOST_PARTS && !is_held {
                        self.parts.insert(at, data.to_vec());
                    }
                }
                _ => return Some(()),
            }
        }
        Some(())
    }

    /// The ClientHello up to the first gap.
    pub fn joined(&self) -> Vec<u8> {
        let mut hello = Vec::new();
        for (at, part) in &self.parts {
            let Some(known) = (hello.len() as u64).checked_sub(*at) else { break };
            let new = usize::try_from(known).ok().and_then(|known| part.get(known..));
            hello.extend(new.unwrap_or_default());
        }
        hello
    }
}

/// The connection id and the payload of the client's Initial that `datagram` begins with.
fn opened(datagram: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let mut reader = Reader(datagram);
    let first = reader.byte()?;
    let number = u32::from_be_bytes(reader.take(4)?.try_into().ok()?);
    let (version, initial) = VERSIONS.iter().find(|it| it.0 == number).map(|it| (it.1, it.2))?;
    (first & (LONG | FIXED | KIND) == LONG | FIXED | initial).then_some(())?;
    let connection = reader.length(Length::One).and_then(|bytes| reader.take(bytes))?;
    let bytes = reader.length(Length::One)?;
    reader.skip(bytes)?; // the client's own connection id
    reader.measured()?; // a token
    let sealed = reader.measured()?;
    let keys = keys(version, connection, Side::Server)?.remote;

    let at = datagram.len() - reader.0.len() - sealed.len();
    let mut header = datagram[..at + LONGEST_NUMBER.min(sealed.len())].to_vec();
    let (first, rest) = header.split_first_mut()?;
    let sample = sealed.get(LONGEST_NUMBER..LONGEST_NUMBER + keys.header.sample_len())?;
    keys.header.decrypt_in_place(sample, first, &mut rest[at - 1..]).ok()?;
    let length = usize::from(*first & 0x03) + 1;
    header.truncate(at + length);
    let number = header[at..].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let mut payload = sealed[length..].to_vec();
    let opened = keys.packet.decrypt_in_place(number, &header, &mut payload).ok()?.len();
    payload.truncate(opened);
    Some((connection, payload))
}

/// The keys of Initials to this connection id, as one of the sides has them.
fn keys(version: Version, connection: &[u8], side: Side) -> Option<Keys> {
    let suite = TLS13_AES_128_GCM_SHA256.tls13()?.quic_suite()?;
    Some(suite.keys(connection, side, version))
}

/// Each with its number, and the bits of an Initial in its first byte.
const VERSIONS: [(u32, Version, u8); 2] =
    [(0x0000_0001, Version::V1, 0x00), (0x6b33_43cf, Version::V2, 0x10)];
const LONG: u8 = 0x80;
const FIXED: u8 = 0x40;
const KIND: u8 = 0x30;
/// Bytes of a packet's number: the sample is taken as if it had all of them.
const LONGEST_NUMBER: usize = 4;
const PADDING: u64 = 0x00;
const PING: u64 = 0x01;
const ACK: u64 = 0x02;
const ACK_ECN: u64 = 0x03;
const CRYPTO: u64 = 0x06;
/// More than any browser's.
const MOST_PARTS: usize = 64;

/// A client's Initial for tests, of 1200 bytes: CRYPTO frames with these parts at these places.
#[cfg(test)]
pub fn initial(is_second_version: bool, number: u8, parts: &[(usize, &[u8])]) -> Vec<u8> {
    initial_of([7; 8], is_second_version, number, parts)
}

#[cfg(test)]
fn initial_of(
    connection: [u8; 8],
    is_second_version: bool,
    number: u8,
    parts: &[(usize, &[u8])],
) -> Vec<u8> {
    let (version, kept, bits) = VERSIONS[usize::from(is_second_version)];
    let two = |value: usize| (0x4000 | value as u16).to_be_bytes();
    let mut payload = vec![1]; // a PING
    for (at, part) in parts {
        payload.push(CRYPTO as u8);
        payload.extend([two(*at), two(part.len())].concat());
        payload.extend(*part);
    }
    let mut header = vec![LONG | FIXED | bits];
    header.extend(version.to_be_bytes());
    header.extend([&[8][..], &connection, &[3], &[5; 3], &[2], &[9; 2]].concat());
    payload.resize(1200 - header.len() - 2 - 1 - 16, 0);
    header.extend(two(1 + payload.len() + 16));
    header.push(number);
    let keys = keys(kept, &connection, Side::Client).expect("ring has the suite").local;
    let tag = keys.packet.encrypt_in_place(number.into(), &header, &mut payload).expect("seals");
    payload.extend(tag.as_ref());
    let at = header.len() - 1;
    let (first, rest) = header.split_first_mut().expect("there");
    let sample = &payload[3..19];
    keys.header.encrypt_in_place(sample, first, &mut rest[at - 1..]).expect("hides");
    [header, payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_are_opened_and_parts_are_put_in_order() {
        for is_second_version in [false, true] {
            let mut parts = Parts::default();
            assert!(parts.take(&initial(is_second_version, 0, &[(6, b"world"), (3, b"lo wo")])));
            assert_eq!(parts.joined(), b"");
            assert!(parts.take(&initial(is_second_version, 1, &[(20, b"!"), (0, b"hel")])));
            assert_eq!(parts.joined(), b"hello world");
        }
    }

    #[test]
    fn another_connection_begins_anew() {
        let mut parts = Parts::default();
        assert!(parts.take(&initial(false, 0, &[(0, b"hel")])));
        assert!(parts.take(&initial_of([8; 8], false, 0, &[(3, b"lo")])));
        assert_eq!(parts.joined(), b"");
        assert!(parts.take(&initial_of([8; 8], false, 1, &[(0, b"hal")])));
        assert_eq!(parts.joined(), b"hallo");
    }

    #[test]
    fn what_was_changed_or_cut_off_or_is_something_else_is_not_opened() {
        let whole = initial(false, 0, &[(0, b"hello")]);
        assert_eq!(whole.len(), 1200);
        for length in 0..whole.len() {
            assert_eq!(opened(&whole[..length]), None, "{length}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x40;
            assert_eq!(opened(&changed), None, "{at}");
        }
        assert_eq!(opened(&[0xc0; 1200]), None);
    }

    #[test]
    fn what_an_acknowledgement_brings_beside_is_skipped() {
        let mut parts = Parts::default();
        // Largest 1, delay 0, one more range: 0, gap 0, range 0; and the counts of ECN.
        let frames = [&[ACK_ECN as u8, 1, 0, 1, 0, 0, 0, 1, 2, 3][..], &[CRYPTO as u8, 0, 2, 7, 8]];
        assert_eq!(parts.take_frames(&frames.concat()), Some(()));
        assert_eq!(parts.joined(), [7, 8]);
        assert_eq!(parts.take_frames(&[CRYPTO as u8, 2, 9, 7]), None, "cut off");
    }
}
