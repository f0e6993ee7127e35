//! Where packets to an address end: rounds of two traces, to the address and to its neighbour.
//!
//! A server that drops a country, a dead one, and a filter at the far end stop packets at the far end. Who stops
//! them between two routers of the operator's is the operator, or somebody in its network. That is told by the
//! neighbour's trace, which goes on through those routers in the same round: the radio was there, and the routers
//! did answer.

use std::net::{IpAddr, SocketAddr};

use arna_model::{Dossier, Event, HopWord, Leg, Observation, Place, Trace, TraceHop};

use crate::count::Count;
use crate::sequential::Side;
use crate::tally;

/// What the rounds of a dossier say of an address.
pub(crate) struct Stops<'a> {
    /// Rounds in which packets ended inside the operator's network, and rounds in which they left it.
    pub(crate) count: Count<'a>,
    /// The neighbour's traces of the rounds that showed a stop.
    pub(crate) neighbours: Vec<&'a Observation>,
    /// Rounds that say nothing.
    pub(crate) void: usize,
    /// The stop that all rounds agree on, if they do.
    stop: Option<Stop>,
}

/// Where packets end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    /// The last hop that they pass.
    pub(crate) after: u8,
    /// The hop that they do not pass, though the neighbour's do.
    pub(crate) before: u8,
    /// Whether somebody there refuses them; else they vanish.
    pub(crate) is_refusal: bool,
}

/// What one round says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    Stopped(Stop),
    Left,
    Void,
}

impl<'a> Stops<'a> {
    /// Of the rounds about `address`.
    pub(crate) fn of(dossier: &'a Dossier, address: SocketAddr) -> Self {
        let (mut failures, mut successes, mut neighbours) = (Vec::new(), Vec::new(), Vec::new());
        let (mut void, mut stop) = (0, None);
        let mut agree = true;
        // A round may have lost what the border said to the neighbour.
        let beside = rounds(dossier, address).filter_map(|(_, neighbour)| trace(neighbour?));
        let border = beside.flat_map(expired_inside).max().unwrap_or_default();
        for (path, neighbour) in rounds(dossier, address) {
            let traces = trace(path).zip(neighbour.and_then(trace));
            match traces.map_or(Round::Void, |(path, neighbour)| round(path, neighbour, border)) {
                Round::Void => void += 1,
                Round::Left => successes.push(path),
                Round::Stopped(seen) => {
                    failures.push(path);
                    neighbours.extend(neighbour);
                    let both = stop.map_or(Some(seen), |stop| overlap(stop, seen));
                    agree &= both.is_some();
                    stop = both.or(stop);
                }
            }
        }
        let tally = tally::sum(dossier.tally, tally::own(dossier));
        let count = Count::of(failures, successes, tally);
        Self { count, neighbours, void, stop: stop.filter(|_| agree) }
    }

    /// The stop inside the operator's network, once it is decided.
    pub(crate) fn inside(&self) -> Option<Stop> {
        self.stop.filter(|_| self.count.side() == Side::Fails)
    }

    /// Whether another round could decide.
    pub(crate) fn is_open(&self) -> bool {
        let rounds = self.count.failures.len() + self.count.successes.len() + self.void;
        let is_in_vain = self.void >= MOST_VOID || (self.void >= 2 && self.void == rounds);
        self.count.is_tested()
            && self.count.side() == Side::Open
            && rounds < MOST_ROUNDS
            && !is_in_vain
            && (self.count.failures.is_empty() || self.stop.is_some())
    }
}

/// The traces of each round: to the address, and to its neighbour.
fn rounds(
    dossier: &Dossier,
    address: SocketAddr,
) -> impl Iterator<Item = (&Observation, Option<&Observation>)> {
    let of = |round: u16, leg: Leg| {
        let place = Place::Trace { round, leg };
        dossier.observations.iter().find(move |one| one.place == place)
    };
    let paths = dossier.observations.iter().filter_map(move |one| match one.place {
        Place::Trace { round, leg: Leg::Path } => Some((round, one)),
        _ => None,
    });
    let paths = paths.filter(move |(_, one)| trace(one).is_some_and(|it| it.address == address));
    paths.map(move |(round, one)| (one, of(round, Leg::Neighbour)))
}

/// The trace in an observation, if it is one.
pub(crate) fn trace(one: &Observation) -> Option<&Trace> {
    match &one.event {
        Event::Trace(trace) => Some(trace),
        _ => None,
    }
}

/// What a round says of the way to the target; `border` is the last router inside that any round heard on the
/// neighbour's.
fn round(path: &Trace, neighbour: &Trace, border: u8) -> Round {
    let beside = expired_inside(neighbour);
    let Some(heard) = beside.iter().copied().max() else { return Round::Void };
    // A target of the operator's own has its end in there.
    if is_private(path.address.ip()) || says(path, HopWord::Opened).is_some() {
        return Round::Left;
    }
    let after = path.hops.iter().filter(|hop| is(hop, HopWord::Expired)).map(|hop| hop.distance);
    let after = after.max().unwrap_or_default();
    let refusal = says(path, HopWord::Refused).into_iter().chain(unreachable_inside(path)).min();
    if let Some(at) = refusal.filter(|at| *at <= heard) {
        let stop = Stop { after: at.saturating_sub(1), before: at, is_refusal: true };
        // Somebody who is further on does not answer from so near.
        return Round::Stopped(stop);
    }
    if after >= border {
        return Round::Left;
    }
    // The border was not heard on the way to the target: who refuses may stand there, its first word lost.
    if refusal.is_some() || after >= heard {
        return Round::Void;
    }
    let is_silent =
        |distance: u8| path.hops.iter().any(|hop| hop.distance == distance && hop.answer.is_none());
    let next = beside.into_iter().filter(|at| *at > after && is_silent(*at)).min();
    let further = neighbour.hops.iter().filter(|hop| hop.distance > after && hop.answer.is_some());
    match next {
        // Where not even the first router was heard it may have been the radio.
        Some(before) if after > 0 && further.count() >= LEAST_FURTHER => {
            Round::Stopped(Stop { after, before, is_refusal: false })
        }
        _ => Round::Void,
    }
}

/// Where routers inside the operator's network answered.
fn expired_inside(trace: &Trace) -> Vec<u8> {
    let is_inside = |hop: &&TraceHop| {
        is(hop, HopWord::Expired) && hop.answer.as_ref().is_some_and(|answer| answer.is_inside())
    };
    trace.hops.iter().filter(is_inside).map(|hop| hop.distance).collect()
}

/// Where a router inside the operator's network said that it goes no further.
fn unreachable_inside(trace: &Trace) -> Option<u8> {
    let is_inside = |hop: &&TraceHop| {
        is(hop, HopWord::Unreachable)
            && hop.answer.as_ref().is_some_and(|answer| answer.is_inside())
    };
    trace.hops.iter().filter(is_inside).map(|hop| hop.distance).min()
}

/// The nearest hop at which this was said.
pub(crate) fn says(trace: &Trace, word: HopWord) -> Option<u8> {
    trace.hops.iter().filter(|hop| is(hop, word)).map(|hop| hop.distance).min()
}

fn is(hop: &TraceHop, word: HopWord) -> bool {
    hop.answer.as_ref().is_some_and(|answer| answer.said == word)
}

/// The place that two rounds have in common. Routers that answer now and then make it narrower, none moves it.
fn overlap(one: Stop, other: Stop) -> Option<Stop> {
    let (after, before) = (one.after.max(other.after), one.before.min(other.before));
    (one.is_refusal == other.is_refusal && after < before).then_some(Stop { after, before, ..one })
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// Answers from beyond the stop that the neighbour's trace needs: one router alone may answer by turns (**ours**).
const LEAST_FURTHER: usize = 2;
/// As many as a sitting has blocks.
const MOST_ROUNDS: usize = 10;
/// Rounds that say nothing, after which no more are made (**ours**).
const MOST_VOID: usize = 4;
