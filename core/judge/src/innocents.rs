//! What innocent hosts show: helpers and anchors, which no censor and no accident have in common with a
//! target.
//!
//! If their certificates come from the target's strange issuer, too, somebody ends every connection; if they
//! seem to have run out all together, it is the phone's clock that is wrong; if they had the hello and never
//! answer, long packets get lost.

use arna_model::{
    Certificate, Code, DistinguishedName, Dossier, Failure, Observation, Place, Side,
};
use arna_model::{Reason, Verdict, WallTime};

use crate::control::Outside;
use crate::down::Down;
use crate::look::Look;
use crate::opinion::Opinion;
use crate::tls;

/// An innocent host whose chain leads to the same unknown issuer as the one in `at`.
pub(crate) fn inspected<'a>(dossier: &'a Dossier, at: &Observation) -> Option<&'a Observation> {
    let name = &tls::handshake(at)?.server_name;
    let issuer = stranger(at)?;
    innocents(dossier).find(|one| {
        stranger(one) == Some(issuer)
            && tls::handshake(one).is_some_and(|tls| tls.server_name != *name)
    })
}

/// `not_tested`, if the phone's clock is wrong by what several unrelated hosts show: their certificates are
/// refused by date, although there was a time at which all of them held, and nobody's is taken.
pub(crate) fn wrong_clock(dossier: &Dossier) -> Option<Verdict> {
    let looks = dossier.observations.iter().filter(|one| matches!(one.place, Place::Look { .. }));
    if looks.into_iter().any(is_verified) {
        return None;
    }
    let dated = refused_by_date(innocents(dossier))?;
    let opinion = Opinion::because(Code::NotTested, Reason::WrongClock);
    Some(opinion.on(dated).verdict())
}

/// Innocent hosts that said nothing over TLS either, although they had the hello, as the target in `at` had: what
/// is short passes in both directions, and what is long does not come. `None` also if anybody's chain came.
pub(crate) fn long_answers_lost<'a>(
    dossier: &'a Dossier,
    at: &Observation,
) -> Option<Vec<&'a Observation>> {
    let mut lost = Vec::new();
    for one in innocents(dossier) {
        let tls = tls::handshake(one)?;
        if tls.first_byte.is_some() {
            return None;
        }
        let is_new = |one: &&Observation| {
            tls::handshake(one).is_some_and(|other| other.server_name != tls.server_name)
        };
        if is_unanswered(one) && lost.iter().all(is_new) {
            lost.push(one);
        }
    }
    (lost.len() >= ENOUGH && is_unanswered(at)).then_some(lost)
}

/// Whether a hello was acknowledged, and no answer came.
fn is_unanswered(one: &Observation) -> bool {
    one.failure.as_ref().is_some_and(Failure::is_timeout)
        && tls::handshake(one).is_some_and(|tls| {
            tls.first_byte.is_none() && tls.info.is_some_and(|info| info.unacked_bytes == 0)
        })
}

/// Whether the anchors alone show that the phone's clock is wrong: then no look can tell anything.
pub fn is_clock_wrong(anchors: &[Observation]) -> bool {
    refused_by_date(anchors.iter().filter(|one| is_innocent(one))).is_some()
}

/// Whether handshakes with innocent hosts would tell whose doing a refused chain is: an issuer that the
/// helper's chains, too, might come from, dates where no helper says what time it is, or a helper that had the
/// hello and never answered.
pub(crate) fn is_wanted(dossier: &Dossier) -> bool {
    let is_asked = dossier.anchors.iter().any(is_innocent);
    let outside = Outside::of(dossier);
    let is_heard = outside.is_some();
    let looks = Look::all(dossier);
    let mut seen = looks.iter().flat_map(|look| look.observations.iter().copied());
    let is_strange = |one: &Observation| {
        let is_state = tls::handshake(one).is_some_and(|tls| tls::state_root(&tls.chain).is_some());
        stranger(one).is_some() && !is_state && inspected(dossier, one).is_none()
    };
    let is_dated = |one: &Observation| one.failure == Some(Failure::SslInvalidCertificate);
    !is_asked
        && outside.as_ref().and_then(Outside::down).is_none_or(Down::is_of_pages)
        && (seen.any(|one| is_strange(one) || is_dated(one) && !is_heard)
            || innocents(dossier).any(|one| (is_dated(one) || is_unanswered(one)) && !is_heard))
}

/// Those that were refused by date, if that shows a wrong clock.
fn refused_by_date<'a>(
    innocents: impl Iterator<Item = &'a Observation>,
) -> Option<Vec<&'a Observation>> {
    let mut dated: Vec<(&str, &Observation)> = Vec::new();
    let (mut from, mut until) = (WallTime(i64::MIN), WallTime(i64::MAX));
    for one in innocents {
        let tls = tls::handshake(one)?;
        if is_verified(one) {
            return None;
        }
        if one.failure == Some(Failure::SslInvalidCertificate) {
            let leaf = tls.chain.first()?;
            from = from.max(leaf.not_before?);
            until = until.min(leaf.not_after?);
            if dated.iter().all(|(name, _)| *name != tls.server_name) {
                dated.push((&tls.server_name, one));
            }
        }
    }
    (dated.len() >= ENOUGH && from <= until)
        .then(|| dated.into_iter().map(|(_, one)| one).collect())
}

/// The handshakes of helpers and of anchors abroad.
fn innocents(dossier: &Dossier) -> impl Iterator<Item = &Observation> {
    dossier.anchors.iter().chain(&dossier.observations).filter(|one| is_innocent(one))
}

fn is_innocent(one: &Observation) -> bool {
    let is_there = matches!(one.place, Place::Helper | Place::Anchor { side: Side::Foreign, .. });
    is_there && tls::handshake(one).is_some()
}

fn is_verified(one: &Observation) -> bool {
    one.is_success() && tls::handshake(one).is_some_and(|tls| tls.is_complete)
}

/// The issuer at the end of a chain that nobody knows, if it has a name.
fn stranger(one: &Observation) -> Option<&DistinguishedName> {
    let chain: &[Certificate] = match one.failure {
        Some(Failure::SslUnknownAuthority) => &tls::handshake(one)?.chain,
        _ => return None,
    };
    let issuer = &chain.last()?.issuer;
    (issuer.common_name.is_some() || issuer.organization.is_some()).then_some(issuer)
}

/// One host may have forgotten its certificate; two at once, of those that never do, is a clock.
const ENOUGH: usize = 2;
