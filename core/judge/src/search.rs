//! From where a name is cut off: ClientHellos that die after one hop, two hops, and so on.
//!
//! A hello that dies short of the server cannot be answered by it. What answers was on the path: a reset, an alert, plain bytes, or an
//! address that falls silent afterwards where the filter is known to leave a residue. A filter that says nothing
//! and leaves nothing cannot be told from a hello that died before it: from the phone its place cannot be seen.

use std::net::SocketAddr;

use arna_model::{Dossier, Event, Failure, HopWord, Leg, Observation, Place};

use crate::stops::{says, trace};
use crate::tls;

/// What the tries of a dossier say of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    /// How far the server is, by a trace; `None`: no trace came there.
    pub(crate) server: Option<u8>,
    /// For each try how far the hello could go, and whether somebody showed that it came to them.
    tries: Vec<(u8, bool)>,
    /// Whether tries were made, whatever they showed.
    pub(crate) rounds: usize,
    /// Whether somebody was seen by what was left behind, not by a reset.
    pub(crate) is_by_residue: bool,
}

impl Search {
    /// Of the tries at `address`.
    pub(crate) fn of(dossier: &Dossier, address: SocketAddr) -> Self {
        let mut search = Self::default();
        for one in &dossier.observations {
            let Place::Trace { round, leg } = one.place else { continue };
            match (leg, &one.event) {
                (Leg::Path, Event::Trace(path)) if path.address == address => {
                    let at = says(path, HopWord::Opened);
                    search.server = search.server.into_iter().chain(at).min();
                }
                (Leg::Name, Event::TlsHandshake(hello)) if hello.address == address => {
                    search.rounds += 1;
                    let innocent = innocent_of(dossier, round);
                    let Some(limit) = hello.hop_limit else { continue };
                    let is_cut = one.failure.as_ref().is_some_and(tls::is_reset)
                        || tls::is_alert(one)
                        || tls::is_no_tls(one);
                    let is_silent = one.failure.as_ref().is_some_and(Failure::is_timeout);
                    match innocent {
                        _ if is_cut => search.tries.push((limit, true)),
                        Some(is_silenced) if is_silent => {
                            search.is_by_residue |= is_silenced;
                            search.tries.push((limit, is_silenced));
                        }
                        None if is_silent => search.tries.push((limit, false)),
                        _ => {}
                    }
                }
                // The connection did not open: nothing was tried.
                (Leg::Name, Event::TcpConnect(_)) if !one.is_success() => search.rounds += 1,
                _ => {}
            }
        }
        search
    }

    fn seen(&self, limit: u8) -> usize {
        self.tries.iter().filter(|(at, is_seen)| *at == limit && *is_seen).count()
    }

    fn unseen(&self, limit: u8) -> usize {
        self.tries.iter().filter(|(at, is_seen)| *at == limit && !*is_seen).count()
    }

    /// The nearest hop to which the name may go and is seen there.
    fn near(&self) -> Option<u8> {
        self.tries.iter().filter(|(_, is_seen)| *is_seen).map(|(at, _)| *at).min()
    }

    /// The furthest hop before `near` to which it may go and is not seen.
    fn far(&self, near: u8) -> u8 {
        let far = (1..near).filter(|at| self.unseen(*at) >= NEEDED);
        far.max().unwrap_or_default()
    }

    /// How far the next hello may go; `None`: the place is found, or cannot be.
    pub(crate) fn next(&self) -> Option<u8> {
        let server = self.server?;
        if self.rounds >= MOST_TRIES {
            return None;
        }
        let Some(near) = self.near() else {
            return (self.unseen(server) < NEEDED).then_some(server);
        };
        let far = self.far(near);
        match near - far {
            // A reset costs nothing to see twice; a residue costs three minutes.
            0 | 1 => (!self.is_by_residue && self.seen(near) < NEEDED).then_some(near),
            _ => Some(far + (near - far) / 2),
        }
    }

    /// The last hop before the one that sees the name, and that one, once they are neighbours.
    pub(crate) fn place(&self) -> Option<(u8, u8)> {
        let near = self.near()?;
        let far = self.far(near);
        let is_sure = self.is_by_residue || self.seen(near) >= NEEDED;
        (near - far == 1 && is_sure).then_some((far, near))
    }
}

/// Whether an innocent name was met by silence after the try of this round; `None`: none was sent.
fn innocent_of(dossier: &Dossier, round: u16) -> Option<bool> {
    let place = Place::Trace { round, leg: Leg::Innocent };
    let last = dossier.observations.iter().rfind(|one| one.place == place)?;
    let is_met = |one: &Observation| one.failure.as_ref().is_some_and(Failure::is_timeout);
    Some(is_met(last))
}

/// The trace of the way to a target, for who names its routers.
pub(crate) fn paths(dossier: &Dossier) -> impl Iterator<Item = &Observation> {
    dossier.observations.iter().filter(|one| {
        matches!(one.place, Place::Trace { leg: Leg::Path, .. }) && trace(one).is_some()
    })
}

/// Silences at a distance that show that nobody there sees the name: one may be the radio's (**ours**).
const NEEDED: usize = 2;
/// Enough for thirty hops: five halvings, each twice, and six that failed.
const MOST_TRIES: usize = 16;
