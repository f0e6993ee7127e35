//! A ClientHello as each end of a connection saw it: where they differ, somebody sits between.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// A ClientHello, as far as two ends compare it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientHello {
    /// Its length with the head of its record.
    pub bytes: u32,
    /// The name in it (SNI).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub server_name: Option<String>,
    /// Its JA4 fingerprint.
    pub ja4: String,
}

/// A helper was asked which ClientHello it saw on the connection that it was asked over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reflection {
    /// The helper.
    pub address: SocketAddr,
    /// What was sent.
    pub sent: ClientHello,
    /// What it saw; absent: it did not say, as a helper of somebody else's, or an interceptor that answers itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen: Option<ClientHello>,
}

impl Reflection {
    /// Whether the helper saw another hello than was sent: somebody on the way ended TLS, and began it anew.
    pub fn is_another(&self) -> bool {
        self.seen.as_ref().is_some_and(|seen| *seen != self.sent)
    }
}
