//! Doubts: what has to be known of the whole network before one target's trouble means anything.
//!
//! Each is dispelled once in a run (a silence that decides, twice), by an observation that costs little, and
//! only when some look gives cause for it. What came of it stands among the run's anchors.

use std::collections::BTreeSet;

use arna_model::{Dossier, Failure, Observation, Place, Side};

use crate::look::Look;
use crate::sitting::{Decision, Sitting, sitting};
use crate::suspicion::{SuspicionKind, suspicion};
use crate::{denial, http, innocents, tcp, tls};

/// What a run should find out, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Whether connections to this port open where certainly nobody is: somebody on the path answers every
    /// SYN. A proxy for pages in the clear takes port 80 alone.
    Proxy(u16),
    /// Whose certificates innocent hosts show, and of which dates.
    Innocents,
    /// Whether the system's resolver denies names of advertisements, too: then its owner wishes it.
    Resolver,
}

/// The doubts that the looks of a dossier raise and that its anchors do not dispel yet.
pub fn doubts(dossier: &Dossier) -> Vec<Doubt> {
    let looks = Look::all(dossier);
    let seen = looks.iter().flat_map(|look| look.observations.iter());
    let unheard: BTreeSet<u16> = seen.filter_map(|one| unheard_port(one)).collect();
    // One silence may be the radio's: where it would decide a sitting, the address is called again.
    let is_open = |port: &u16| match dead_addresses(dossier, *port).count() {
        0 => true,
        1 => proxy(dossier, *port).is_none() && decides(sitting(dossier), *port),
        _ => false,
    };
    let proxies = unheard.into_iter().filter(is_open).map(Doubt::Proxy);
    let is_denied = || suspicion(dossier).is_some_and(|it| it.kind == SuspicionKind::DnsDiffers);
    let resolver = !denial::is_wish_known(dossier) && is_denied();
    proxies
        .chain(innocents::is_wanted(dossier).then_some(Doubt::Innocents))
        .chain(resolver.then_some(Doubt::Resolver))
        .collect()
}

/// Whether the verdict hangs on there being no proxy at `port`: the target fails whatever its name, or the
/// name fails in the clear or at its own address.
fn decides(sitting: Sitting, port: u16) -> bool {
    use Decision::{NameFails, NameFailsThere, RecordsPass, SplitPasses, TargetFails};
    match sitting {
        Sitting::Decided(TargetFails | SplitPasses | RecordsPass | NameFailsThere)
        | Sitting::Exhausted => true,
        Sitting::Decided(NameFails) => port != HTTPS,
        _ => false,
    }
}

/// The answer on this port of an address at which nobody is: a proxy's.
pub(crate) fn proxy(dossier: &Dossier, port: u16) -> Option<&Observation> {
    dead_addresses(dossier, port).find(|one| one.is_success())
}

/// Connects to nobody, as far as the phone let them leave.
fn dead_addresses(dossier: &Dossier, port: u16) -> impl Iterator<Item = &Observation> {
    dossier.anchors.iter().filter(move |one| {
        let is_nobody = matches!(one.place, Place::Anchor { side: Side::Nobody, .. });
        let is_local = one.failure.as_ref().is_some_and(Failure::is_local);
        let is_at = tcp::connect(one).is_some_and(|connect| connect.address.port() == port);
        is_nobody && !is_local && is_at
    })
}

/// The port of a connection that opened and over which nothing came that only the server can have said.
fn unheard_port(one: &Observation) -> Option<u16> {
    let is_anybodys = tls::is_alert(one) || tls::is_no_tls(one);
    let is_cut = one.failure.as_ref().is_some_and(|why| why.is_timeout() || tls::is_reset(why));
    let is_cut = is_cut || is_anybodys;
    let unheard = tls::handshake(one)
        .filter(|tls| tls.first_byte.is_none() || is_anybodys)
        .map(|tls| tls.address)
        .or_else(|| Some(http::transaction(one).filter(|http| http.status.is_none())?.address));
    unheard.filter(|_| is_cut).map(|address| address.port())
}

/// Where names are said in TLS.
const HTTPS: u16 = 443;
