//! What the network said when it said no.
//!
//! A closed vocabulary with OONI's spelling, so that results can be compared. Values are made in one
//! place only (`arna_net::classify`) and never carry an address, a name or anything else of the user.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A network failure, spelled as in OONI's data format.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Failure {
            $($(#[$doc])* $name,)*
            /// Anything else, with addresses and names removed.
            Unknown(String),
        }

        impl Failure {
            /// Every failure of the closed vocabulary, in the order of this file.
            pub const ALL: &'static [Failure] = &[$(Failure::$name,)*];

            fn text(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some($text),)*
                    Self::Unknown(_) => None,
                }
            }
        }
    };
}

failures! {
    /// The peer answered the SYN with a RST.
    ConnectionRefused = "connection_refused",
    /// An established connection got a RST.
    ConnectionReset = "connection_reset",
    /// The connection was given up locally.
    ConnectionAborted = "connection_aborted",
    /// A router or the system says that the host cannot be reached.
    HostUnreachable = "host_unreachable",
    /// A router or the system says that the network cannot be reached.
    NetworkUnreachable = "network_unreachable",
    /// The interface is down.
    NetworkDown = "network_down",
    /// The system does not let us (a VPN holds the phone, a firewall).
    PermissionDenied = "permission_denied",
    /// The system gave up waiting.
    TimedOut = "timed_out",
    /// Our own deadline passed.
    GenericTimeout = "generic_timeout_error",
    /// The peer closed where more was due.
    Eof = "eof_error",
    /// Cut off by the user or by a deadline of the run: says nothing about the network.
    Interrupted = "interrupted",
    /// More came than an exchange may cost: we ended it (docs/method.md, "What may pass").
    TooManyBytes = "too_many_bytes_error",
    /// Used after it was closed: a connection that was kept from earlier, and nothing came any more.
    ConnectionAlreadyClosed = "connection_already_closed",
    /// The answer holds an address that cannot be a public server's.
    DnsBogon = "dns_bogon_error",
    /// The name does not exist.
    DnsNxdomain = "dns_nxdomain_error",
    /// The name exists and has no address of this kind.
    DnsNoAnswer = "dns_no_answer",
    /// The resolver refuses.
    DnsRefused = "dns_refused_error",
    /// The resolver failed.
    DnsServfail = "dns_servfail_error",
    /// The resolver's answer makes no sense.
    DnsServerMisbehaving = "dns_server_misbehaving",
    /// The system's resolver gave up for good.
    DnsNonRecoverable = "dns_non_recoverable_failure",
    /// The system's resolver gave up for now; a time-out, usually.
    DnsTemporary = "dns_temporary_failure",
    /// An answer came that belongs to no query of ours.
    DnsWrongQueryId = "dns_reply_with_wrong_query_id",
    /// Android's resolver has no data for the name.
    AndroidDnsCacheNoData = "android_dns_cache_no_data",
    /// The handshake ended with an alert or nonsense.
    SslFailedHandshake = "ssl_failed_handshake",
    /// The certificate is expired, not yet valid or malformed.
    SslInvalidCertificate = "ssl_invalid_certificate",
    /// The certificate is for another name.
    SslInvalidHostname = "ssl_invalid_hostname",
    /// The chain ends at nobody whom the web trusts.
    SslUnknownAuthority = "ssl_unknown_authority",
    /// No common version of QUIC.
    QuicIncompatibleVersion = "quic_incompatible_version",
    /// A redirect to something that is no location.
    HttpInvalidRedirect = "http_invalid_redirect_location_host",
    /// Redirects that did not end (a word of ours).
    HttpTooManyRedirects = "http_too_many_redirects",
    /// The answer is not the JSON that was asked for.
    JsonParse = "json_parse_error",
    /// What came is not HTTP.
    HttpMalformed = "http_parse_error",
}

impl Failure {
    /// Whether this is silence: nothing came until somebody stopped waiting.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::TimedOut | Self::GenericTimeout | Self::DnsTemporary)
    }

    /// Whether the presented chain was refused by the web PKI.
    pub fn is_certificate(&self) -> bool {
        matches!(
            self,
            Self::SslInvalidCertificate | Self::SslInvalidHostname | Self::SslUnknownAuthority
        )
    }

    /// Whether it comes from the phone itself, its limits among it, and says nothing about the path.
    pub fn is_local(&self) -> bool {
        matches!(
            self,
            Self::NetworkUnreachable
                | Self::NetworkDown
                | Self::PermissionDenied
                | Self::Interrupted
                | Self::TooManyBytes
                | Self::ConnectionAlreadyClosed
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(what) => write!(f, "unknown_failure: {what}"),
            known => f.write_str(known.text().expect("every known failure has a text")),
        }
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Self::ALL.iter().find(|known| known.text() == Some(text)).cloned().unwrap_or_else(|| {
            Self::Unknown(text.strip_prefix("unknown_failure: ").unwrap_or(text).to_owned())
        })
    }
}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Failure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_keeps_its_spelling() {
        for failure in Failure::ALL {
            assert_eq!(&Failure::from(failure.to_string().as_str()), failure);
        }
        let odd = Failure::Unknown("odd thing".into());
        assert_eq!(Failure::from(odd.to_string().as_str()), odd);
    }
}
