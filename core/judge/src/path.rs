//! The place on the path at which a target is stopped: what to try next, and what was found.
//!
//! Only what is confirmed already has a place. An address that fails under every name is compared with its
//! neighbour (`stops`), and a name that is cut off is said to die on the way (`search`). A silent filter of names
//! without a residue leaves no mark that a phone could see: then only the routers are named.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use arna_model::{
    Cause, Code, Dossier, Found, HopWord, How, Observation, PathAccount, Place, TraceHop, Verdict,
};

use crate::search::{Search, paths};
use crate::stops::{Stops, trace};
use crate::web::{self, Assessment};
use crate::{Suspicion, confirmed, nat64};

/// What a run should do next to find the place. Addresses are as the target's was dialled, but for the
/// neighbour's, which is plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tracing {
    /// Nothing (more).
    Over,
    /// Trace the way to an address.
    Path {
        /// Which round it is.
        round: u16,
        /// Where to.
        address: SocketAddr,
        /// Whom to trace beside it, if its way has to be compared.
        neighbour: Option<SocketAddr>,
    },
    /// Say the name at its address in a ClientHello that goes only so far.
    Name {
        /// Which round it is.
        round: u16,
        /// Where to.
        address: SocketAddr,
        /// The name.
        name: String,
        /// How many hops it may go.
        hop_limit: u8,
        /// Whether an innocent name has to follow, to see whether the address was silenced.
        is_by_residue: bool,
    },
}

/// What to try next; `has_residue`: addresses were seen to stay silent here once a name was cut off.
pub fn tracing(dossier: &Dossier, has_residue: bool) -> Tracing {
    let plain = nat64::translated(dossier);
    let Some((suspicion, verdict)) = confirmed(&plain) else { return Tracing::Over };
    let (Some(address), Some(kind)) = (suspicion.address, Kind::of(&verdict)) else {
        return Tracing::Over;
    };
    let round = 1 + last_round(&plain);
    let name = suspicion.name.clone();
    let dialled = nat64::as_dialled(suspicion, dossier).address.unwrap_or(address);
    if kind == Kind::Address {
        let neighbour = Some(SocketAddr::new(neighbour_of(address.ip()), address.port()));
        let is_open = Stops::of(&plain, address).is_open();
        let path = Tracing::Path { round, address: dialled, neighbour };
        return if is_open { path } else { Tracing::Over };
    }
    if !paths(&plain).any(|one| trace(one).is_some_and(|path| path.address == address)) {
        return Tracing::Path { round, address: dialled, neighbour: None };
    }
    let search = Search::of(&plain, address);
    let is_by_residue = kind == Kind::Silence;
    match (search.next(), name) {
        (Some(hop_limit), Some(name)) if has_residue || !is_by_residue => {
            Tracing::Name { round, address: dialled, name, hop_limit, is_by_residue }
        }
        _ => Tracing::Over,
    }
}

/// What looking for the place came to; `None`: it was not looked for.
pub(crate) fn account(dossier: &Dossier) -> Option<PathAccount> {
    paths(dossier).next()?;
    let (suspicion, verdict) = confirmed(dossier)?;
    let (address, kind) = (suspicion.address?, Kind::of(&verdict)?);
    let stops = Stops::of(dossier, address);
    let (found, place) = match kind {
        _ if paths(dossier).all(|one| !is_heard(one)) => (Found::CannotTrace, None),
        Kind::Address => match stops.inside() {
            Some(stop) => {
                let found =
                    if stop.is_refusal { Found::RefusedInside } else { Found::StoppedInside };
                (found, Some((stop.after, stop.before)))
            }
            None if !stops.count.successes.is_empty() => (Found::NotInside, None),
            None => (Found::Untold, None),
        },
        Kind::Reset | Kind::Silence => of_name(&Search::of(dossier, address), kind),
    };
    Some(PathAccount {
        found,
        after: place.map(|(after, _)| after),
        before: place.map(|(_, before)| before),
        failures: stops.count.failures.len() as u64,
        successes: stops.count.successes.len() as u64,
        nats: stops.count.nats(),
        routers: routers(dossier),
    })
}

fn of_name(search: &Search, kind: Kind) -> (Found, Option<(u8, u8)>) {
    match search.place() {
        Some(place) if search.server.is_some_and(|server| place.1 >= server) => {
            (Found::CutAtEnd, Some(place))
        }
        Some(place) if search.is_by_residue => (Found::SilencedOnPath, Some(place)),
        Some(place) => (Found::CutOnPath, Some(place)),
        None if kind == Kind::Silence && search.rounds == 0 => (Found::NoMark, None),
        None => (Found::Untold, None),
    }
}

/// How a target is stopped, as far as a place can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Under every name.
    Address,
    /// By a reset once its name is seen, or by an answer in the site's stead.
    Reset,
    /// By silence once its name is seen.
    Silence,
}

impl Kind {
    fn of(verdict: &Verdict) -> Option<Self> {
        match (verdict.code, verdict.cause, verdict.how?) {
            (Code::Unreachable, _, How::AddressSilent | How::AddressRefuses)
            | (_, _, How::StoppedInside | How::RefusedInside) => Some(Self::Address),
            (_, Some(Cause::TlsSni), How::ResetAfterName | How::AnsweredAfterName) => {
                Some(Self::Reset)
            }
            (_, Some(Cause::TlsSni), How::SilenceAfterName) => Some(Self::Silence),
            _ => None,
        }
    }
}

/// The suspicion that the sittings have settled, with what they made of it.
fn confirmed(dossier: &Dossier) -> Option<(Suspicion, Verdict)> {
    let Assessment::Suspect(suspicion) = web::assess(dossier) else { return None };
    if confirmed::is_open(dossier, &suspicion) {
        return None;
    }
    let verdict = confirmed::verdict(dossier, &suspicion);
    Some((suspicion, verdict))
}

fn last_round(dossier: &Dossier) -> u16 {
    let rounds = dossier.observations.iter().filter_map(|one| match one.place {
        Place::Trace { round, .. } => Some(round),
        _ => None,
    });
    rounds.max().unwrap_or_default()
}

fn is_heard(path: &Observation) -> bool {
    trace(path).is_some_and(|path| path.hops.iter().any(|hop| hop.answer.is_some()))
}

/// Who answered on the way, of all traces to the target, each once.
fn routers(dossier: &Dossier) -> Vec<TraceHop> {
    let mut routers = BTreeMap::new();
    for hop in paths(dossier).filter_map(trace).flat_map(|path| &path.hops) {
        let is_router = |said| matches!(said, HopWord::Expired | HopWord::Unreachable);
        if hop.answer.as_ref().is_some_and(|answer| is_router(answer.said)) {
            routers.entry(hop.distance).or_insert_with(|| hop.clone());
        }
    }
    routers.into_values().collect()
}

/// Another address of the same network, routed alike but by the last hop: the next one, or the one before where
/// that would be the network's last.
fn neighbour_of(address: IpAddr) -> IpAddr {
    let next = |last: u8| if last < 254 { last + 1 } else { last - 1 };
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, last] = v4.octets();
            [a, b, c, next(last)].into()
        }
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            octets[15] = next(octets[15]);
            octets.into()
        }
    }
}
