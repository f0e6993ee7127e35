//! What a sitting makes of a suspicion.
//!
//! An accusation needs four things at once: the pair fails, the name fails at a server of ours, the target
//! opens from outside, and the controls of the same blocks worked. Take any of them away and the word is
//! `unreachable` or weaker.

use arna_model::{Cause, Code, Dossier, How, Observation, Reason, Verdict};

use crate::control::Outside;
use crate::opinion::Opinion;
use crate::sequential::{ALPHA, Side, false_positive_bound};
use crate::sitting::{Count, Decision, Evidence, Sitting, sitting};
use crate::suspicion::Confirmation;
use crate::{Suspicion, doubts, tcp, tls, web};

/// Whether blocks (or one more look) can still settle a suspicion.
pub(crate) fn is_open(dossier: &Dossier, suspicion: &Suspicion) -> bool {
    evidence(dossier, suspicion).is_none_or(|_| sitting(dossier) == Sitting::GoOn)
}

/// The verdict on a suspicion by the blocks there are.
pub(crate) fn verdict(dossier: &Dossier, suspicion: &Suspicion) -> Verdict {
    let first = dossier.observations.iter().find(|one| suspicion.basis.contains(&one.id));
    let reason = first.map_or(Reason::Undecided, |one| web::reason(suspicion.kind, one));
    match evidence(dossier, suspicion) {
        Some(evidence) => by_blocks(dossier, suspicion, &evidence, reason),
        None => {
            let reason = match suspicion.kind.confirmation() {
                Confirmation::Look => reason,
                Confirmation::Pair | Confirmation::Lookup => Reason::StillConfirming,
            };
            Opinion::inconclusive(reason).basis(&suspicion.basis).verdict()
        }
    }
}

/// The evidence of the sitting that belongs to a suspicion; `None`: there is none yet.
fn evidence<'a>(dossier: &'a Dossier, suspicion: &Suspicion) -> Option<Evidence<'a>> {
    let is_lookup = match suspicion.kind.confirmation() {
        Confirmation::Pair => false,
        Confirmation::Lookup => true,
        Confirmation::Look => return None,
    };
    Some(Evidence::of(dossier)).filter(|it| it.blocks > 0 && it.is_lookup == is_lookup)
}

fn by_blocks(
    dossier: &Dossier,
    suspicion: &Suspicion,
    evidence: &Evidence<'_>,
    reason: Reason,
) -> Verdict {
    let target = &evidence.target;
    let outside = match (&suspicion.hop, &suspicion.name) {
        (Some(_), Some(name)) => Outside::of_hop(dossier, name),
        _ => Outside::of(dossier),
    };
    let proxy = doubts::proxy(dossier);
    let is_failing = target.side() == Side::Fails;
    let state = evidence.state();
    if let (Sitting::Decided(Decision::NameFails), Some(name), Some(outside)) =
        (state, &evidence.name, &outside)
    {
        return accusation(suspicion, evidence, name, outside);
    }
    let opinion = match state {
        Sitting::Decided(Decision::Works) => {
            let opinion = Opinion::inconclusive(Reason::CameBack).basis(&suspicion.basis);
            return opinion.nats(target.nats()).on(target.successes.iter().copied()).verdict();
        }
        Sitting::Decided(_) | Sitting::Exhausted
            if is_failing && !evidence.is_lookup && proxy.is_some() =>
        {
            Opinion::inconclusive(Reason::TcpProxy)
        }
        Sitting::Decided(_) | Sitting::Exhausted if is_failing && !evidence.is_lookup => {
            let (cause, how) = failing(target);
            Opinion::new(Code::Unreachable).cause(cause).how(how)
        }
        Sitting::Decided(_) | Sitting::Exhausted if is_failing => Opinion::inconclusive(reason),
        Sitting::Void => Opinion::because(Code::WeakSignal, Reason::BlocksVoid),
        Sitting::Noisy => Opinion::inconclusive(Reason::NoisyNetwork),
        Sitting::Exhausted if evidence.is_noisy() => Opinion::inconclusive(Reason::NoisyNetwork),
        Sitting::Exhausted | Sitting::Decided(_) => Opinion::inconclusive(Reason::Undecided),
        Sitting::GoOn => Opinion::inconclusive(Reason::StillConfirming),
    };
    opinion
        .nats(target.nats())
        .basis(&suspicion.basis)
        .on(target.failures.iter().copied())
        .on(proxy)
        .basis(outside.iter().map(|outside| outside.id))
        .verdict()
}

/// `likely_blocked`: the pair fails, and so does its name at a server of ours, in one sitting. A second
/// sitting, at least an hour later, will make it `blocked`; that is not built yet.
fn accusation(
    suspicion: &Suspicion,
    evidence: &Evidence<'_>,
    name: &Count<'_>,
    outside: &Outside<'_>,
) -> Verdict {
    let nats = evidence.target.nats().min(name.nats());
    let is_reset = 2 * name.resets() > name.failures.len();
    Opinion::new(Code::LikelyBlocked)
        .cause(Cause::TlsSni)
        .how(if is_reset { How::ResetAfterName } else { How::SilenceAfterName })
        .nats(nats)
        .bound(false_positive_bound(nats).max(ALPHA))
        .basis(&suspicion.basis)
        .on(evidence.target.failures.iter().copied())
        .on(name.failures.iter().copied())
        .on(evidence.innocents.iter().copied())
        .basis([outside.id])
        .verdict()
}

/// At which layer the target fails, by the majority of its failures.
fn failing(target: &Count<'_>) -> (Cause, How) {
    let all = target.failures.len();
    let count = |is: fn(&Observation) -> bool| target.failures.iter().filter(|one| is(one)).count();
    let handshakes = count(|one| tls::handshake(one).is_some());
    let refusals = count(|one| tcp::connect(one).is_some() && tcp::is_refused(one));
    if 2 * handshakes >= all {
        (Cause::Tcp, How::HandshakeFails)
    } else if 2 * refusals > all - handshakes {
        (Cause::Tcp, How::AddressRefuses)
    } else {
        (Cause::Ip, How::AddressSilent)
    }
}
