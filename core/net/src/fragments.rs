//! A ClientHello in two records of TLS, cut inside the server name (RFC 8446, section 5.1: a message of the
//! handshake may be fragmented over records). Both go out at once: who puts segments together and then reads
//! a record has half of the name.

use crate::cut;

/// What is to be fragmented on a connection, and how far that is. A server may ask for the hello once more
/// (HelloRetryRequest): the name in it is cut again.
pub(crate) struct Fragments {
    name: String,
    /// The records that are being written, and how much of them was.
    records: Vec<u8>,
    written: usize,
    /// How much of what was said they stand for.
    stands_for: usize,
    /// Bytes of the first hello in its first record, once all was written.
    pub(crate) at: Option<usize>,
    cut: usize,
}

impl Fragments {
    pub(crate) fn within(name: &str) -> Self {
        let (records, name) = (Vec::new(), name.to_owned());
        Self { name, records, written: 0, stands_for: 0, at: None, cut: 0 }
    }

    /// What is to be written instead of `said`; `None`: nothing is.
    pub(crate) fn instead_of(&mut self, said: &[u8]) -> Option<&[u8]> {
        if self.records.is_empty() {
            let (records, cut) = fragmented(said, &self.name)?;
            (self.records, self.cut) = (records, cut);
            (self.written, self.stands_for) = (0, said.len());
        }
        Some(&self.records[self.written..])
    }

    /// That so much of it was written; once it is all, how much of what was said that stands for.
    pub(crate) fn wrote(&mut self, bytes: usize) -> Option<usize> {
        self.written += bytes;
        (self.written >= self.records.len()).then(|| {
            self.records.clear();
            self.at.get_or_insert(self.cut);
            self.stands_for
        })
    }
}

/// The hello at the beginning of `said` in two records, with what follows it; and how much of it is in the first.
fn fragmented(said: &[u8], name: &str) -> Option<(Vec<u8>, usize)> {
    let at = cut::place(said, name)?;
    let (head, _) = said.split_at_checked(HEAD)?;
    let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
    let (first, second) = (said.get(HEAD..at)?, said.get(at..HEAD + length)?);
    let rest = said.get(HEAD + length..)?;
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let mut records = Vec::with_capacity(said.len() + HEAD);
    for part in [first, second] {
        records.extend_from_slice(&head[..3]);
        records.extend_from_slice(&u16::try_from(part.len()).ok()?.to_be_bytes());
        records.extend_from_slice(part);
    }
    records.extend_from_slice(rest);
    Some((records, first.len()))
}

/// Type, version and length of a record.
const HEAD: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &[u8] = b"\x16\x03\x01\x00\x14\x01....azattyq.org....more";

    #[test]
    fn a_hello_becomes_two_records_and_what_follows_stays() {
        let (records, first) = fragmented(HELLO, "azattyq.org").unwrap();
        assert_eq!(first, 9);
        assert_eq!(records, b"\x16\x03\x01\x00\x09\x01....azat\x16\x03\x01\x00\x0btyq.org....more");
        for length in 0..25 {
            assert_eq!(fragmented(&HELLO[..length], "azattyq.org"), None, "{length}");
        }
        assert_eq!(fragmented(HELLO, "meduza.io"), None);
        assert_eq!(fragmented(b"\x17\x03\x03\x00\x14\x01....azattyq.org....", "azattyq.org"), None);
    }

    #[test]
    fn it_is_told_written_when_all_of_it_is() {
        let mut fragments = Fragments::within("azattyq.org");
        let length = fragments.instead_of(HELLO).unwrap().len();
        assert_eq!((fragments.wrote(7), fragments.at), (None, None));
        assert_eq!(fragments.instead_of(HELLO).unwrap().len(), length - 7);
        assert_eq!((fragments.wrote(length - 7), fragments.at), (Some(HELLO.len()), Some(9)));
        assert!(fragments.instead_of(b"\x14\x03\x03\x00\x01\x01").is_none());
    }
}
