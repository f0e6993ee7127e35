//! What came first in answer to a ClientHello: a record of the handshake, an alert, or no TLS at all.

use arna_model::TlsAnswer;

/// What these first bytes are, and the alert's code if they are one; `None`: nothing came.
pub(super) fn of(heard: &[u8]) -> (Option<TlsAnswer>, Option<u8>) {
    let Some(kind) = heard.first() else { return (None, None) };
    // Every version has a major number of 3 (RFC 8446, section 5.1).
    let is_version = heard.get(1).is_none_or(|major| *major == MAJOR);
    let is_alert = match heard.get(3..5) {
        Some(length) => length == ALERT_LENGTH,
        None => true,
    };
    match *kind {
        HANDSHAKE if is_version && heard.get(5).is_none_or(|first| *first == SERVER_HELLO) => {
            (Some(TlsAnswer::Handshake), None)
        }
        ALERT if is_version && is_alert => (Some(TlsAnswer::Alert), heard.get(6).copied()),
        _ => (Some(TlsAnswer::NotTls), None),
    }
}

/// Whether these first bytes begin a handshake.
pub(crate) fn is_handshake(heard: &[u8]) -> bool {
    of(heard).0 == Some(TlsAnswer::Handshake)
}

const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
const SERVER_HELLO: u8 = 2;
const MAJOR: u8 = 3;
/// Level and description.
const ALERT_LENGTH: &[u8] = &[0, 2];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_are_told_apart() {
        use TlsAnswer::{Alert, Handshake, NotTls};
        let server_hello = [22, 3, 3, 0, 122, 2, 0, 0, 118];
        for (heard, answer, alert) in [
            (&b""[..], None, None),
            (&server_hello[..], Some(Handshake), None),
            (&server_hello[..1], Some(Handshake), None),
            (&[21, 3, 3, 0, 2, 2, 40], Some(Alert), Some(40)),
            (&[21, 3, 1, 0, 2, 2, 112, 0, 0], Some(Alert), Some(112)),
            (&[21, 3, 3, 0, 2, 2], Some(Alert), None),
            (&[21, 3, 3, 0, 26, 7, 7], Some(NotTls), None),
            (b"HTTP/1.1 404 Not Found\r\n", Some(NotTls), None),
            (&[0; 64], Some(NotTls), None),
            (&[22, 9, 9, 0, 1, 2], Some(NotTls), None),
            (&[22, 3, 3, 0, 4, 14, 0, 0, 0], Some(NotTls), None),
            (&[23, 3, 3, 0, 5, 1, 2], Some(NotTls), None),
        ] {
            assert_eq!(of(heard), (answer, alert), "{heard:?}");
        }
    }
}
