//! Bytes read from their front, as far as there are any.

/// What is left to be read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// How many bytes tell a length.
#[derive(Clone, Copy)]
pub(super) enum Length {
    One,
    Two,
}

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn skip(&mut self, bytes: usize) -> Option<()> {
        self.take(bytes).map(|_| ())
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        Some(self.take(1)?[0])
    }

    pub(super) fn length(&mut self, length: Length) -> Option<usize> {
        match length {
            Length::One => self.byte().map(usize::from),
            Length::Two => {
                let bytes = self.take(2)?;
                Some(usize::from(u16::from_be_bytes([bytes[0], bytes[1]])))
            }
        }
    }

    /// A number of one to eight bytes, as QUIC writes them (RFC 9000, section 16).
    pub(super) fn varint(&mut self) -> Option<u64> {
        let first = self.byte()?;
        let more = (1_usize << (first >> 6)) - 1;
        let rest = self.take(more)?.iter();
        Some(rest.fold(u64::from(first & 0x3f), |value, byte| value << 8 | u64::from(*byte)))
    }

    /// As many bytes as the number before them says.
    pub(super) fn measured(&mut self) -> Option<&'a [u8]> {
        let bytes = self.varint()?;
        self.take(usize::try_from(bytes).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length_are_read() {
        // RFC 9000, appendix A.1.
        for (bytes, value) in [
            (&[0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c][..], 151_288_809_941_952_652),
            (&[0x9d, 0x7f, 0x3e, 0x7d], 494_878_333),
            (&[0x7b, 0xbd], 15_293),
            (&[0x25], 37),
            (&[0x40, 0x25], 37),
        ] {
            let mut reader = Reader(bytes);
            assert_eq!((reader.varint(), reader.0.len()), (Some(value), 0));
            assert_eq!(Reader(&bytes[..bytes.len() - 1]).varint(), None);
        }
    }
}
