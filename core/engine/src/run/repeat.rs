//! What a block repeats, and what it tries beside that.

use std::net::SocketAddr;

use url::Url;

/// What a block repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// TCP and TLS to an address under a name.
    Pair(SocketAddr, String),
    /// QUIC to an address under a name.
    Quic(SocketAddr, String),
    /// A request in the clear for a page, at an address.
    Request(SocketAddr, Url),
    /// TCP to an address: of a cleartext target, no more than that failed.
    Connection(SocketAddr),
    /// A lookup by the system's resolver.
    Lookup(String),
    /// A lookup that nobody answered, or that was denied: also by the public one.
    SilentLookup(String),
}

/// What a block of a pair tries beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tries {
    /// Effect 1: the name at the helper's address, if there is one.
    pub(crate) at_helper: bool,
    /// Effects 2 and 3.
    pub(crate) at_site: AtSite,
    /// Effect 2 by segments, before records are tried.
    pub(crate) in_segments: bool,
}

/// When a block tries the target's own address with an innocent name and a split hello (effects 2, 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtSite {
    /// Not at all.
    Never,
    /// Before the target's trial: nothing has poisoned the address yet.
    First,
    /// After it.
    Last,
}

impl Repeat {
    /// The address that failed.
    pub(crate) fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Pair(address, _)
            | Self::Quic(address, _)
            | Self::Request(address, _)
            | Self::Connection(address) => Some(*address),
            Self::Lookup(_) | Self::SilentLookup(_) => None,
        }
    }

    /// The name that is said, if it is said over TLS.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Pair(_, name) => Some(name),
            _ => None,
        }
    }

    /// Whether it can sit together with another: no two targets of a block have one address, and QUIC sits alone. Names
    /// in requests and names in hellos are said at the helper's address in volleys of their own kind alone, and nobody has
    /// built one of requests.
    pub(crate) fn sits_with(&self, other: &Self) -> bool {
        let ip = |it: &Self| it.address().map(|address| address.ip());
        let is_apart = ip(self).is_none_or(|own| ip(other) != Some(own));
        let hear_both = |one: &Self, other: &Self| one.is_request() && other.is_named();
        let must_part = self.is_quic() || other.is_quic();
        is_apart && !must_part && !hear_both(self, other) && !hear_both(other, self)
    }

    /// Whether its name may be said at a helper's address.
    fn is_named(&self) -> bool {
        matches!(self, Self::Pair(..) | Self::Request(..))
    }

    fn is_request(&self) -> bool {
        matches!(self, Self::Request(..))
    }

    /// Whether it is QUIC, of which nothing depends.
    pub(crate) fn is_quic(&self) -> bool {
        matches!(self, Self::Quic(..))
    }

    /// The name, if a lookup is repeated.
    pub(crate) fn looked_up(&self) -> Option<&str> {
        match self {
            Self::Lookup(name) | Self::SilentLookup(name) => Some(name),
            _ => None,
        }
    }

    /// Whether a connection is all that is asked for.
    pub(crate) fn is_connection(&self) -> bool {
        matches!(self, Self::Connection(_))
    }
}
