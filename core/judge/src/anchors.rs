//! Sanity anchors: is there any Internet at all, and if not, how far does the network reach?
//!
//! docs/method.md, "No Internet", has the table. Nobody is accused here: what is said is how the whole
//! network is, and only while nothing speaks against it.

use std::collections::BTreeMap;

use arna_model::{
    Code, DnsEngine, Dossier, Event, Failure, Observation, Place, Reason, Side, Transport, Verdict,
};

use crate::blocks::pings;
use crate::dns;
use crate::opinion::Opinion;
use crate::tls;

/// `no_internet`, with how far the network reaches, where nothing of this target has worked.
pub(crate) fn no_internet(dossier: &Dossier) -> Option<Verdict> {
    if dossier.observations.iter().any(is_alive) {
        return None;
    }
    let anchors = anchors(dossier);
    let is_all_dead = !anchors.is_empty()
        && !anchors.iter().any(is_forbidden)
        && !dossier.anchors.iter().any(is_alive);
    let reason = if is_all_dead { Reason::NoService } else { shutdown(&dossier.anchors)? };
    Some(Opinion::because(Code::NoInternet, reason).on(anchors).verdict())
}

/// A shutdown that leaves a part of the country: everybody abroad stayed silent as often as it takes.
///
/// Echoes go with them, but for lookups at a public resolver: those passed in January 2022. Then the
/// host of the portal probe, who is no resolver, must be dead as well.
pub(crate) fn shutdown(look: &[Observation]) -> Option<Reason> {
    let is_echoed = |one: &Observation| one.place == Place::WarmUp && is_alive(one);
    let is_leak = |one: &&Observation| match &one.event {
        Event::Pings(echoes) => echoes.transport == Transport::Dns,
        event => matches!(event, Event::Dns(_)),
    };
    let mut echoes = look.iter().filter(|one| is_echoed(one)).peekable();
    let is_leaking = echoes.peek().is_some();
    if !echoes.all(|one| is_leak(&one)) || !is_dead(look, Side::Foreign) {
        return None;
    }
    if is_leaking && !is_dead(look, Side::Portal) {
        return None;
    }
    let is_alive = |side| of_side(look, side).any(is_alive);
    match (is_alive(Side::Domestic), is_alive(Side::DomesticState)) {
        (true, _) => Some(Reason::InternationalCut),
        (false, true) => is_dead(look, Side::Domestic).then_some(Reason::WhitelistShutdown),
        (false, false) => None,
    }
}

/// Whether every anchor of this side, and there is one, failed twice and never answered; the phone's
/// own trouble counts for nothing.
fn is_dead(look: &[Observation], side: Side) -> bool {
    let mut failures = BTreeMap::new();
    for one in of_side(look, side) {
        let Place::Anchor { name, .. } = &one.place else { continue };
        *failures.entry(name).or_insert(0) += usize::from(is_failed(one));
    }
    !failures.is_empty()
        && failures.values().all(|times| *times >= ENOUGH)
        && !of_side(look, side).any(is_alive)
}

/// Whether nobody at all answered: every anchor abroad or at home was tried twice, and no echo came back.
/// A phone without any way to send is without service as well; one that is forbidden to is not.
pub(crate) fn is_silent(look: &[Observation]) -> bool {
    let mut failures = BTreeMap::new();
    for one in look {
        let Place::Anchor { name, side } = &one.place else { continue };
        if matches!(side, Side::Foreign | Side::Domestic | Side::DomesticState) {
            *failures.entry((side, name)).or_insert(0) += usize::from(!one.is_success());
        }
    }
    failures.keys().any(|(side, _)| **side == Side::Foreign)
        && failures.values().all(|times| *times >= ENOUGH)
        && !look.iter().any(|one| is_alive(one) || is_forbidden(&one))
}

/// Whether somebody abroad took a connection, and said something beside: a proxy on the path may take
/// connections for everybody, also where there is no way out.
pub(crate) fn is_beyond_border(look: &[Observation]) -> bool {
    let speaks = |one: &Observation| {
        let is_open = matches!(one.event, Event::TcpConnect(_));
        let is_probe = matches!(one.place, Place::Anchor { side: Side::Portal, .. });
        let is_abroad = matches!(one.place, Place::Anchor { side: Side::Foreign, .. });
        !is_open && is_alive(one) && (one.place == Place::WarmUp || is_probe || is_abroad)
    };
    of_side(look, Side::Foreign).any(is_alive) && look.iter().any(speaks)
}

/// Whether the system forbade it (a VPN): that says nothing of the network.
fn is_forbidden(one: &&Observation) -> bool {
    one.failure == Some(Failure::PermissionDenied)
}

/// Whether it failed by the network's doing.
fn is_failed(one: &Observation) -> bool {
    one.failure.as_ref().is_some_and(|failure| !failure.is_local())
}

fn of_side(look: &[Observation], side: Side) -> impl Iterator<Item = &Observation> {
    let is_there = move |one: &&Observation| matches!(&one.place, Place::Anchor { side: at, .. } if *at == side);
    look.iter().filter(is_there)
}

fn anchors(dossier: &Dossier) -> Vec<&Observation> {
    let is_anchor =
        |one: &&Observation| matches!(one.place, Place::Anchor { .. }) && !is_nobody(one);
    dossier.anchors.iter().filter(is_anchor).collect()
}

/// Whether it is a call to where nobody is: who answers there is no Internet.
fn is_nobody(one: &Observation) -> bool {
    matches!(one.place, Place::Anchor { side: Side::Nobody, .. })
}

/// Whether something came back from the network. The system's resolver may answer from its cache, so
/// its answers count only where it is the anchor.
fn is_alive(observation: &Observation) -> bool {
    let is_anchor = matches!(observation.place, Place::Anchor { .. });
    match &observation.event {
        Event::Pings(_) => {
            pings(observation).is_some_and(|all| all.iter().any(|it| it.rtt.is_some()))
        }
        Event::HelperExchange(exchange) => exchange.is_answered_here(),
        Event::Radio(_) => false,
        Event::Reflection(_) => observation.is_success(),
        Event::Trace(trace) => trace.hops.iter().any(|hop| hop.answer.is_some()),
        Event::Transfer(transfer) => !transfer.marks.is_empty(),
        // A portal answers with a page in the clear.
        Event::TlsHandshake(handshake) => {
            handshake.is_complete || handshake.first_byte.is_some() && !tls::is_no_tls(observation)
        }
        Event::QuicHandshake(handshake) => handshake.first_byte.is_some(),
        Event::HttpTransaction(http) => http.status.is_some(),
        Event::Dns(_) => {
            let is_cached =
                dns::lookup(observation).is_some_and(|it| it.engine == DnsEngine::System);
            observation.is_success() && (is_anchor || !is_cached)
        }
        Event::TcpConnect(_) => observation.is_success() && !is_nobody(observation),
    }
}

/// One silence may be the radio's: with four connects (two anchors, two looks, 12 s each) on a link that
/// loses 1 in 100 of them, all fail by chance in 1 of 10^8, while the country answers beside them.
const ENOUGH: usize = 2;
