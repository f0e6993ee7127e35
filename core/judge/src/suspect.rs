//! A trouble against the outside control: whose fault it is already, or what is left to be confirmed.

use arna_model::{Code, Dossier, Failure, How, Observation, Reason, Verdict};

use crate::control::{Outside, clock_ahead_s};
use crate::down::{Down, Likeness};
use crate::look::Look;
use crate::opinion::Opinion;
use crate::resolved::is_answered_in_the_clear;
use crate::suspicion::Confirmation;
use crate::trouble::Trouble;
use crate::web::Assessment::{self, Settled, Suspect};
use crate::{SuspicionKind, denial, dns, doubts, http, innocents, tls};

/// A trouble against the outside control.
pub(crate) fn weigh(
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
    if let Some(verdict) = wrong_clock(dossier, outside, trouble) {
        return Settled(verdict);
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
    let is_known = !kind.is_of_lookup() && is_known_here(dossier, trouble);
    let likeness = |down: Down| match down.likeness(behind(proxy, kind, down)) {
        // Who answers others with an error of its own did not swallow their requests.
        Likeness::Alike if is_unanswered(kind) && outside.status().is_some() => Likeness::Unlike,
        likeness => likeness,
    };
    match down.map(|down| (down, likeness(down))) {
        Some((Down::Name, Likeness::Alike)) if is_up || is_known => {
            return abstain(reason(kind, at));
        }
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

/// `not_tested`, if a certificate is refused by date, and the phone's clock explains that: it is wrong by more than a
/// day, or by more than an hour and the helper finds the certificate good where the phone did not.
fn wrong_clock(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    trouble: &Trouble<'_>,
) -> Option<Verdict> {
    let is_dated = trouble.at.failure == Some(Failure::SslInvalidCertificate);
    let (id, ahead) = clock_ahead_s(dossier).filter(|_| is_dated)?;
    let is_good_there = trouble
        .address
        .is_some_and(|address| outside.is_some_and(|outside| outside.verified_at(address.ip())));
    let is_bad_for_all = outside.and_then(Outside::down) == Some(Down::Certificate);
    let most = if is_good_there { HOUR_S } else { DAY_S };
    let opinion = Opinion::because(Code::NotTested, Reason::WrongClock);
    (ahead.unsigned_abs() > most && !is_bad_for_all)
        .then(|| opinion.on([trouble.at]).basis([id]).verdict())
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

/// Whether a public resolver gives the name here: then it is there, whatever the helper's own resolver says.
fn is_known_here(dossier: &Dossier, trouble: &Trouble<'_>) -> bool {
    let looks = Look::all(dossier);
    trouble.name.as_deref().is_some_and(|name| is_answered_in_the_clear(&looks, name))
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
/// With a witness that the certificate is good less is enough: some are made anew each day.
const HOUR_S: u64 = 3_600;
