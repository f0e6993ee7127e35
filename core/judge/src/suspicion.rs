//! Suspicion: what a look leaves open, and what would settle it.
//!
//! A look never accuses; it sorts. What needs confirmation is said here, with the pair to repeat and
//! the start value that the sequential test begins from. Where no confirmation could ever lead to a
//! word (no outside control, a site that is down for everybody), there is no suspicion: every
//! confirmation repeats a forbidden name, and exposure is not spent for nothing.

use std::net::SocketAddr;

use arna_model::{Dossier, ObservationId};

use crate::sequential::start;
use crate::web::{self, Assessment};
use crate::{confirmed, nat64, quic};

/// What needs confirmation, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspicion {
    /// What was seen.
    pub kind: SuspicionKind,
    /// P(seen | no censor) that the sequential test starts from (docs/method.md, "Start values").
    pub start: f64,
    /// The address of the pair that failed, as it was dialled; absent when the suspicion is about a name or a page.
    pub address: Option<SocketAddr>,
    /// The name of the pair that failed, or the name that was looked up.
    pub name: Option<String>,
    /// The URL of the hop that failed; absent when it is the target's own.
    pub hop: Option<String>,
    /// The observations that raise it.
    pub basis: Vec<ObservationId>,
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuspicionKind {
    /// Nothing came back after the ClientHello.
    TlsSilence,
    /// The connection was reset or closed after the ClientHello, before the handshake was done.
    TlsReset,
    /// The handshake ended with an alert, or with bytes that are no TLS.
    TlsAlert,
    /// The address does not answer a SYN.
    TcpSilence,
    /// The address refuses.
    TcpRefused,
    /// No resolver answers for the name.
    DnsSilence,
    /// The system's resolver does not answer for the name, and a public one does, in the clear.
    ResolverSilent,
    /// The answer of the system's resolver is a bogon, a known block address, or one that lost a race.
    DnsForged,
    /// The system's resolver says that there is no such name, and the helper resolves it.
    DnsDiffers,
    /// The chain ends at an unknown authority, or does not fit, while the helper verified the name.
    Certificate,
    /// Verified TLS, and then no answer to the request.
    HttpSilence,
    /// Nothing came back after a request in the clear.
    RequestSilence,
    /// The connection was reset or closed after a request in the clear, before any answer.
    RequestReset,
    /// A known blockpage, seen once.
    Blockpage,
    /// The page opened over TLS, and nothing came back over QUIC, which the site offers there.
    QuicSilence,
}

/// What would settle a suspicion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// A sitting whose Target arm repeats TCP and TLS to `address` with `name`.
    Pair,
    /// A sitting whose Target arm repeats the request in the clear to `address` with `name`.
    Request,
    /// A sitting whose Target arm asks the system's resolver for `name`.
    Lookup,
    /// One more look at the target; no blocks.
    Look,
    /// A sitting whose Target arm repeats QUIC to `address` with `name`. It may tell by whom QUIC is stopped, and
    /// nothing else of the target.
    Quic,
}

/// What the looks leave open and blocks (or one more look) can still settle; `None`: the looks alone
/// decide, the sitting is over, or nothing could ever be said.
pub fn suspicion(dossier: &Dossier) -> Option<Suspicion> {
    let translated = nat64::translated(dossier);
    match web::assess(&translated) {
        Assessment::Suspect(suspicion) => {
            let is_open = confirmed::is_open(&translated, &suspicion);
            is_open.then(|| nat64::as_dialled(suspicion, dossier))
        }
        Assessment::Settled(verdict) => {
            let suspicion = quic::suspicion(&translated, &verdict)?;
            let is_open = confirmed::is_open(&translated, &suspicion);
            is_open.then(|| nat64::as_dialled(suspicion, dossier))
        }
    }
}

/// What a second sitting has to repeat: the target is accused by one sitting, and another may make it certain.
/// When it is time for it, the run knows ([`SECOND_SITTING_AFTER`](crate::SECOND_SITTING_AFTER)).
pub fn second_sitting(dossier: &Dossier) -> Option<Suspicion> {
    let translated = nat64::translated(dossier);
    match web::assess(&translated) {
        Assessment::Suspect(suspicion) => {
            let is_awaited = confirmed::awaits_second(&translated, &suspicion);
            is_awaited.then(|| nat64::as_dialled(suspicion, dossier))
        }
        Assessment::Settled(_) => None,
    }
}

impl SuspicionKind {
    /// P(seen | no censor) that its test starts from.
    pub fn start(self) -> f64 {
        match self {
            Self::TlsReset => start::TLS_RESET,
            Self::TlsSilence | Self::TlsAlert => start::TLS_SILENCE,
            Self::TcpSilence | Self::TcpRefused => start::TCP_FAILURE,
            Self::DnsSilence | Self::ResolverSilent => start::DNS_SILENCE,
            Self::DnsForged => start::FORGED_ANSWER,
            Self::DnsDiffers => start::DNS_DENIAL,
            Self::Certificate => start::UNKNOWN_AUTHORITY,
            Self::HttpSilence | Self::RequestSilence => start::HTTP_SILENCE,
            Self::RequestReset => start::REQUEST_RESET,
            Self::Blockpage => start::BLOCKPAGE,
            Self::QuicSilence => start::QUIC_SILENCE,
        }
    }

    /// Whether it is about what resolvers say of the name.
    pub(crate) fn is_of_lookup(self) -> bool {
        matches!(self, Self::DnsSilence | Self::ResolverSilent | Self::DnsForged | Self::DnsDiffers)
    }

    /// What would settle it.
    pub fn confirmation(self) -> Confirmation {
        match self {
            Self::TlsSilence
            | Self::TlsReset
            | Self::TlsAlert
            | Self::TcpSilence
            | Self::TcpRefused => Confirmation::Pair,
            Self::RequestSilence | Self::RequestReset => Confirmation::Request,
            Self::DnsSilence | Self::DnsForged | Self::DnsDiffers => Confirmation::Lookup,
            Self::ResolverSilent | Self::Certificate | Self::HttpSilence | Self::Blockpage => {
                Confirmation::Look
            }
            Self::QuicSilence => Confirmation::Quic,
        }
    }
}
