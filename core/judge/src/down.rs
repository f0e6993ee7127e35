//! How a target fails from outside, and whether that explains how it fails here.

use arna_model::How;

use crate::SuspicionKind;
use crate::control::Outside;

/// How far the helper got. The order is that of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Down {
    /// The name does not exist.
    Name,
    /// The helper's resolver gives nothing of the name: whether it exists is not said.
    Unresolved,
    /// No address takes a connection.
    Tcp,
    /// No handshake runs to its end.
    Tls,
    /// The handshake does, and the chain does not verify.
    Certificate,
    /// The server takes the connection (and the handshake), and no page comes within the helper's patience, which is
    /// shorter than a browser's.
    Slow,
    /// The request is refused, or answered by the server's own error.
    Http,
}

/// How a failure from outside compares with one from here.
pub(crate) enum Likeness {
    /// The site is down.
    Alike,
    /// Both fail, differently: nobody is cleared or accused.
    Unlike,
    /// What failed here works from outside; what fails there comes later.
    Beside,
}

impl Down {
    /// Outside must fail no later than here to explain what is seen here, and no earlier than what worked
    /// here; a chain that does not verify, or a page that errs, comes after a server that answers. So it says nothing
    /// of a name that only this network's resolvers do not know.
    pub(crate) fn likeness(self, kind: SuspicionKind) -> Likeness {
        use SuspicionKind as Kind;
        match (kind, self) {
            (
                Kind::HttpSilence | Kind::RequestSilence | Kind::Blockpage,
                Self::Http | Self::Slow,
            )
            | (Kind::RequestReset, Self::Http) => Likeness::Alike,
            (
                Kind::HttpSilence | Kind::RequestSilence | Kind::RequestReset | Kind::Blockpage,
                _,
            ) => Likeness::Unlike,
            (_, Self::Name) => Likeness::Alike,
            (Kind::DnsSilence | Kind::ResolverSilent, Self::Unresolved) => Likeness::Alike,
            (Kind::DnsForged | Kind::DnsDiffers, Self::Unresolved) => Likeness::Unlike,
            (_, Self::Unresolved) => Likeness::Beside,
            (Kind::Certificate, Self::Certificate) => Likeness::Alike,
            (Kind::Certificate, Self::Http | Self::Slow) => Likeness::Beside,
            (Kind::Certificate, _) => Likeness::Unlike,
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, Self::Tls) => Likeness::Alike,
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, Self::Http | Self::Slow) => {
                Likeness::Beside
            }
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, _) => Likeness::Unlike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Tcp | Self::Tls) => Likeness::Alike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Certificate) => Likeness::Unlike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Http | Self::Slow) => Likeness::Beside,
            // A server that is dead for everybody is, whatever a resolver says of its name.
            (
                Kind::DnsForged | Kind::DnsDiffers | Kind::DnsSilence | Kind::ResolverSilent,
                Self::Tcp | Self::Tls,
            ) => Likeness::Alike,
            // Nothing verifies there, and so nothing contradicts the resolver.
            (Kind::DnsForged | Kind::DnsDiffers, Self::Certificate) => Likeness::Unlike,
            (Kind::DnsForged | Kind::DnsDiffers, Self::Http | Self::Slow)
            | (
                Kind::DnsSilence | Kind::ResolverSilent,
                Self::Certificate | Self::Http | Self::Slow,
            ) => Likeness::Beside,
            // Helpers do not try it.
            (Kind::QuicSilence, _) => Likeness::Beside,
        }
    }

    /// Whether the server answers, or nothing is known of it: what is strange about its chain here is not explained.
    pub(crate) fn is_of_pages(self) -> bool {
        matches!(self, Self::Unresolved | Self::Slow | Self::Http)
    }

    /// How it shows.
    pub(crate) fn how(self, outside: &Outside<'_>, kind: SuspicionKind) -> How {
        match self {
            Self::Name => How::NoSuchName,
            Self::Tcp if outside.wants_tls() => How::CleartextClosed,
            Self::Tls if kind == SuspicionKind::TlsAlert && outside.is_alerted() => {
                How::EncryptionRefused
            }
            Self::Certificate => How::Certificate,
            Self::Http if outside.status().is_some() => How::ServerError,
            Self::Unresolved | Self::Tcp | Self::Tls | Self::Slow | Self::Http => How::ServerSilent,
        }
    }
}
