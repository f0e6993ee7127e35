//! `web_connectivity`: the layers put together.
//!
//! The order of the questions is the method's: does an artefact decide, did the site open, was it the
//! phone, is there any Internet, does it fail from outside too; and only what is left is suspect, and
//! waits for its sitting.

use arna_model::{Code, Dossier, Failure, How, Observation, Reason, Stop, Verdict};

use crate::control::{Outside, clock_ahead_s};
use crate::down::{Down, Likeness};
use crate::look::{End, Look};
use crate::opinion::Opinion;
use crate::pages::{answered, artefact, opened};
use crate::race::Race;
use crate::resolved::{is_answered_in_the_clear, is_for_the_user};
use crate::suspicion::Confirmation;
use crate::trouble::Trouble;
use crate::{
    Suspicion, SuspicionKind, anchors, artefacts, confirmed, decoy, denial, dns, doubts, http,
    innocents, long, portal, quic, radio, rates, redirects, target, tls,
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
    // Long flows and rates are about what opens; who says something of it goes before who abstains.
    let closer = match looked.code {
        Code::Accessible => {
            let (long, rated) = (long::verdict(dossier, &looked), rates::verdict(dossier, &looked));
            let says = |verdict: &Verdict| !verdict.code.is_abstention();
            let rated_says = rated.clone().filter(says);
            long.clone().filter(says).or(rated_says).or(long).or(rated)
        }
        _ => None,
    };
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

    if let Some(verdict) =
        artefact(dossier, outside).or_else(|| opened(dossier, outside, &looks, &ends))
    {
        return Settled(verdict);
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
        .or_else(|| Race::of(dossier, outside).suspect(&looks));
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
        return Settled(no_internet.unwrap_or_else(|| untested(&ends)));
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
            let outside = Outside::of_hop(dossier, name);
            match suspect(dossier, outside.as_ref(), looks.len(), trouble) {
                Settled(verdict) => Settled(target::about(verdict, dossier, Some(name.to_owned()))),
                suspect => suspect,
            }
        }
        Some(trouble) => suspect(dossier, outside, looks.len(), trouble),
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
        End::Failed => look.trouble(outside),
        End::Opened(_) | End::Answered(_) | End::Astray(_) if !is_for_the_user(looks, look) => {
            look.trouble(outside).or_else(|| look.lookup_trouble())
        }
        _ => None,
    };
    pairs.filter_map(of).collect()
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

/// A trouble against the outside control.
fn suspect(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    looks: usize,
    trouble: &Trouble<'_>,
) -> Assessment {
    let Trouble { kind, at, .. } = *trouble;
    if let Some(innocent) = innocents::inspected(dossier, at) {
        let opinion = Opinion::inconclusive(Reason::TlsProxy);
        return Settled(opinion.on([at, innocent]).verdict());
    }
    if let Some(verdict) = unreadable(outside, at) {
        return Settled(verdict);
    }
    if let Some(innocents) = innocents::long_answers_lost(dossier, at) {
        let opinion = Opinion::inconclusive(Reason::LongAnswersLost);
        return Settled(opinion.on([at]).on(innocents).verdict());
    }
    if kind == SuspicionKind::DnsForged && trouble.is_at_hop {
        return Settled(leads_inside(outside, at));
    }
    let down = outside.and_then(Outside::down);
    let clock = clock_ahead_s(dossier).filter(|(_, ahead)| ahead.unsigned_abs() > DAY_S);
    let is_dated = at.failure == Some(Failure::SslInvalidCertificate);
    if let Some((id, _)) = clock.filter(|_| is_dated && down != Some(Down::Certificate)) {
        let opinion = Opinion::because(Code::NotTested, Reason::WrongClock);
        return Settled(opinion.on([at]).basis([id]).verdict());
    }
    let Some(outside) = outside else {
        // The split hello alone needs nobody outside: a site that answers to it is not down.
        if trouble.is_cut_off() {
            return Suspect(trouble.suspicion(None, dossier));
        }
        return Settled(Opinion::inconclusive(Reason::NoOutsideControl).on([at]).verdict());
    };
    let abstain =
        |reason| Settled(Opinion::inconclusive(reason).on([at]).basis([outside.id]).verdict());
    let port = trouble.address.map_or(HTTPS, |address| address.port());
    let proxy = doubts::proxy(dossier, port);
    // Whatever the helper met: here the site answered.
    let is_up = kind.is_of_lookup() && has_answered(dossier, trouble);
    let likeness = |down: Down| match down.likeness(behind(proxy, kind, down)) {
        // Who answers others with an error of its own did not swallow their requests.
        Likeness::Alike if is_unanswered(kind) && outside.status().is_some() => Likeness::Unlike,
        likeness => likeness,
    };
    match down.map(|down| (down, likeness(down))) {
        Some((Down::Name, Likeness::Alike)) if is_up => return abstain(reason(kind, at)),
        Some((_, Likeness::Alike)) if is_up => {}
        Some((down, Likeness::Alike)) => {
            let opinion = Opinion::new(Code::SiteDown).how(down.how(outside, kind));
            return Settled(opinion.on([at]).on(proxy).basis([outside.id]).verdict());
        }
        Some((_, Likeness::Unlike)) => return abstain(reason(kind, at)),
        Some((_, Likeness::Beside)) | None => {}
    }
    // Of a request only an answered one says that it opens.
    let is_request = kind.confirmation() == Confirmation::Request;
    // A resolver's silence is the same whatever certificate the server has.
    let is_silence = matches!(kind, SuspicionKind::DnsSilence | SuspicionKind::ResolverSilent);
    let opens = outside.opens(trouble.address) || is_up || is_silence && outside.is_there();
    if !opens || is_request && outside.status().is_none() {
        return abstain(Reason::Undecided);
    }
    match kind.confirmation() {
        _ if kind == SuspicionKind::DnsDiffers && denial::owners_wish(dossier).is_some() => {
            abstain(reason(kind, at))
        }
        Confirmation::Look if looks >= MOST_LOOKS => abstain(reason(kind, at)),
        _ => Suspect(trouble.suspicion(outside.hop, dossier)),
    }
}

/// Whether the site answered here under the name of a trouble: by a verified handshake.
fn has_answered(dossier: &Dossier, trouble: &Trouble<'_>) -> bool {
    let name = trouble.name.as_deref();
    let looks = Look::all(dossier);
    let mut seen = looks.iter().flat_map(|look| &look.observations);
    seen.any(|one| {
        one.is_success()
            && tls::handshake(one)
                .is_some_and(|it| it.is_complete && Some(it.server_name.as_str()) == name)
    })
}

/// An answer that nobody can read is one all the same: the site's own, where verified TLS says so or the helper's
/// request fails like that as well.
fn unreadable(outside: Option<&Outside<'_>>, at: &Observation) -> Option<Verdict> {
    let http = http::unreadable(at)?;
    let is_alike = match outside {
        Some(outside) if outside.status().is_some() => false,
        Some(outside) => http.is_authentic || outside.down() == Some(Down::Http),
        None => http.is_authentic,
    };
    let opinion = Opinion::new(Code::SiteDown).how(How::ServerAnswersOddly).on([at]);
    is_alike.then(|| opinion.basis(outside.map(|outside| outside.id)).verdict())
}

/// A redirect to a name that has only addresses inside: so it is for everybody, or for this user alone.
fn leads_inside(outside: Option<&Outside<'_>>, at: &Observation) -> Verdict {
    let Some(outside) = outside else {
        return Opinion::inconclusive(Reason::NoOutsideControl).on([at]).verdict();
    };
    let addresses = dns::lookup(at).map_or(&[][..], |lookup| &lookup.addresses);
    let opinion = match addresses.iter().any(|address| outside.gives(*address)) {
        true => Opinion::new(Code::SiteDown).how(How::RedirectsNowhere),
        false => Opinion::inconclusive(Reason::AnswersDiffer),
    };
    opinion.on([at]).basis([outside.id]).verdict()
}

/// Whether a request was sent, and no answer came.
fn is_unanswered(kind: SuspicionKind) -> bool {
    use SuspicionKind::{HttpSilence, RequestReset, RequestSilence};
    matches!(kind, HttpSilence | RequestSilence | RequestReset)
}

/// What would be seen without a proxy: it opens connections to servers that take none.
fn behind(proxy: Option<&Observation>, kind: SuspicionKind, down: Down) -> SuspicionKind {
    match kind {
        SuspicionKind::TlsSilence
        | SuspicionKind::TlsReset
        | SuspicionKind::RequestSilence
        | SuspicionKind::RequestReset
            if proxy.is_some() && down == Down::Tcp =>
        {
            SuspicionKind::TcpSilence
        }
        kind => kind,
    }
}

/// Why nothing better can be said of a suspicion that no block can confirm.
pub(crate) fn reason(kind: SuspicionKind, at: &Observation) -> Reason {
    match kind {
        SuspicionKind::DnsSilence | SuspicionKind::ResolverSilent => Reason::ResolverSilent,
        SuspicionKind::DnsForged | SuspicionKind::DnsDiffers => Reason::AnswersDiffer,
        SuspicionKind::Blockpage => Reason::PageDiffers,
        SuspicionKind::HttpSilence if http::unreadable(at).is_some() => Reason::PageDiffers,
        SuspicionKind::Certificate => match at.failure {
            Some(Failure::SslUnknownAuthority) => Reason::UnknownAuthority,
            _ => Reason::CertificateDiffers,
        },
        _ => Reason::Undecided,
    }
}

/// Looks that a suspicion without blocks is worth.
pub(crate) const MOST_LOOKS: usize = 2;
/// Where a target answers unless it says otherwise.
const HTTPS: u16 = 443;
/// A clock that is wrong by more makes chains fail: OONI's and browsers' tolerance is about a day.
const DAY_S: u64 = 86_400;
