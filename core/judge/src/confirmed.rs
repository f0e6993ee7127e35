//! What a sitting makes of a suspicion.
//!
//! An accusation needs four things at once: the pair fails, an effect says that it is the name, the target
//! opens from outside, and the controls of the same blocks worked. Take any of them away and the word is
//! `unreachable` or weaker.

use arna_model::{Cause, Code, Dossier, How, Observation, Reason, Verdict};

use crate::control::Outside;
use crate::count::Count;
use crate::effects::Effect;
use crate::opinion::Opinion;
use crate::sequential::{ALPHA, Side, false_positive_bound};
use crate::sitting::{Decision, Evidence, Repeats, Sitting, sitting};
use crate::suspicion::Confirmation;
use crate::{Suspicion, doubts, http, tcp, tls, web};

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
                Confirmation::Pair | Confirmation::Request | Confirmation::Lookup => {
                    Reason::StillConfirming
                }
            };
            Opinion::inconclusive(reason).basis(&suspicion.basis).verdict()
        }
    }
}

/// The evidence of the sitting that belongs to a suspicion; `None`: there is none yet.
fn evidence<'a>(dossier: &'a Dossier, suspicion: &Suspicion) -> Option<Evidence<'a>> {
    let evidence = Evidence::of(dossier);
    let is_lookup = evidence.repeats == Repeats::Lookup;
    let is_meant = match suspicion.kind.confirmation() {
        // A request that cannot be sent again for want of a connection is a pair.
        Confirmation::Pair | Confirmation::Request => !is_lookup,
        Confirmation::Lookup => is_lookup,
        Confirmation::Look => false,
    };
    (is_meant && evidence.blocks > 0).then_some(evidence)
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
    let proxy = suspicion.address.and_then(|address| doubts::proxy(dossier, address.port()));
    let is_failing = target.side() == Side::Fails;
    let state = evidence.state();
    let effect = match state {
        // A proxy for the web goes by names itself, wherever a request is sent.
        _ if evidence.repeats == Repeats::Request && proxy.is_some() => None,
        Sitting::Decided(Decision::NameFails) => evidence.name.as_ref(),
        // A front end may drop a name by itself, and so the site must work from outside now.
        Sitting::Decided(Decision::NameFailsThere)
            if outside.as_ref().is_some_and(|it| it.has_page_since(evidence.begun)) =>
        {
            evidence.at_target.as_ref()
        }
        _ => None,
    };
    if let (Some(effect), Some(outside)) = (effect, &outside) {
        return accusation(suspicion, evidence, effect, outside);
    }
    let opinion = match state {
        Sitting::Decided(Decision::Works) => {
            let opinion = Opinion::inconclusive(Reason::CameBack).basis(&suspicion.basis);
            return opinion.nats(target.nats()).on(target.successes.iter().copied()).verdict();
        }
        Sitting::Decided(_) | Sitting::Exhausted
            if is_failing && evidence.repeats != Repeats::Lookup && proxy.is_some() =>
        {
            Opinion::inconclusive(Reason::TcpProxy)
        }
        Sitting::Decided(_) | Sitting::Exhausted
            if is_failing && evidence.repeats != Repeats::Lookup =>
        {
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

/// `likely_blocked`: the pair fails, and an effect says that it is the name, in one sitting. A second
/// sitting, at least an hour later, will make it `blocked`; that is not built yet.
fn accusation(
    suspicion: &Suspicion,
    evidence: &Evidence<'_>,
    Effect { count, innocents }: &Effect<'_>,
    outside: &Outside<'_>,
) -> Verdict {
    let nats = evidence.target.nats().min(count.nats());
    let is_reset = 2 * count.resets() > count.failures.len();
    let cause = match evidence.repeats {
        Repeats::Pair => Cause::TlsSni,
        Repeats::Request => Cause::Http,
        Repeats::Lookup => Cause::Dns,
    };
    Opinion::new(Code::LikelyBlocked)
        .cause(cause)
        .how(if is_reset { How::ResetAfterName } else { How::SilenceAfterName })
        .nats(nats)
        .bound(false_positive_bound(nats).max(ALPHA))
        .basis(&suspicion.basis)
        .on(evidence.target.failures.iter().copied())
        .on(count.failures.iter().copied())
        .on(innocents.iter().copied())
        .basis([outside.id])
        .verdict()
}

/// At which layer the target fails, by the majority of its failures.
fn failing(target: &Count<'_>) -> (Cause, How) {
    let all = target.failures.len();
    let count = |is: fn(&Observation) -> bool| target.failures.iter().filter(|one| is(one)).count();
    let handshakes = count(|one| tls::handshake(one).is_some());
    let requests = count(|one| http::transaction(one).is_some());
    let refusals = count(|one| tcp::connect(one).is_some() && tcp::is_refused(one));
    if 2 * handshakes >= all {
        (Cause::Tcp, How::HandshakeFails)
    } else if 2 * requests >= all {
        (Cause::Http, How::RequestFails)
    } else if 2 * refusals > all - handshakes - requests {
        (Cause::Tcp, How::AddressRefuses)
    } else {
        (Cause::Ip, How::AddressSilent)
    }
}
