//! Network events: facts, never an opinion.

mod dns;
mod radio;
mod secure;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::{BlobId, ControlAnswer, Micros, Reflection, RunId, Trace};

pub use dns::{DnsAnswer, DnsEngine, DnsLookup, DnsSend};
pub use radio::{RadioSample, Technology};
pub use secure::{QuicHandshake, TlsAnswer, TlsHandshake};

/// What was done, and what came back. The failure, if any, is the observation's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Event {
    /// A name was asked for.
    Dns(DnsLookup),
    /// A TCP connection was opened.
    TcpConnect(TcpConnect),
    /// A TLS handshake was made.
    TlsHandshake(TlsHandshake),
    /// A QUIC handshake was made.
    QuicHandshake(QuicHandshake),
    /// A request was sent and (part of) an answer read.
    HttpTransaction(HttpTransaction),
    /// Small echoes in a row: a canary, a warm-up, a latency measurement.
    Pings(Pings),
    /// The test helper was asked about a target.
    HelperExchange(HelperExchange),
    /// A helper was asked which ClientHello it saw.
    Reflection(Reflection),
    /// What the phone knows of its radio.
    Radio(RadioSample),
    /// Bytes were fetched for their rate, or to see whether they go on coming.
    Transfer(Transfer),
    /// SYNs were sent that die on the way, one for each distance.
    Trace(Trace),
}

/// A TCP connect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TcpConnect {
    /// Where to.
    pub address: SocketAddr,
    /// What the system knows of the connection afterwards.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub info: Option<TcpInfo>,
}

/// What the operating system knows of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TcpInfo {
    /// Smoothed round trip.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rtt: Option<Micros>,
    /// Segments sent again, in all.
    pub retransmits: u32,
    /// Bytes sent and not acknowledged.
    pub unacked_bytes: u32,
}

/// One HTTP request and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HttpTransaction {
    /// With whom.
    pub address: SocketAddr,
    /// What was asked for.
    pub url: String,
    /// Whether it went over verified TLS: then the answer is the site's own.
    pub is_authentic: bool,
    /// Status code, when an answer began.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<u16>,
    /// Header lines as they came; of cookies the names alone, of addresses in `Location` no user and password.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub headers: Vec<(String, String)>,
    /// Title of the page, as far as it was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// How often the page opens each element, as far as it was read; only of what came in the clear.
    #[serde(skip_serializing_if = "Tags::is_empty", default)]
    pub tags: Tags,
    /// The beginning of what was read of the body, as much as is compared: its own bytes, in the charset that they came
    /// in, with nothing undone but the `Content-Encoding`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub body: Option<BlobId>,
    /// How many bytes of the body were read.
    pub body_bytes: u64,
    /// Whether more was to come.
    pub is_truncated: bool,
    /// When the status line came, relative to the run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_byte: Option<Micros>,
}

/// How often a page opens each element, by its name in lower case: what its structure is compared by.
pub type Tags = BTreeMap<String, u32>;

/// Small echoes in a row to one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pings {
    /// Where to.
    pub address: SocketAddr,
    /// What is echoed.
    pub transport: Transport,
    /// Each probe, in order of sending.
    pub pings: Vec<Ping>,
}

/// What carries a ping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// A datagram to the helper's UDP echo.
    UdpEcho,
    /// An innocent DNS query to a public resolver.
    Dns,
}

/// One echo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {
    /// When it was sent, relative to the run.
    pub t: Micros,
    /// Round trip; absent when no answer came in time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rtt: Option<Micros>,
}

/// The test helper was asked about a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HelperExchange {
    /// Which helper (its URL).
    pub helper: String,
    /// The URL it was asked about, where that is not the target's: a hop that a redirect led to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub about: Option<String>,
    /// What it said; absent when it said nothing usable.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<ControlAnswer>,
    /// The run that saw this over another of the phone's networks at the same time: then no helper said it, and nothing
    /// was sent over this one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub beside: Option<RunId>,
    /// How far the helper's clock (its `Date`, when sent) is ahead of the phone's, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clock_ahead_s: Option<i64>,
    /// Where it refused because too much was asked of it: in how many seconds it may be asked again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub come_back_s: Option<u32>,
}

impl HelperExchange {
    /// Whether somebody answered over the network that was measured.
    pub fn is_answered_here(&self) -> bool {
        self.answer.is_some() && self.beside.is_none()
    }
}

/// Bytes fetched from a helper, over TLS that showed the helper's own certificate, under whatever name; or of a
/// site's own page, over verified TLS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// From whom.
    pub address: SocketAddr,
    /// The name sent (SNI).
    pub server_name: String,
    /// How many bytes were asked for.
    pub wanted: u64,
    /// How many had come, each time that some came; the last is how far it got.
    pub marks: Vec<TransferMark>,
}

/// How far a transfer was at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferMark {
    /// When, relative to the run.
    pub t: Micros,
    /// Bytes so far, the head of the answer included; of a page what came on the connection since the handshake.
    pub bytes: u64,
}
