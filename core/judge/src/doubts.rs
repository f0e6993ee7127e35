//! Doubts: what has to be known of the whole network before one target's trouble means anything.
//!
//! Each is dispelled once in a run, by an observation that costs little, and only when some look gives
//! cause for it. What came of it stands among the run's anchors.

use arna_model::{Dossier, Failure, Observation, Place, Side};

use crate::look::Look;
use crate::{http, innocents, tcp, tls};

/// What a run should find out, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Whether connections open where certainly nobody is: somebody on the path answers every SYN.
    Proxy,
    /// Whose certificates innocent hosts show, and of which dates.
    Innocents,
}

/// The doubts that the looks of a dossier raise and that its anchors do not dispel yet.
pub fn doubts(dossier: &Dossier) -> Vec<Doubt> {
    let looks = Look::all(dossier);
    let mut seen = looks.iter().flat_map(|look| look.observations.iter());
    let is_proxy = dead_addresses(dossier).next().is_none() && seen.any(|one| is_unheard(one));
    let found = [
        is_proxy.then_some(Doubt::Proxy),
        innocents::is_wanted(dossier).then_some(Doubt::Innocents),
    ];
    found.into_iter().flatten().collect()
}

/// The answer of an address at which nobody is: a proxy's.
pub(crate) fn proxy(dossier: &Dossier) -> Option<&Observation> {
    dead_addresses(dossier).find(|one| one.is_success())
}

/// Connects to nobody, as far as the phone let them leave.
fn dead_addresses(dossier: &Dossier) -> impl Iterator<Item = &Observation> {
    dossier.anchors.iter().filter(|one| {
        let is_nobody = matches!(one.place, Place::Anchor { side: Side::Nobody, .. });
        let is_local = one.failure.as_ref().is_some_and(Failure::is_local);
        is_nobody && !is_local && tcp::connect(one).is_some()
    })
}

/// Whether a connection opened, and not one byte came over it.
fn is_unheard(one: &Observation) -> bool {
    let is_cut = one.failure.as_ref().is_some_and(|why| why.is_timeout() || tls::is_reset(why));
    is_cut
        && (tls::handshake(one).is_some_and(|tls| tls.first_byte.is_none())
            || http::transaction(one).is_some_and(|http| http.status.is_none()))
}
