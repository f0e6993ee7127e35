//! Network events: facts, never an opinion.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

use crate::{BlobId, Certificate, ControlAnswer, Micros, Reflection, Trace};

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
    /// Bytes were fetched for their rate.
    Transfer(Transfer),
    /// SYNs were sent that die on the way, one for each distance.
    Trace(Trace),
}

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

/// A TLS handshake. It goes on when the chain does not verify, so that the whole chain is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TlsHandshake {
    /// With whom.
    pub address: SocketAddr,
    /// The name sent (SNI).
    pub server_name: String,
    /// Whether the handshake ran to its end (the chain may be bad all the same: see the failure).
    pub is_complete: bool,
    /// When the first byte of the peer came, relative to the run: a ServerHello or an alert.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_byte: Option<Micros>,
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
    /// Header lines as they came.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub headers: Vec<(String, String)>,
    /// Title of the page, as far as it was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// How often the page opens each element, as far as it was read; only of what came in the clear.
    #[serde(skip_serializing_if = "Tags::is_empty", default)]
    pub tags: Tags,
    /// What was read of the body.
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
    /// How far the helper's clock (its `Date`, when sent) is ahead of the phone's, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clock_ahead_s: Option<i64>,
}

/// Bytes fetched from a helper for their rate, over TLS that showed the helper's own certificate, under
/// whatever name.
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
    /// Bytes so far, the head of the answer included.
    pub bytes: u64,
}

/// What the phone knows of its radio. Absent fields are not reported by the platform.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RadioSample {
    /// Technology in use.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub technology: Option<Technology>,
    /// MCC and MNC of the network.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<String>,
    /// Which of the cells that were seen in this run serves: 0 for the first, 1 for the next new one. Never what
    /// it is called.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<u32>,
    /// Signal power (RSRP for LTE and 5G, RSCP for 3G, RSSI for 2G), dBm, -140 to -40.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signal_dbm: Option<i16>,
    /// Which of the phone's addresses in this run is in use: 0 for the first that was seen, 1 for the next new
    /// one. Never the address itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<u32>,
}

/// Radio technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// GPRS, EDGE.
    #[serde(rename = "2g")]
    TwoG,
    /// UMTS, HSPA.
    #[serde(rename = "3g")]
    ThreeG,
    /// LTE.
    Lte,
    /// 5G.
    Nr,
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
}

impl Technology {
    /// The spelling in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TwoG => "2g",
            Self::ThreeG => "3g",
            Self::Lte => "lte",
            Self::Nr => "nr",
            Self::Wifi => "wifi",
            Self::Wired => "wired",
        }
    }
}
