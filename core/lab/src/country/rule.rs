//! Censors as a scenario writes them: what each does, and what can be set.

use std::net::IpAddr;

use serde::Deserialize;

use super::atlas::{BORDER_HOP, HOPS};
use super::hours::Hours;
use super::prefix::Prefix;
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

/// When, where and how often a censor works, if not always.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Only {
    /// On this share of the connections and questions.
    pub(super) share: Option<f64>,
    /// At these hours of every day.
    pub(super) hours: Option<Hours>,
    /// From so many seconds after the story's start.
    pub(super) after_s: Option<f64>,
    /// Until so many seconds after the story's start.
    pub(super) until_s: Option<f64>,
    /// Where on the path.
    #[serde(default)]
    pub(super) at: Stand,
    /// Before which hop from the phone: what may not go so far never comes to it.
    pub(super) hop: Option<u8>,
    /// On the way to servers in these networks.
    pub(super) networks: Option<Vec<Prefix>>,
}

/// Where a censor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stand {
    /// At the operator: everything passes it.
    #[default]
    Operator,
    /// At the country's border: what stays in the country does not pass it.
    Border,
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

impl Only {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if self.share.is_some_and(|share| !(share > 0.0 && share <= 1.0)) {
            return Some("share is more than 0 and at most 1".to_owned());
        }
        if self.hop.is_some_and(|hop| !(1..=HOPS).contains(&hop)) {
            return Some(format!("hop is a number from 1 to {HOPS}"));
        }
        let times = [self.after_s, self.until_s];
        if times.iter().flatten().any(|at| !(0.0..=LONGEST_S).contains(at)) {
            return Some(format!("after_s and until_s are times from 0 to {LONGEST_S} seconds"));
        }
        matches!(times, [after, Some(until)] if until <= after.unwrap_or_default())
            .then(|| "until_s comes after after_s".to_owned())
    }

    /// In words, with a blank before them; empty if nothing is bound.
    pub(super) fn in_words(&self) -> String {
        let share = self.share.map(|share| format!("in {} % of all cases", share * 100.0));
        let hours = self.hours.map(|hours| format!("at {hours} by the country's clocks"));
        let after = self.after_s.map(|seconds| format!("from {seconds} s after the start"));
        let until = self.until_s.map(|seconds| format!("until {seconds} s after the start"));
        let at = (self.at == Stand::Border).then(|| "on what leaves the country".to_owned());
        let networks = self.networks.as_ref().map(|networks| {
            let networks: Vec<_> = networks.iter().map(Prefix::to_string).collect();
            format!("on the way to {}", networks.join(", "))
        });
        let hop = self.hop.map(|hop| format!("before hop {hop}"));
        let all = [share, hours, after, until, at, hop, networks];
        let all: Vec<_> = all.into_iter().flatten().collect();
        if all.is_empty() { String::new() } else { format!(" (only {})", all.join(", ")) }
    }
}

/// A day: longer than any run.
pub(super) const LONGEST_S: f64 = 86_400.0;

impl Stand {
    /// The hop before which a censor stands there, if it is not said.
    pub(super) fn hop(self) -> u8 {
        match self {
            Self::Operator => 3,
            Self::Border => BORDER_HOP,
        }
    }
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
