//! Gzip around deflate (RFC 1952). The sums at its end are not asked: a page is read as far as it goes, whether it is whole or not, and
//! flate2's own reader has tables of 24 kB for them.

use flate2::bufread::DeflateDecoder;

use super::coding::read;

/// What is in `packed`, member after member, as far as it makes sense.
pub(super) fn unpacked(mut packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some(body) = behind_head(packed) {
        let mut decoder = DeflateDecoder::new(body);
        read(&mut decoder, &mut plain);
        packed = decoder.into_inner().get(END..).unwrap_or_default();
    }
    plain
}

/// A member without its head; nothing where there is no such head.
fn behind_head(member: &[u8]) -> Option<&[u8]> {
    let (head, mut rest) = member.split_at_checked(10)?;
    let [0x1f, 0x8b, DEFLATE, flags, ..] = *head else { return None };
    if flags & RESERVED != 0 {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, behind) = rest.split_first_chunk()?;
        rest = behind.get(u16::from_le_bytes(*length).into()..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let zero = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[zero + 1..];
        }
    }
    if flags & SUM_OF_HEAD == 0 { Some(rest) } else { rest.get(2..) }
}

const DEFLATE: u8 = 8;
const SUM_OF_HEAD: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;
/// A sum and a length.
const END: usize = 8;

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::read::MultiGzDecoder;
    use flate2::{Compression, GzBuilder};

    use super::*;

    fn member(head: GzBuilder, page: &[u8]) -> Vec<u8> {
        let mut writer = head.write(Vec::new(), Compression::fast());
        writer.write_all(page).expect("a vector");
        writer.finish().expect("a vector")
    }

    /// One member with all that a head may have, one with nothing.
    fn two_members() -> Vec<u8> {
        let full = GzBuilder::new().extra(vec![7; 300]).filename("page").comment("of a site");
        let mut full = member(full, b"<title>first");
        // flate2 writes no sum of the head: it stands behind the comment, and reading asks the flag alone.
        full[3] |= SUM_OF_HEAD;
        let behind = 10 + 2 + 300 + "page\0of a site\0".len();
        let mut crc = flate2::Crc::new();
        crc.update(&full[..behind]);
        let sum = crc.sum().to_le_bytes();
        full.splice(behind..behind, [sum[0], sum[1]]);
        [full, member(GzBuilder::new(), b" and second</title>")].concat()
    }

    #[test]
    fn members_are_read_as_flate2_reads_them() {
        let packed = two_members();
        let mut theirs = Vec::new();
        MultiGzDecoder::new(&packed[..]).read_to_end(&mut theirs).expect("good members");
        assert_eq!(theirs, b"<title>first and second</title>");
        assert_eq!(unpacked(&packed), theirs);
        // What is no member ends it.
        assert_eq!(unpacked(&[&packed[..], b"<!-- a footer -->"].concat()), theirs);
    }

    #[test]
    fn what_is_cut_off_anywhere_gives_a_beginning() {
        let packed = two_members();
        let whole = unpacked(&packed);
        let mut longest = 0;
        for end in 0..packed.len() {
            let plain = unpacked(&packed[..end]);
            assert!(whole.starts_with(&plain), "at {end}: {plain:?}");
            assert!(plain.len() >= longest, "more gave less at {end}");
            longest = plain.len();
        }
        assert_eq!(longest, whole.len(), "nothing is missing but the end");
    }

    #[test]
    fn a_head_that_is_none_gives_nothing() {
        let good = member(GzBuilder::new(), b"page");
        for (at, byte) in [(0, 0x1e), (1, 0x8c), (2, 7), (3, 0x20)] {
            let mut wrong = good.clone();
            wrong[at] = byte;
            assert_eq!(unpacked(&wrong), b"", "byte {at}");
        }
    }
}
