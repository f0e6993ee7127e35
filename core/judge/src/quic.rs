//! QUIC beside TLS: what a handshake that fails is suspected of, and what can be said of it.
//!
//! A site that opens over TLS opens, whatever becomes of its QUIC: browsers fall back, and carriers, firewalls and
//! radios lose datagrams to port 443 without meaning any site. So QUIC alone never accuses. Only where the target's
//! name fails over QUIC, block after block, while an innocent name is answered over QUIC at the same address, the
//! verdict names `quic` as the cause of that, and stays `accessible`.

use arna_model::{
    Arm, Cause, Code, Dossier, Event, Micros, Observation, Place, Quic, QuicHandshake, Stop, Tally,
    Verdict,
};

use crate::blocks::{Block, Flow};
use crate::confirmed;
use crate::count::Count;
use crate::effects::{ALIKE, Effect, is_cut};
use crate::look::Look;
use crate::sequential::{ALPHA, false_positive_bound};
use crate::sitting::{Decision, Evidence, Repeats, Sitting};
use crate::tls;
use crate::{Suspicion, SuspicionKind};

/// The handshake in an observation, if it is one over QUIC.
pub(crate) fn handshake(observation: &Observation) -> Option<&QuicHandshake> {
    match &observation.event {
        Event::QuicHandshake(handshake) => Some(handshake),
        _ => None,
    }
}

/// What is suspect of a target that these looks call `verdict`: it opens, and the QUIC that it offers is silent
/// where TLS with the same name works in the same look.
pub(crate) fn suspicion(dossier: &Dossier, verdict: &Verdict) -> Option<Suspicion> {
    if verdict.code != Code::Accessible || works(dossier).is_some() {
        return None;
    }
    let looks = Look::all(dossier);
    let (at, quic) = looks.iter().rev().find_map(|look| silent_beside_tls(look))?;
    let kind = SuspicionKind::QuicSilence;
    Some(Suspicion {
        kind,
        start: kind.start(),
        address: Some(quic.address),
        name: Some(quic.server_name.clone()),
        hop: None,
        basis: vec![at.id.clone()],
    })
}

/// A handshake of a look in which the site's own TLS works for the same name at the same address.
fn silent_beside_tls<'a>(look: &Look<'a>) -> Option<(&'a Observation, &'a QuicHandshake)> {
    let all = || look.observations.iter().copied();
    let has_tls = |quic: &QuicHandshake| {
        all().filter(|one| one.is_success()).filter_map(tls::handshake).any(|tls| {
            tls.is_complete
                && tls.address.ip() == quic.address.ip()
                && tls.server_name == quic.server_name
        })
    };
    let mut silent = all().filter(|one| is_cut(one)).filter_map(|one| Some((one, handshake(one)?)));
    silent.find(|(_, quic)| quic.first_byte.is_none() && has_tls(quic))
}

/// A handshake of a look that ran to its end with the site's own certificate.
fn works(dossier: &Dossier) -> Option<&Observation> {
    let is_look = |one: &&Observation| matches!(one.place, Place::Look { .. });
    dossier
        .observations
        .iter()
        .filter(is_look)
        .find(|one| one.is_success() && handshake(one).is_some_and(|quic| quic.is_complete))
}

/// Adds to a verdict what became of QUIC. Of a target that does not open only success says something: it need not
/// speak QUIC at all.
pub(crate) fn told(dossier: &Dossier, mut verdict: Verdict) -> Verdict {
    if let Some(one) = works(dossier) {
        if !verdict.code.is_abstention() {
            verdict.quic = Some(Quic::Works);
            add(&mut verdict, [one]);
        }
        return verdict;
    }
    let Some(suspicion) = suspicion(dossier, &verdict) else { return verdict };
    verdict.quic = Some(Quic::Silent);
    let sittings = confirmed::evidence(dossier, &suspicion);
    let latest = sittings.iter().rfind(|one| one.is_decided());
    let shown = latest.and_then(|evidence| Some((evidence, shown(evidence)?)));
    // With an innocent site in the same plight in this run, it is no name's doing.
    let is_doubted = matches!(dossier.stop, Some(Stop::AwaitingDecoys | Stop::DecoyAccused));
    if let Some((evidence, effect)) = shown.filter(|_| !is_doubted) {
        let nats = evidence.target.nats().min(effect.count.nats());
        verdict.quic = Some(Quic::SilentAfterName);
        verdict.cause = Some(Cause::Quic);
        verdict.nats = Some(nats);
        verdict.false_positive_bound = Some(false_positive_bound(nats).max(ALPHA));
        add(&mut verdict, effect.count.failures.iter().copied());
        add(&mut verdict, effect.innocents.iter().copied());
    } else {
        verdict.basis.extend(suspicion.basis);
    }
    verdict
}

/// The effect, if a sitting shows that it is the name.
fn shown<'e, 'a>(evidence: &'e Evidence<'a>) -> Option<&'e Effect<'a>> {
    match evidence.state() {
        Sitting::Decided(Decision::NameFailsThere) => evidence.at_target.as_ref(),
        _ => None,
    }
}

fn add<'a>(verdict: &mut Verdict, observations: impl IntoIterator<Item = &'a Observation>) {
    for one in observations {
        if !verdict.basis.contains(&one.id) {
            verdict.basis.push(one.id.clone());
        }
    }
}

/// What one trial against it makes of a sitting over QUIC: datagrams get lost for many reasons, and nobody misses a
/// page.
pub(crate) fn disproved(evidence: &Evidence<'_>) -> Option<Decision> {
    if evidence.repeats != Repeats::Quic {
        return None;
    }
    if !evidence.target.successes.is_empty() {
        return Some(Decision::Works);
    }
    let passes = |effect: &Effect<'_>| !effect.count.successes.is_empty();
    evidence.at_target.as_ref().is_some_and(passes).then_some(Decision::TargetFails)
}

/// The evidence of a sitting with its effect, if it is one over QUIC: the rest of the dossier knows when the name
/// was last said to the address.
pub(crate) fn with_effect<'a>(
    mut evidence: Evidence<'a>,
    dossier: &'a Dossier,
    (blocks, limit, tally): (&[&Block<'a>], Micros, Tally),
) -> Evidence<'a> {
    if evidence.repeats != Repeats::Quic {
        return evidence;
    }
    let valid: Vec<_> = blocks.iter().copied().filter(|block| block.is_valid(limit)).collect();
    evidence.at_target = at_target(dossier, &valid, (limit, tally));
    evidence
}

/// Effect 3 over QUIC. A trial shows it if the target's name is met by silence and an innocent one, said before it
/// at the same address, was answered in time. Where the innocent met silence as well it speaks against the effect,
/// unless the name had been said there less than [`RESIDUE`] before. `None`: no block could tell.
fn at_target<'a>(
    dossier: &'a Dossier,
    valid: &[&Block<'a>],
    (limit, tally): (Micros, Tally),
) -> Option<Effect<'a>> {
    let (mut stopped, mut passed, mut innocents) = (Vec::new(), Vec::new(), Vec::new());
    for block in valid.iter().filter(|block| block.is_valid_for(Arm::InnocentAtTarget)) {
        let Some((innocent, target)) = innocent_there(block) else { continue };
        match block.flow(Arm::Target) {
            Some(Flow::Unanswered(at)) if is_cut(at) => {
                if block.control_works(Arm::InnocentAtTarget, limit) {
                    stopped.push(at);
                    innocents.push(innocent);
                } else if !block.control_answers(Arm::InnocentAtTarget)
                    && !may_be_residue(dossier, innocent, target)
                {
                    passed.push(at);
                }
            }
            Some(Flow::Answered { at, .. } | Flow::Unanswered(at)) => passed.push(at),
            _ => {}
        }
    }
    let is_tried = !(stopped.is_empty() && passed.is_empty());
    is_tried.then(|| Effect { count: Count::of(stopped, passed, tally), innocents })
}

/// The innocent handshake of a block, and the target's, if they differ in the name alone. A certificate of its own
/// shows that somebody goes by the name, and then it says nothing.
fn innocent_there<'a>(block: &Block<'a>) -> Option<(&'a Observation, &'a QuicHandshake)> {
    let of = |arm| block.arm(arm).iter().rev().find_map(|one| Some((*one, handshake(one)?)));
    let ((one, innocent), (_, target)) = (of(Arm::InnocentAtTarget)?, of(Arm::Target)?);
    let is_as_long = innocent.server_name.len().abs_diff(target.server_name.len()) <= ALIKE;
    let is_meant = innocent.address == target.address && innocent.server_name != target.server_name;
    let is_verified = one.is_success() && innocent.is_complete;
    (is_meant && is_as_long && !is_verified).then_some((one, target))
}

/// Whether the address may have been silent to `innocent` because the target's name was said there before.
fn may_be_residue(dossier: &Dossier, innocent: &Observation, target: &QuicHandshake) -> bool {
    dossier.observations.iter().filter(|one| one.t <= innocent.t0).any(|one| {
        let is_named = handshake(one)
            .is_some_and(|it| it.address == target.address && it.server_name == target.server_name);
        is_named && is_cut(one) && innocent.t0.since(one.t) < RESIDUE
    })
}

/// The longest residue that is known (docs/method.md, "Confirmation").
const RESIDUE: Micros = Micros::from_secs(180);
