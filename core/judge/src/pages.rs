//! What came decides: an artefact, the site's own page, or a cleartext one that is compared.

use arna_model::{Code, Dossier, Failure, How, Observation, Reason, Verdict};

use crate::blockpage::{self, Meaning};
use crate::control::Outside;
use crate::down::Down;
use crate::http::{self, Word};
use crate::likeness::Compared;
use crate::look::{End, Look};
use crate::opinion::Opinion;
use crate::resolved::is_for_the_user;
use crate::suspect::MOST_LOOKS;
use crate::target::Target;
use crate::web::Assessment;
use crate::{Suspicion, SuspicionKind, artefacts, target};

/// An artefact that decides; and a state root that cannot, for want of an outside control.
pub(crate) fn artefact(dossier: &Dossier, outside: Option<&Outside<'_>>) -> Option<Verdict> {
    let root = artefacts::state_root(dossier);
    let unconfirmed = || {
        let opinion = match outside {
            // The state's own sites may well have the state's own chain: others get it too.
            Some(outside) if outside.shows_state_root() => {
                Opinion::new(Code::SiteDown).how(How::Certificate).basis([outside.id])
            }
            // It does not verify there either, and whose chain it is was not told.
            Some(outside) if outside.down() == Some(Down::Certificate) => {
                Opinion::inconclusive(Reason::UnknownAuthority).basis([outside.id])
            }
            _ => Opinion::inconclusive(Reason::NoOutsideControl),
        };
        let is_seen = !root.seen.is_empty();
        is_seen.then(|| opinion.on(root.seen.iter().copied()).verdict())
    };
    root.verdict()
        .or_else(unconfirmed)
        .map(|verdict| target::about(verdict, dossier, root.name().map(str::to_owned)))
        .or_else(|| artefacts::blockpages(dossier).verdict())
        .or_else(|| artefacts::forged_answers(dossier).verdict())
}

/// The site itself answered, at an address that the user's own resolver gives.
pub(crate) fn opened(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    looks: &[Look<'_>],
    ends: &[End<'_>],
) -> Option<Verdict> {
    let page = opened_by(looks, ends)?;
    let http = http::transaction(page)?;
    let verdict = authentic(http::word(dossier, http), outside).on([page]).verdict();
    // Whoever opens, opens; whoever refuses is named.
    Some(match verdict.code {
        Code::Accessible => verdict,
        _ => target::about(verdict, dossier, target::host(&http.url)),
    })
}

fn authentic(word: Word, outside: Option<&Outside<'_>>) -> Opinion {
    match word {
        Word::Opens => Opinion::new(Code::Accessible),
        Word::Refuses(how) => Opinion::new(Code::SiteRefuses).how(how),
        Word::Errs => match outside.filter(|it| it.status().is_some_and(http::is_error)) {
            Some(outside) => Opinion::new(Code::SiteDown).how(How::ServerError).basis([outside.id]),
            None => Opinion::new(Code::Accessible),
        },
    }
}

/// The page by which a target opens, as far as the looks say.
pub(crate) fn own_page(dossier: &Dossier) -> Option<&Observation> {
    let looks = Look::all(dossier);
    let ends: Vec<End<'_>> = looks.iter().map(Look::end).collect();
    opened_by(&looks, &ends)
}

/// What of a page over verified TLS began to come in the latest look, its head never read whole.
pub(crate) fn begun(dossier: &Dossier) -> Option<&Observation> {
    let looks = Look::all(dossier);
    let latest = looks.last()?;
    let mut seen = latest.observations.iter().copied();
    let last = seen.rfind(|one| http::transaction(one).is_some())?;
    let http = http::transaction(last)?;
    let is_cut = last.failure.as_ref().is_some_and(Failure::is_timeout);
    let is_meant = is_cut && http.is_authentic && http.status.is_none();
    (is_meant && is_for_the_user(&looks, latest)).then_some(last)
}

fn opened_by<'a>(looks: &[Look<'a>], ends: &[End<'a>]) -> Option<&'a Observation> {
    looks.iter().zip(ends).rev().find_map(|(look, end)| match end {
        End::Opened(page) if is_for_the_user(looks, look) => Some(*page),
        _ => None,
    })
}

/// A cleartext answer from an address that the user's own resolver gives, compared with what others get.
pub(crate) fn answered(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    looks: &[Look<'_>],
    ends: &[End<'_>],
) -> Option<Assessment> {
    // The latest first.
    let answers: Vec<_> = looks
        .iter()
        .zip(ends)
        .rev()
        .filter_map(|(look, end)| match end {
            End::Answered(page) if is_for_the_user(looks, look) => {
                let marks = blockpage::seen(dossier, look, outside);
                Some((marks, *page, http::transaction(page)?))
            }
            _ => None,
        })
        .collect();
    let (_, latest, page) = *answers.first()?;
    let Some(outside) = outside else {
        return Some(Assessment::Settled(
            Opinion::inconclusive(Reason::NoOutsideControl).on([latest]).verdict(),
        ));
    };
    let same = answers.iter().find(|(marks, _, http)| {
        marks.is_none_or(|marks| marks.meaning == Meaning::Quoted)
            && http::is_same_page(http, outside)
    });
    if let Some((_, page, http)) = same {
        let opinion = authentic(http::word(dossier, http), Some(outside));
        return Some(Assessment::Settled(opinion.on([*page]).basis([outside.id]).verdict()));
    }
    let mut marks = answers.iter().filter_map(|(marks, ..)| marks.as_ref());
    let shown = marks.find(|marks| marks.meaning == Meaning::Shown);
    if let Some(seen) = shown.filter(|_| ends.len() < MOST_LOOKS) {
        return Some(Assessment::Suspect(Suspicion {
            kind: SuspicionKind::Blockpage,
            start: SuspicionKind::Blockpage.start(),
            address: Some(seen.http.address),
            name: Some(Target::of(dossier).host),
            hop: None,
            basis: vec![seen.at.id.clone()],
        }));
    }
    let reason = match http::compared(page, outside) {
        Compared::Other => Reason::PageDiffers,
        Compared::Same | Compared::Unknown => Reason::NotComparable,
    };
    let opinion = Opinion::inconclusive(reason).on([latest]).basis([outside.id]);
    Some(Assessment::Settled(opinion.verdict()))
}
