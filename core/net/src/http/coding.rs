//! Compressed bodies: read as far as they go, and never further than a cap.

use std::io::{self, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use super::gzip;

/// The body without the compression that `headers` name. A body that was cut off gives what there is
/// of it, one that is no such thing is left as it came.
pub(super) fn decoded(headers: &HeaderMap, body: Vec<u8>) -> Vec<u8> {
    let named = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let plain = match named.map(|name| name.trim().to_ascii_lowercase()).as_deref() {
        Some("gzip" | "x-gzip") => gzip::unpacked(&body),
        // The name means zlib, and some servers leave its wrapping out.
        Some("deflate") if starts_zlib(&body) => all_of(&mut ZlibDecoder::new(&body[..])),
        Some("deflate") => all_of(&mut DeflateDecoder::new(&body[..])),
        Some("br") => all_of(&mut Decompressor::new(&body[..], BROTLI_BUFFER)),
        _ => return body,
    };
    if plain.is_empty() { body } else { plain }
}

/// RFC 1950: method 8, and a header that is a multiple of 31.
fn starts_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

fn all_of(decoder: &mut dyn Read) -> Vec<u8> {
    let mut plain = Vec::new();
    read(decoder, &mut plain);
    plain
}

/// Adds to `plain` what `decoder` gives, up to the cap.
pub(super) fn read(decoder: &mut dyn Read, plain: &mut Vec<u8>) {
    let mut decoder = decoder.take(MAX_PLAIN.saturating_sub(plain.len() as u64));
    let mut part = [0; 4096];
    loop {
        match decoder.read(&mut part) {
            Ok(0) => return,
            Ok(read) => plain.extend_from_slice(&part[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // The end of what came, or of what makes sense.
            Err(_) => return,
        }
    }
}

/// Pages have 60 kB; whatever unpacks to more is not worth the memory.
const MAX_PLAIN: u64 = 512 * 1024;
const BROTLI_BUFFER: usize = 4096;

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn coded(name: &str, body: &[u8]) -> Vec<u8> {
        let headers = HeaderMap::from_iter([(CONTENT_ENCODING, name.parse().expect("a value"))]);
        decoded(&headers, body.to_vec())
    }

    fn packed(page: &[u8]) -> [(&'static str, Vec<u8>); 3] {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(page).expect("a vector");
        zlib.write_all(page).expect("a vector");
        raw.write_all(page).expect("a vector");
        let (gzip, zlib) = (gzip.finish().expect("done"), zlib.finish().expect("done"));
        [("gzip", gzip), ("deflate", zlib), ("Deflate", raw.finish().expect("done"))]
    }

    #[test]
    fn pages_are_unpacked_also_when_they_are_cut_off() {
        let page: Vec<u8> =
            (0..9000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for (name, packed) in packed(&page) {
            assert_eq!(coded(name, &packed), page, "{name}");
            let beginning = coded(name, &packed[..packed.len() / 2]);
            assert!(beginning.len() > page.len() / 3 && page.starts_with(&beginning), "{name}");
        }
    }

    #[test]
    fn brotli_is_unpacked() {
        // Node's zlib.brotliCompressSync of this title.
        let packed = [
            0x1b, 0x36, 0x00, 0xf8, 0x25, 0xc2, 0xb2, 0x8c, 0x42, 0x84, 0xa9, 0x0d, 0x10, 0x0a,
            0xdf, 0xfd,
        ];
        let title = format!("<title>{}</title>", "a".repeat(40));
        assert_eq!(coded("br", &packed), title.as_bytes());
    }

    #[test]
    fn a_bomb_is_let_off_at_the_cap() {
        for (name, packed) in packed(&vec![0; 50_000_000]) {
            assert!(packed.len() < 60_000);
            assert_eq!(coded(name, &packed).len() as u64, MAX_PLAIN, "{name}");
        }
    }

    #[test]
    fn what_is_not_what_it_says_is_left_alone() {
        let page = b"<html><title>plain</title></html>";
        for name in ["gzip", "br", "deflate", "identity", "zstd", ""] {
            assert_eq!(coded(name, page), page, "{name}");
        }
        assert_eq!(decoded(&HeaderMap::new(), page.to_vec()), page);
    }
}
