//! JA4: the fingerprint of a ClientHello, by which some filters and servers go.
//!
//! Format: FoxIO's JA4 technical details. Only TLS over TCP is fingerprinted here.

use tls_parser::{
    TlsClientHelloContents, TlsExtension, TlsMessage, TlsMessageHandshake, parse_tls_extensions,
    parse_tls_plaintext,
};

use crate::blob::sha256_hex;
use arna_model::ClientHello;

/// The ClientHello at the start of `said`, if there is one, and one record has all of it.
pub fn client_hello(said: &[u8]) -> Option<ClientHello> {
    let (rest, record) = parse_tls_plaintext(said).ok()?;
    let hello = record.msg.iter().find_map(|message| match message {
        TlsMessage::Handshake(TlsMessageHandshake::ClientHello(hello)) => Some(hello),
        _ => None,
    })?;
    let (_, extensions) = parse_tls_extensions(hello.ext.unwrap_or_default()).ok()?;
    let name = extensions.iter().find_map(|extension| match extension {
        TlsExtension::SNI(names) => names.first().map(|(_, name)| *name),
        _ => None,
    });
    Some(ClientHello {
        bytes: u32::try_from(said.len() - rest.len()).unwrap_or(u32::MAX),
        server_name: name.map(|name| String::from_utf8_lossy(name).into_owned()),
        ja4: describe(hello, hello.ext.unwrap_or_default(), &extensions),
    })
}

fn describe(hello: &TlsClientHelloContents<'_>, raw: &[u8], parsed: &[TlsExtension<'_>]) -> String {
    let (mut version, mut has_name, mut alpn, mut algorithms) =
        (hello.version.0, false, None, Vec::new());
    for extension in parsed {
        match extension {
            TlsExtension::SNI(_) => has_name = true,
            TlsExtension::ALPN(protocols) => alpn = protocols.first().copied(),
            TlsExtension::SignatureAlgorithms(list) => algorithms.clone_from(list),
            TlsExtension::SupportedVersions(versions) => {
                let best = versions.iter().map(|v| v.0).filter(|v| !is_grease(*v)).max();
                version = best.unwrap_or(version);
            }
            _ => {}
        }
    }
    let ciphers: Vec<u16> = hello.ciphers.iter().map(|c| c.0).filter(|c| !is_grease(*c)).collect();
    let types: Vec<u16> = extension_types(raw).into_iter().filter(|t| !is_grease(*t)).collect();
    let version = match version {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        _ => "00",
    };
    let alpn = match alpn {
        Some([first, .., last])
            if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() =>
        {
            format!("{}{}", *first as char, *last as char)
        }
        _ => "00".to_owned(),
    };
    let sorted = |mut numbers: Vec<u16>| {
        numbers.sort_unstable();
        joined(&numbers)
    };
    let listed = types.iter().copied().filter(|kind| ![0x0000, 0x0010].contains(kind)).collect();
    let mut tail = sorted(listed);
    if !algorithms.is_empty() {
        tail = format!("{tail}_{}", joined(&algorithms));
    }
    format!(
        "t{version}{}{:02}{:02}{alpn}_{}_{}",
        if has_name { 'd' } else { 'i' },
        ciphers.len().min(99),
        types.len().min(99),
        &sha256_hex(sorted(ciphers).as_bytes())[..12],
        &sha256_hex(tail.as_bytes())[..12],
    )
}

fn joined(numbers: &[u16]) -> String {
    numbers.iter().map(|number| format!("{number:04x}")).collect::<Vec<_>>().join(",")
}

/// The types alone, in order: two bytes of type, two of length, and so on.
fn extension_types(mut raw: &[u8]) -> Vec<u16> {
    let mut types = Vec::new();
    while let [a, b, c, d, rest @ ..] = raw {
        types.push(u16::from_be_bytes([*a, *b]));
        raw = rest.get(usize::from(u16::from_be_bytes([*c, *d]))..).unwrap_or_default();
    }
    types
}

/// RFC 8701: 0x0a0a, 0x1a1a, ... are noise.
fn is_grease(number: u16) -> bool {
    number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_has_no_fingerprint() {
        assert_eq!(client_hello(b""), None);
        assert_eq!(client_hello(b"GET / HTTP/1.1\r\n\r\n"), None);
        assert_eq!(client_hello(&[0x16, 3, 1, 0xff, 0xff, 1]), None);
    }

    #[test]
    fn grease_is_left_out() {
        assert!(is_grease(0x0a0a) && is_grease(0xfafa));
        assert!(!is_grease(0x1301) && !is_grease(0x0a1a));
    }
}
