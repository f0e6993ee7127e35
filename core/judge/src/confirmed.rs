//! What a sitting makes of a suspicion.
//!
//! An accusation needs four things at once: the pair fails, an effect says that it is the name, the target
//! opens from outside, and the controls of the same blocks worked. Take any of them away and the word is
//! `unreachable` or weaker.

use arna_model::{Cause, Code, Dossier, Earlier, How, Micros, Observation, Reason, Verdict};

use crate::control::Outside;
use crate::count::Count;
use crate::effects::Effect;
use crate::opinion::Opinion;
use crate::sequential::{ALPHA, Side, false_positive_bound};
use crate::sitting::{Decision, Evidence, Repeats, SECOND_SITTING_AFTER, Sitting, sitting};
use crate::stops::{Stop, Stops};
use crate::suspicion::Confirmation;
use crate::{Suspicion, denial, doubts, http, suspect, tcp, tls, web};

/// Whether blocks (or one more look) can still settle a suspicion.
pub(crate) fn is_open(dossier: &Dossier, suspicion: &Suspicion) -> bool {
    evidence(dossier, suspicion).is_empty() || sitting(dossier) == Sitting::GoOn
}

/// Whether a second sitting could make an accusation certain: the latest one accuses, and is the first that
/// decided anything, in another run as well.
pub(crate) fn awaits_second(dossier: &Dossier, suspicion: &Suspicion) -> bool {
    let mut all = evidence(dossier, suspicion);
    let has_accused = all.pop().is_some_and(|latest| latest.shows_network_effect());
    has_accused
        && dossier.earlier.is_none()
        && all.iter().all(|one| !one.is_decided())
        && verdict(dossier, suspicion).code == Code::LikelyBlocked
}

/// The verdict on a suspicion by the blocks there are: the latest sitting that decided has the word, or else
/// the latest.
pub(crate) fn verdict(dossier: &Dossier, suspicion: &Suspicion) -> Verdict {
    let first = dossier.observations.iter().find(|one| suspicion.basis.contains(&one.id));
    let reason = first.map_or(Reason::Undecided, |one| suspect::reason(suspicion.kind, one));
    let mut sittings = evidence(dossier, suspicion);
    let decided = sittings.iter().rposition(Evidence::is_decided);
    sittings.truncate(decided.map_or(sittings.len(), |at| at + 1));
    match sittings.split_last() {
        Some((latest, earlier)) => by_blocks(dossier, suspicion, (latest, earlier), reason),
        None => {
            let reason = match suspicion.kind.confirmation() {
                Confirmation::Look => reason,
                _ if Outside::of(dossier).is_none() && suspicion.hop.is_none() => {
                    Reason::NoOutsideControl
                }
                _ => Reason::StillConfirming,
            };
            Opinion::inconclusive(reason).basis(&suspicion.basis).verdict()
        }
    }
}

/// The evidence of the sittings that belong to a suspicion, in order.
pub(crate) fn evidence<'a>(dossier: &'a Dossier, suspicion: &Suspicion) -> Vec<Evidence<'a>> {
    let is_meant = |evidence: &Evidence<'_>| {
        match (suspicion.kind.confirmation(), evidence.repeats) {
            // A request that cannot be sent again for want of a connection is a pair.
            (Confirmation::Pair | Confirmation::Request, Repeats::Pair | Repeats::Request)
            | (Confirmation::Lookup, Repeats::Lookup)
            | (Confirmation::Quic, Repeats::Quic) => true,
            _ => false,
        }
    };
    Evidence::all(dossier).into_iter().filter(is_meant).collect()
}

/// The accusing sitting of another run, if it is about the same endpoint.
fn in_another_run<'a>(
    dossier: &'a Dossier,
    suspicion: &Suspicion,
) -> Option<(&'a Earlier, Evidence<'a>)> {
    let earlier = dossier.earlier.as_ref()?;
    let web::Assessment::Suspect(its) = web::assess(&earlier.dossier) else { return None };
    let is_same = its.address == suspicion.address
        && its.name == suspicion.name
        && its.hop == suspicion.hop
        && its.kind.confirmation() == suspicion.kind.confirmation();
    let has_accused = web::looked(&earlier.dossier).code == Code::LikelyBlocked;
    let latest = evidence(&earlier.dossier, &its).pop()?;
    (is_same && has_accused && latest.shows_network_effect()).then_some((earlier, latest))
}

/// How long after the end of another run's sitting one of this run began.
pub(crate) fn apart(earlier: &Earlier, ended: Micros, begun: Micros) -> Micros {
    (begun + earlier.before).since(ended)
}

fn by_blocks(
    dossier: &Dossier,
    suspicion: &Suspicion,
    (evidence, earlier): (&Evidence<'_>, &[Evidence<'_>]),
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
    // A denial is an answer: only what is there all the same contradicts it, and its owner may have wished for it.
    let is_denial = match state {
        Sitting::Decided(Decision::NameDenied) => true,
        Sitting::Decided(Decision::NameFails) => {
            evidence.name.as_ref().is_some_and(|name| name.count.is_denial())
        }
        _ => false,
    };
    let proof = outside.as_ref().zip(suspicion.name.as_deref()).filter(|_| is_denial);
    let proof = proof.and_then(|(outside, name)| denial::proof(dossier, outside, name));
    let proof = proof.filter(|_| denial::owners_wish(dossier).is_none());
    let effect = match state {
        // A proxy for the web goes by names itself, wherever a request is sent.
        _ if evidence.repeats == Repeats::Request && proxy.is_some() => None,
        _ if is_denial && proof.is_none() => None,
        Sitting::Decided(Decision::NameDenied) => evidence.at_system.as_ref(),
        Sitting::Decided(Decision::NameFails) if outside.is_some() => evidence.name.as_ref(),
        // Behind a proxy nobody knows whose connection to the site it was.
        Sitting::Decided(
            Decision::SplitPasses | Decision::RecordsPass | Decision::NameFailsThere,
        ) if proxy.is_some() => None,
        // The site itself answered: nobody outside is needed to say that it does.
        Sitting::Decided(Decision::SplitPasses) => evidence.split.as_ref(),
        Sitting::Decided(Decision::RecordsPass) => evidence.records.as_ref(),
        // A front end may drop a name by itself, and so the site must work from outside now.
        Sitting::Decided(Decision::NameFailsThere)
            if outside.as_ref().is_some_and(|it| it.has_page_since(evidence.begun)) =>
        {
            evidence.at_target.as_ref()
        }
        _ => None,
    };
    if let Some(effect) = effect {
        let is_witness = |other: &Evidence<'_>, apart: Micros| {
            other.shows_network_effect()
                && evidence.shows_network_effect()
                && other.repeats == evidence.repeats
                && apart >= SECOND_SITTING_AFTER
        };
        let of_other_run = in_another_run(dossier, suspicion);
        let of_other_run = of_other_run.as_ref().filter(|(earlier, other)| {
            is_witness(other, apart(earlier, other.ended, evidence.begun))
        });
        let own = earlier.iter().rev();
        let mut own = own.filter(|one| is_witness(one, evidence.begun.since(one.ended)));
        let other = own.next().or(of_other_run.map(|(_, other)| other));
        let beside = (outside.as_ref(), proof.unwrap_or_default());
        return accusation(suspicion, (evidence, other), effect, beside);
    }
    let opinion = match state {
        Sitting::Decided(Decision::Works) => {
            let opinion = Opinion::inconclusive(Reason::CameBack).basis(&suspicion.basis);
            return opinion.nats(target.nats()).on(target.successes.iter().copied()).verdict();
        }
        Sitting::Decided(_) | Sitting::Exhausted if outside.is_none() => {
            Opinion::inconclusive(Reason::NoOutsideControl)
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
            let is_at_address = matches!(how, How::AddressSilent | How::AddressRefuses);
            let stops = suspicion.address.filter(|_| is_at_address);
            if let Some(stops) = stops.map(|address| Stops::of(dossier, address))
                && let Some(stop) = stops.inside()
            {
                return placed(suspicion, target, (&stops, stop), outside.as_ref());
            }
            Opinion::new(Code::Unreachable).cause(cause).how(how)
        }
        Sitting::Decided(_) | Sitting::Exhausted if is_failing => Opinion::inconclusive(reason),
        Sitting::Void => Opinion::because(Code::WeakSignal, Reason::BlocksVoid),
        Sitting::Noisy => Opinion::inconclusive(Reason::NoisyNetwork),
        Sitting::Exhausted if evidence.is_noisy() => Opinion::inconclusive(Reason::NoisyNetwork),
        Sitting::Exhausted | Sitting::Decided(_) => Opinion::inconclusive(Reason::Undecided),
        Sitting::GoOn if outside.is_none() && evidence.is_in_vain() => {
            Opinion::inconclusive(Reason::NoOutsideControl)
        }
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

/// `likely_blocked`: the pair fails, and an effect says that it is the name, in one sitting. `blocked`: so it
/// was in another one, an hour earlier at least.
fn accusation(
    suspicion: &Suspicion,
    (evidence, other): (&Evidence<'_>, Option<&Evidence<'_>>),
    Effect { count, innocents }: &Effect<'_>,
    (outside, proof): (Option<&Outside<'_>>, Vec<&Observation>),
) -> Verdict {
    let weaker =
        |evidence: &Evidence<'_>, count: &Count<'_>| evidence.target.nats().min(count.nats());
    let before = other.and_then(|other| Some((other, other.network_effect()?)));
    let nats = weaker(evidence, count);
    let nats = before.map_or(nats, |(other, effect)| nats.min(weaker(other, &effect.count)));
    let is_most = |some: usize| 2 * some > count.failures.len();
    let how = match evidence.state() {
        Sitting::Decided(Decision::NameDenied) => How::ResolverDenies,
        _ if count.is_denial() => How::NameDenied,
        _ if is_most(count.resets()) => How::ResetAfterName,
        _ if is_most(count.answers()) => How::AnsweredAfterName,
        _ => How::SilenceAfterName,
    };
    let cause = match evidence.repeats {
        Repeats::Pair => Cause::TlsSni,
        Repeats::Request => Cause::Http,
        Repeats::Lookup => Cause::Dns,
        Repeats::Quic => Cause::Quic,
    };
    let code = if before.is_some() { Code::Blocked } else { Code::LikelyBlocked };
    let opinion = Opinion::new(code)
        .cause(cause)
        .how(how)
        .nats(nats)
        .bound(false_positive_bound(nats).max(ALPHA))
        .basis(&suspicion.basis)
        .on(evidence.target.failures.iter().copied())
        .on(count.failures.iter().copied())
        .on(innocents.iter().copied())
        .on(proof);
    let opinion = match before {
        None => opinion,
        Some((other, effect)) => opinion
            .on(other.target.failures.iter().copied())
            .on(effect.count.failures.iter().copied())
            .on(effect.innocents.iter().copied()),
    };
    opinion.basis(outside.map(|outside| outside.id)).verdict()
}

/// `likely_blocked`: the address fails under every name, and packets to it end inside the operator's network while
/// those to its neighbour go on.
fn placed(
    suspicion: &Suspicion,
    target: &Count<'_>,
    (stops, stop): (&Stops<'_>, Stop),
    outside: Option<&Outside<'_>>,
) -> Verdict {
    let nats = target.nats().min(stops.count.nats());
    Opinion::new(Code::LikelyBlocked)
        .cause(Cause::Ip)
        .how(if stop.is_refusal { How::RefusedInside } else { How::StoppedInside })
        .nats(nats)
        .bound(false_positive_bound(nats).max(ALPHA))
        .basis(&suspicion.basis)
        .on(target.failures.iter().copied())
        .on(stops.count.failures.iter().copied())
        .on(stops.neighbours.iter().copied())
        .basis(outside.map(|outside| outside.id))
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
