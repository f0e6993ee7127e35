//! `web_connectivity`: the layers put together.
//!
//! The order of the questions is the method's: does an artefact decide, did the site open, was it the
//! phone, is there any Internet, does it fail from outside too; and only what is left is suspect, and
//! waits for its sitting.

use arna_model::{Code, Dossier, Failure, Observation, Reason, Stop, Verdict};

use crate::control::Outside;
use crate::look::{End, Look};
use crate::opinion::Opinion;
use crate::pages::{answered, artefact, opened};
use crate::race::Race;
use crate::resolved::{is_answered_in_the_clear, is_for_the_user, is_given_to};
use crate::trouble::Trouble;
use crate::{
    Suspicion, SuspicionKind, anchors, artefacts, confirmed, decoy, dns, innocents, long, portal,
    quic, radio, rates, redirects, resolved, sitting, suspect, target,
};

/// What the looks say, before any block.
pub(crate) enum Assessment {
    /// No block can change it.
    Settled(Verdict),
    /// It needs confirmation.
    Suspect(Suspicion),
}

use Assessment::{Settled, Suspect};

/// Judges a `web_connectivity` dossier.
pub(crate) fn judge(dossier: &Dossier) -> Verdict {
    let looked = looked(dossier);
    // Rates are about what opens, long flows about what begins to; who says something goes before who abstains.
    let long = long::verdict(dossier, &looked);
    let rated = (looked.code == Code::Accessible).then(|| rates::verdict(dossier, &looked));
    let says = |verdict: &Verdict| !verdict.code.is_abstention();
    let [long_says, rated_says] =
        [&long, &rated.clone().flatten()].map(|it| it.clone().filter(says));
    let closer = long_says.or(rated_says).or(long).or(rated.flatten());
    let verdict = match closer {
        Some(verdict) => {
            let is_open = verdict.reason == Some(Reason::FreezeUndecided) && long::is_open(dossier);
            stopped(verdict, dossier, is_open)
        }
        None => looked,
    };
    quic::told(dossier, verdict)
}

/// What looks and blocks say, whatever the rates are.
pub(crate) fn looked(dossier: &Dossier) -> Verdict {
    radio::explained(assessed(dossier), dossier)
}

fn assessed(dossier: &Dossier) -> Verdict {
    match assess(dossier) {
        Settled(verdict) => stopped(verdict, dossier, false),
        Suspect(suspicion) => {
            let mut verdict = confirmed::verdict(dossier, &suspicion);
            if let Some(hop) = &suspicion.hop {
                verdict = target::about(verdict, dossier, target::host(hop));
            }
            stopped(verdict, dossier, confirmed::is_open(dossier, &suspicion))
        }
    }
}

/// Sorts the looks.
pub(crate) fn assess(dossier: &Dossier) -> Assessment {
    let outside = Outside::of(dossier);
    let outside = outside.as_ref();
    let looks = Look::all(dossier);
    let ends: Vec<End<'_>> = looks.iter().map(Look::end).collect();

    if let Some(verdict) = artefact(dossier, outside) {
        return Settled(verdict);
    }
    let race = Race::of(dossier, outside);
    if let Some(verdict) = opened(dossier, outside, &looks, &ends) {
        let raced = race.seen().filter(|_| !sitting::is_answered_honestly(dossier));
        return raced.map_or(Settled(verdict), |at| {
            let trouble = Trouble::of_lookup(SuspicionKind::DnsForged, at);
            suspect::weigh(dossier, outside, looks.len(), &trouble)
        });
    }
    let is_hindered = |end: &End<'_>| !matches!(end, End::Opened(_) | End::Local(_));
    if ends.iter().any(is_hindered)
        && let Some(verdict) = portal::no_internet(dossier)
    {
        return Settled(verdict);
    }
    if let Some(verdict) = innocents::wrong_clock(dossier) {
        return Settled(verdict);
    }
    let forged = artefacts::first_forged(&looks, outside)
        .or_else(|| artefacts::answered_twice(&looks))
        .or_else(|| race.suspect(&looks));
    match answered(dossier, outside, &looks, &ends) {
        // Another page may have come because the name leads to another server.
        Some(Settled(verdict)) if verdict.code == Code::Inconclusive && forged.is_some() => {}
        Some(assessment) => return assessment,
        None => {}
    }
    // The same of a way that leads nowhere.
    let dead_end = redirects::dead_end(dossier, outside, &looks, &ends);
    if let Some(verdict) =
        dead_end.filter(|verdict| verdict.code != Code::Inconclusive || forged.is_none())
    {
        return Settled(verdict);
    }
    let troubles = troubles(outside, &looks, &ends);
    let differs = negative_but_open(&looks, &ends);
    if troubles.is_empty() && forged.is_none() && differs.is_none() {
        // Where nothing at all answers, a run leaves out the rest of its looks.
        let left_out = looks.is_empty() && dossier.stop.is_none();
        let no_internet = left_out.then(|| anchors::no_internet(dossier)).flatten();
        let without_server = || resolved::without_server(outside, &looks);
        return Settled(no_internet.or_else(without_server).unwrap_or_else(|| untested(&ends)));
    }
    if let Some(verdict) = anchors::no_internet(dossier) {
        return Settled(verdict);
    }
    let trouble = forged
        .map(|at| Trouble::of_lookup(SuspicionKind::DnsForged, at))
        .or_else(|| differs.map(|at| Trouble::of_lookup(SuspicionKind::DnsDiffers, at)));
    // With nobody outside only a name that was cut off can be followed up; its address may be silent afterwards.
    let is_cut_off = |trouble: &&Trouble<'_>| trouble.is_cut_off();
    let cut_off = troubles.iter().rev().find(is_cut_off).filter(|_| outside.is_none());
    let silent = troubles.last().and_then(|trouble| silent_alone(&looks, trouble));
    match trouble.as_ref().or(cut_off).or(silent.as_ref()).or(troubles.last()) {
        Some(trouble) if trouble.is_at_hop => {
            let name = trouble.name.as_deref().unwrap_or_default();
            let of_hop = Outside::of_hop(dossier, name);
            match suspect::weigh(dossier, of_hop.as_ref(), looks.len(), trouble) {
                Settled(verdict) if verdict.code == Code::SiteDown => {
                    // A page to which only this user is sent may be missing for everybody.
                    match redirects::sent_away(outside, &looks, name) {
                        Some(sent) => suspect::weigh(dossier, outside, looks.len(), &sent),
                        None => Settled(target::about(verdict, dossier, Some(name.to_owned()))),
                    }
                }
                Settled(verdict) => Settled(target::about(verdict, dossier, Some(name.to_owned()))),
                suspect => suspect,
            }
        }
        Some(trouble) => suspect::weigh(dossier, outside, looks.len(), trouble),
        None => Settled(untested(&ends)),
    }
}

/// What a stop makes of a verdict: who was stopped before anything was decided was not tested.
pub(crate) fn stopped(mut verdict: Verdict, dossier: &Dossier, is_open: bool) -> Verdict {
    let Some(stop) = dossier.stop else { return verdict };
    let is_undecided = verdict.code == Code::Inconclusive
        || (verdict.code == Code::NotTested && verdict.reason == Some(Reason::LocalTrouble));
    let (code, reason) = match stop {
        Stop::StillConfirming if is_open => (Code::Inconclusive, Reason::StillConfirming),
        Stop::ConfirmationsSpent if is_open => (Code::Inconclusive, Reason::ConfirmationsSpent),
        Stop::SatLately if is_open => (Code::Inconclusive, Reason::SatLately),
        Stop::StillConfirming
        | Stop::ConfirmationsSpent
        | Stop::SatLately
        | Stop::AwaitingSecondSitting => return verdict,
        Stop::AwaitingDecoys => return decoy::taken_back(verdict, Reason::StillConfirming),
        Stop::DecoyAccused => return decoy::taken_back(verdict, Reason::DecoyAccused),
        Stop::Cancelled => (Code::NotTested, Reason::Cancelled),
        Stop::BudgetSpent => (Code::NotTested, Reason::BudgetSpent),
        Stop::Aborted => (Code::NotTested, Reason::Aborted),
        Stop::BadInput => (Code::NotTested, Reason::BadInput),
        Stop::Vpn => (Code::NotTested, Reason::Vpn),
    };
    if is_undecided {
        verdict.code = code;
        verdict.reason = Some(reason);
    }
    verdict
}

/// What failed in each look, and what the user's own addresses hid where another one opened.
fn troubles<'a>(
    outside: Option<&Outside<'_>>,
    looks: &[Look<'a>],
    ends: &[End<'a>],
) -> Vec<Trouble<'a>> {
    let pairs = looks.iter().zip(ends);
    let of = |(look, end): (&Look<'a>, &End<'a>)| match end {
        End::Failed => look.trouble(outside).map(|found| before_page(looks, look, found)),
        End::Opened(_) | End::Answered(_) | End::Astray(_) if !is_for_the_user(looks, look) => {
            look.trouble(outside).or_else(|| look.lookup_trouble())
        }
        _ => None,
    };
    pairs.filter_map(of).collect()
}

/// What failed first, where a page did not come from an address that the user's own resolver does not give: the server
/// answers there, and what hides it from the user is the lookup.
fn before_page<'a>(looks: &[Look<'a>], look: &Look<'a>, found: Trouble<'a>) -> Trouble<'a> {
    let is_users =
        found.name.as_deref().zip(found.address).is_none_or(|(name, address)| {
            found.is_at_hop || is_given_to(looks, name, address.ip())
        });
    let is_page = found.kind == SuspicionKind::HttpSilence;
    look.lookup_trouble().filter(|_| is_page && !is_users).unwrap_or(found)
}

/// The negative answer of the system's resolver for a site that opened by another resolver's answer.
fn negative_but_open<'a>(looks: &[Look<'a>], ends: &[End<'_>]) -> Option<&'a Observation> {
    let is_open = ends.iter().any(|end| matches!(end, End::Opened(_) | End::Answered(_)));
    let mut answers = looks.iter().flat_map(Look::system_lookups);
    let negative = answers.find(|(_, answer)| *answer == dns::Answer::Negative);
    negative.filter(|_| is_open).map(|(one, _)| one)
}

/// The silence of the system's resolver where a public one answers in the clear.
fn silent_alone<'a>(looks: &[Look<'_>], trouble: &Trouble<'a>) -> Option<Trouble<'a>> {
    let name = dns::lookup(trouble.at).map(|lookup| lookup.name.as_str())?;
    let is_alone = trouble.kind == SuspicionKind::DnsSilence
        && !trouble.is_at_hop
        && is_answered_in_the_clear(looks, name);
    is_alone.then(|| Trouble::of_lookup(SuspicionKind::ResolverSilent, trouble.at))
}

/// Nothing but the phone's own trouble, or nothing at all.
fn untested(ends: &[End<'_>]) -> Verdict {
    let local: Vec<&Observation> = ends
        .iter()
        .filter_map(|end| match end {
            End::Local(one) => Some(*one),
            _ => None,
        })
        .collect();
    let is = |failure: Failure| local.iter().any(|one| one.failure.as_ref() == Some(&failure));
    let opinion = if is(Failure::PermissionDenied) {
        Opinion::because(Code::NotTested, Reason::NotPermitted)
    } else if is(Failure::TooManyBytes) {
        Opinion::because(Code::NotTested, Reason::TooManyBytes)
    } else if local.is_empty() {
        Opinion::inconclusive(Reason::Undecided)
    } else {
        Opinion::because(Code::NotTested, Reason::LocalTrouble)
    };
    opinion.on(local).verdict()
}
