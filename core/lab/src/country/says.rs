//! What a filter says in a server's place.

use serde::Deserialize;

/// What a filter answers to a ClientHello in the server's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Says {
    /// The alert with which servers refuse names that they do not have.
    UnrecognizedName,
    /// The alert that says least.
    HandshakeFailure,
    /// A page in the clear.
    PlainPage,
}

impl Says {
    /// As it goes over the wire.
    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Self::UnrecognizedName => &[21, 3, 3, 0, 2, 2, 112],
            Self::HandshakeFailure => &[21, 3, 3, 0, 2, 2, 40],
            Self::PlainPage => {
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\nObject not found\r\n"
            }
        }
    }

    /// In words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::UnrecognizedName => "the TLS alert unrecognized_name",
            Self::HandshakeFailure => "the TLS alert handshake_failure",
            Self::PlainPage => "a page in the clear",
        }
    }
}
