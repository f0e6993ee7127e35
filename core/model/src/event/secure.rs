//! Handshakes, over TCP and QUIC.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::{BlobId, Certificate, Micros, TcpInfo};

/// A TLS handshake. It goes on when the chain does not verify, so that the whole chain is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TlsHandshake {
    /// With whom.
    pub address: SocketAddr,
    /// The name sent (SNI).
    pub server_name: String,
    /// Whether the handshake ran to its end (the chain may be bad all the same: see the failure). If it did not, and there
    /// is no failure, somebody began one, and no more was wanted.
    pub is_complete: bool,
    /// When the first byte of the peer came, relative to the run: a ServerHello or an alert.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_byte: Option<Micros>,
    /// How many segments were sent again between the connect and this first byte; 0: what was said first was answered.
    /// Absent: nothing came, the system does not tell, or the record is older than this field.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resent_before_answer: Option<u32>,
    /// What these first bytes were. Absent: nothing came, or the record is older than this field. In data it has a name
    /// of its own: there `answer` is a helper's.
    #[serde(rename = "first_answer", skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<TlsAnswer>,
    /// The code of the alert, where that was the answer (RFC 8446, section 6).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alert: Option<u8>,
    /// The first bytes themselves, where they were no TLS.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_bytes: Option<BlobId>,
    /// `TLSv1.3` and the like.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<String>,
    /// Cipher suite, IANA's spelling.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cipher_suite: Option<String>,
    /// The protocol agreed on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alpn: Option<String>,
    /// The ClientHello as it was sent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_hello: Option<BlobId>,
    /// How many bytes of it went in a segment of their own, the rest after these were acknowledged; absent: it
    /// was sent whole.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cut_at: Option<u32>,
    /// How many hops it and all behind it could go; absent: as far as anything goes. The connection was opened
    /// before at full reach.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hop_limit: Option<u8>,
    /// How many bytes of it went in a record of TLS of their own, the rest in another one; absent: it was one
    /// record.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record_cut_at: Option<u32>,
    /// Its JA4 fingerprint.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ja4: Option<String>,
    /// The chain as presented, leaf first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub chain: Vec<Certificate>,
    /// Whether the phone's own store takes a chain that the roots of the web refuse: then its browsers open what comes
    /// over it, and the phone is exposed. Absent: there was none, or the platform does not say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub is_accepted_here: Option<bool>,
    /// What the system knows of the connection afterwards.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub info: Option<TcpInfo>,
}

impl TlsHandshake {
    /// One that nothing is known of but to whom it went, and under which name.
    pub fn of(address: SocketAddr, server_name: impl Into<String>) -> Self {
        Self {
            address,
            server_name: server_name.into(),
            is_complete: false,
            first_byte: None,
            resent_before_answer: None,
            answer: None,
            alert: None,
            first_bytes: None,
            version: None,
            cipher_suite: None,
            alpn: None,
            client_hello: None,
            cut_at: None,
            hop_limit: None,
            record_cut_at: None,
            ja4: None,
            chain: Vec::new(),
            is_accepted_here: None,
            info: None,
        }
    }
}

/// What came first in answer to a ClientHello.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsAnswer {
    /// A record of the handshake that begins with a ServerHello, as far as it came.
    Handshake,
    /// An alert in the clear: whoever said it speaks TLS and refuses.
    Alert,
    /// Bytes that begin no handshake and no alert: no server of TLS said them.
    NotTls,
}

/// A QUIC handshake, and the farewell after it. It goes on when the chain does not verify, as over TCP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuicHandshake {
    /// With whom.
    pub address: SocketAddr,
    /// The name sent (SNI).
    pub server_name: String,
    /// Whether the handshake ran to its end (the chain may be bad all the same: see the failure).
    pub is_complete: bool,
    /// When the first datagram of the peer came, relative to the run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_byte: Option<Micros>,
    /// The protocol agreed on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alpn: Option<String>,
    /// The first datagram as it was sent: an Initial, whose keys anybody can derive (RFC 9001, section 5.2), so
    /// the ClientHello is in it for all to read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub initial: Option<BlobId>,
    /// The chain as presented, leaf first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub chain: Vec<Certificate>,
}
