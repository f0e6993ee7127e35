//! Censors as a scenario writes them: what each does, and what can be set.

use std::net::IpAddr;

use serde::Deserialize;

use super::only::Only;
use super::says::Says;

/// A censor: its technique with what can be set. Its names and addresses are those of the groups that
/// are `censored_by` it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Rule {
    /// Silence once the ClientHello has named it, and at that address for a while after.
    SniDrop {
        #[serde(default)]
        residual_s: Option<f64>,
        /// Whether it puts the segments of a ClientHello together.
        #[serde(default)]
        reassembles: bool,
        /// Whether it puts its records of TLS together as well, and the segments for that.
        #[serde(default)]
        joins_records: bool,
        #[serde(default)]
        only: Only,
    },
    /// A reset once the ClientHello has named it.
    SniReset {
        #[serde(default)]
        only: Only,
    },
    /// The end of the connection once the ClientHello has named it.
    SniFin {
        #[serde(default)]
        only: Only,
    },
    /// An answer of its own once the ClientHello has named it.
    SniAnswer {
        says: Says,
        #[serde(default)]
        only: Only,
    },
    /// A limit on the rate once the ClientHello has named it.
    Throttle {
        kbit: f64,
        #[serde(default)]
        only: Only,
    },
    /// So many milliseconds more in each direction once the ClientHello has named it.
    SniDelay {
        ms: u32,
        #[serde(default)]
        only: Only,
    },
    /// Silence once so many bytes came down a connection that names it, or goes to its address.
    FreezeAfter {
        #[serde(default = "usual_freeze")]
        bytes: u32,
        #[serde(default)]
        by: By,
        #[serde(default)]
        only: Only,
    },
    /// Silence for datagrams to port 443 of its address.
    QuicDrop {
        #[serde(default)]
        only: Only,
    },
    /// Silence for datagrams to its address once QUIC's first packets have named it.
    QuicSniDrop {
        #[serde(default)]
        residual_s: Option<f64>,
        /// Whether it puts the parts of a ClientHello together.
        #[serde(default)]
        reassembles: bool,
        #[serde(default)]
        only: Only,
    },
    /// Forged answers to its DNS questions.
    DnsForge {
        answers: Vec<IpAddr>,
        /// Whether the true answer comes too, later.
        #[serde(default)]
        is_racing: bool,
        #[serde(default)]
        only: Only,
    },
    /// Silence at its address.
    IpDrop {
        #[serde(default)]
        only: Only,
    },
    /// Silence for its DNS questions, whoever is asked.
    DnsDrop {
        #[serde(default)]
        only: Only,
    },
    /// "No such name" for its DNS questions, whoever is asked.
    DnsNxdomain {
        /// Whether it is "no such address" instead: an answer with nothing in it.
        #[serde(default)]
        is_empty: bool,
        #[serde(default)]
        only: Only,
    },
    /// Silence once a cleartext request has named its host.
    HttpHostDrop {
        #[serde(default)]
        only: Only,
    },
    /// A reset once a cleartext request has named its host.
    HttpHostReset {
        #[serde(default)]
        only: Only,
    },
    /// A blockpage in place of its page, over cleartext.
    HttpBlockpage {
        #[serde(default)]
        form: Form,
        #[serde(default)]
        only: Only,
    },
    /// A reset in answer to every SYN to its address.
    IpReset {
        #[serde(default)]
        only: Only,
    },
    /// Interception under a state root of this common name.
    TlsMitm {
        root: String,
        #[serde(default)]
        only: Only,
    },
}

/// What a censor knows its targets by, where it may be either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum By {
    /// The name in the ClientHello.
    #[default]
    Name,
    /// The address.
    Address,
}

/// As it has been in Russia (docs/lab.md).
fn usual_freeze() -> u32 {
    16_000
}

/// How a blockpage comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// As a page.
    #[default]
    Page,
    /// As a page in windows-1251.
    #[serde(rename = "windows_1251")]
    Windows1251,
    /// As a redirect to where it is.
    Redirect,
}

/// What censors do, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Technique {
    SniDrop,
    SniReset,
    SniFin,
    SniAnswer,
    Throttle,
    SniDelay,
    FreezeByName,
    FreezeByAddress,
    QuicDrop,
    QuicSniDrop,
    DnsForge,
    IpDrop,
    DnsDrop,
    DnsNxdomain,
    HttpHostDrop,
    HttpHostReset,
    HttpBlockpage,
    IpReset,
    TlsMitm,
}

impl Rule {
    /// What it is bound to.
    pub(super) fn only(&self) -> &Only {
        match self {
            Self::SniDrop { only, .. }
            | Self::SniReset { only }
            | Self::SniFin { only }
            | Self::SniAnswer { only, .. }
            | Self::Throttle { only, .. }
            | Self::SniDelay { only, .. }
            | Self::FreezeAfter { only, .. }
            | Self::QuicDrop { only }
            | Self::QuicSniDrop { only, .. }
            | Self::DnsForge { only, .. }
            | Self::IpDrop { only }
            | Self::DnsDrop { only }
            | Self::DnsNxdomain { only, .. }
            | Self::HttpHostDrop { only }
            | Self::HttpHostReset { only }
            | Self::HttpBlockpage { only, .. }
            | Self::IpReset { only }
            | Self::TlsMitm { only, .. } => only,
        }
    }

    pub(super) fn technique(&self) -> Technique {
        match self {
            Self::SniDrop { .. } => Technique::SniDrop,
            Self::SniReset { .. } => Technique::SniReset,
            Self::SniFin { .. } => Technique::SniFin,
            Self::SniAnswer { .. } => Technique::SniAnswer,
            Self::Throttle { .. } => Technique::Throttle,
            Self::SniDelay { .. } => Technique::SniDelay,
            Self::FreezeAfter { by: By::Name, .. } => Technique::FreezeByName,
            Self::FreezeAfter { by: By::Address, .. } => Technique::FreezeByAddress,
            Self::QuicDrop { .. } => Technique::QuicDrop,
            Self::QuicSniDrop { .. } => Technique::QuicSniDrop,
            Self::DnsForge { .. } => Technique::DnsForge,
            Self::IpDrop { .. } => Technique::IpDrop,
            Self::DnsDrop { .. } => Technique::DnsDrop,
            Self::DnsNxdomain { .. } => Technique::DnsNxdomain,
            Self::HttpHostDrop { .. } => Technique::HttpHostDrop,
            Self::HttpHostReset { .. } => Technique::HttpHostReset,
            Self::HttpBlockpage { .. } => Technique::HttpBlockpage,
            Self::IpReset { .. } => Technique::IpReset,
            Self::TlsMitm { .. } => Technique::TlsMitm,
        }
    }
}

impl Technique {
    /// How files call it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::SniDrop => "sni_drop",
            Self::SniReset => "sni_reset",
            Self::SniFin => "sni_fin",
            Self::SniAnswer => "sni_answer",
            Self::Throttle => "throttle",
            Self::SniDelay => "sni_delay",
            Self::FreezeByName | Self::FreezeByAddress => "freeze_after",
            Self::QuicDrop => "quic_drop",
            Self::QuicSniDrop => "quic_sni_drop",
            Self::DnsForge => "dns_forge",
            Self::IpDrop => "ip_drop",
            Self::DnsDrop => "dns_drop",
            Self::DnsNxdomain => "dns_nxdomain",
            Self::HttpHostDrop => "http_host_drop",
            Self::HttpHostReset => "http_host_reset",
            Self::HttpBlockpage => "http_blockpage",
            Self::IpReset => "ip_reset",
            Self::TlsMitm => "tls_mitm",
        }
    }
}
