//! Lookups.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::Micros;

/// A DNS lookup over one transport.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DnsLookup {
    /// How it was asked.
    pub engine: DnsEngine,
    /// Whom; absent for the system's resolver.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub resolver: Option<SocketAddr>,
    /// The name.
    pub name: String,
    /// `A`, `AAAA`, or `ANY_ADDRESS` for the system's resolver.
    pub query_type: String,
    /// The addresses of the first answer.
    pub addresses: Vec<IpAddr>,
    /// Response code of the first answer; absent when none came or the system hides it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rcode: Option<u16>,
    /// Each send with its answers, late ones too; one over TCP; empty for the system's resolver.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub sends: Vec<DnsSend>,
}

/// How a name was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DnsEngine {
    /// The operating system's resolver: what browsers get.
    System,
    /// Our own exchange over UDP.
    Udp,
    /// Our own exchange over TCP.
    Tcp,
    /// Our own exchange over TLS with a resolver whose certificate is verified.
    Dot,
    /// Our own exchange over HTTPS with a resolver whose certificate is verified.
    Doh,
}

/// One datagram of a lookup. Each has its own id and source port, so an answer belongs to one send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DnsSend {
    /// When it was sent, relative to the run.
    pub t: Micros,
    /// Query id.
    pub id: u16,
    /// Everything that answered it, in order of arrival.
    pub answers: Vec<DnsAnswer>,
}

/// One answer to one send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DnsAnswer {
    /// When it came, relative to the run.
    pub t: Micros,
    /// Response code.
    pub rcode: u16,
    /// Whether it says that it is cut short, and that the whole is to be had over TCP.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_truncated: bool,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}
