//! Reading record by record, so that what comes after the last one that is wanted is never sent.
//!
//! A record of TLS can be used when it is whole, and a server cuts its pages into records of up to
//! 16 KiB. Reading what has come of one opens the window again: with the record's last bytes a whole
//! window of the next record is on its way. So the last bytes are left with the system until all of
//! them are there, and the window closes where the record ends.

/// Where the bytes read so far end: between records, in a record's header, or in its payload.
#[derive(Debug)]
pub(crate) struct Records {
    header: [u8; HEADER],
    /// How much of the header was read.
    known: usize,
    /// How much of the payload was not.
    left: usize,
    /// What may be left with the system: the receive buffer, but for the segment with which
    /// systems consider it full.
    spare: usize,
}

/// The next thing to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Want {
    /// Bytes to read at most.
    pub(crate) most: usize,
    /// Bytes that have to be there first.
    pub(crate) least: usize,
}

impl Records {
    /// From a connection's first byte, with a receive buffer of `window` bytes.
    pub(crate) fn new(window: u32) -> Self {
        let spare = (window as usize).saturating_sub(SEGMENT);
        Self { header: [0; HEADER], known: 0, left: 0, spare }
    }

    /// Goes over what was read.
    pub(crate) fn follow(&mut self, mut read: &[u8]) {
        while !read.is_empty() {
            let step = if self.left > 0 {
                let step = self.left.min(read.len());
                self.left -= step;
                step
            } else {
                let step = (HEADER - self.known).min(read.len());
                self.header[self.known..][..step].copy_from_slice(&read[..step]);
                self.known += step;
                if self.known == HEADER {
                    self.known = 0;
                    self.left = u16::from_be_bytes([self.header[3], self.header[4]]).into();
                }
                step
            };
            read = &read[step..];
        }
    }

    /// What to read next.
    pub(crate) fn want(&self) -> Want {
        match self.left {
            0 => Want { most: HEADER - self.known, least: 1 },
            left if left > self.spare => Want { most: (left - self.spare).max(1), least: 1 },
            left => Want { most: left, least: left },
        }
    }
}

/// Type, version, and length (RFC 8446, section 5.1).
const HEADER: usize = 5;

/// A full segment over Ethernet's 1500 bytes: with less room than one, Linux wakes whoever reads
/// (`tcp_epollin_ready`), since no more may come.
pub(crate) const SEGMENT: usize = 1460;

#[cfg(test)]
mod tests {
    use super::*;

    fn record(length: u16) -> Vec<u8> {
        let mut record = vec![23, 3, 3];
        record.extend(length.to_be_bytes());
        record.resize(HEADER + usize::from(length), 0);
        record
    }

    /// Reads `sent` as told, and gives how much was read each time.
    fn reads(records: &mut Records, mut sent: &[u8]) -> Vec<usize> {
        let mut reads = Vec::new();
        while !sent.is_empty() {
            let Want { most, least } = records.want();
            assert!(0 < least && least <= most && least <= sent.len(), "{least} of {most}");
            let read = most.min(sent.len());
            records.follow(&sent[..read]);
            reads.push(read);
            sent = &sent[read..];
        }
        reads
    }

    #[test]
    fn the_end_of_a_record_is_read_when_all_of_it_is_there() {
        let mut records = Records::new(6_144);
        let sent = [record(16_000), record(100)].concat();
        assert_eq!(reads(&mut records, &sent), [5, 16_000 - 4_684, 4_684, 5, 100]);
        assert_eq!(records.want(), Want { most: 5, least: 1 });
    }

    #[test]
    fn a_record_is_found_again_however_it_was_cut() {
        let sent = [record(3), record(0), record(300), record(20)].concat();
        for first in 0..sent.len() {
            for second in [first, (first + 7).min(sent.len())] {
                let mut records = Records::new(6_144);
                for part in [&sent[..first], &sent[first..second], &sent[second..]] {
                    records.follow(part);
                }
                assert_eq!(records.want(), Want { most: 5, least: 1 }, "cut at {first}, {second}");
            }
        }
    }

    #[test]
    fn a_buffer_of_one_segment_is_read_as_it_fills() {
        let mut records = Records::new(1_024);
        records.follow(&record(16_000)[..HEADER]);
        assert_eq!(records.want(), Want { most: 16_000, least: 1 });
    }
}
