//! Censors as a scenario writes them: what each does, and what can be set.

use std::net::IpAddr;

use serde::Deserialize;

/// A censor: its technique with what can be set. Its names and addresses are those of the groups that
/// are `censored_by` it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Rule {
    /// Silence once the ClientHello has named it, and at that address for a while after.
    SniDrop {
        #[serde(default)]
        residual_s: Option<f64>,
    },
    /// A reset once the ClientHello has named it.
    SniReset {},
    /// Forged answers to its DNS questions.
    DnsForge {
        answers: Vec<IpAddr>,
        /// Whether the true answer comes too, later.
        #[serde(default)]
        is_racing: bool,
    },
    /// Silence at its address.
    IpDrop {},
    /// Silence for its DNS questions, whoever is asked.
    DnsDrop {},
    /// "No such name" for its DNS questions, whoever is asked.
    DnsNxdomain {},
    /// Silence once a cleartext request has named its host.
    HttpHostDrop {},
    /// A reset once a cleartext request has named its host.
    HttpHostReset {},
    /// A blockpage in place of its page, over cleartext.
    HttpBlockpage {},
    /// A reset in answer to every SYN to its address.
    IpReset {},
    /// Interception under a state root of this common name.
    TlsMitm { root: String },
}

/// What censors do, without how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Technique {
    SniDrop,
    SniReset,
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
    pub(super) fn technique(&self) -> Technique {
        match self {
            Self::SniDrop { .. } => Technique::SniDrop,
            Self::SniReset {} => Technique::SniReset,
            Self::DnsForge { .. } => Technique::DnsForge,
            Self::IpDrop {} => Technique::IpDrop,
            Self::DnsDrop {} => Technique::DnsDrop,
            Self::DnsNxdomain {} => Technique::DnsNxdomain,
            Self::HttpHostDrop {} => Technique::HttpHostDrop,
            Self::HttpHostReset {} => Technique::HttpHostReset,
            Self::HttpBlockpage {} => Technique::HttpBlockpage,
            Self::IpReset {} => Technique::IpReset,
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
