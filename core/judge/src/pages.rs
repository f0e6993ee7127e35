//! What came decides: an artefact, the site's own page, or a cleartext one that is compared.

use arna_model::{Code, DnsEngine, Dossier, How, Observation, Reason, Verdict};

use crate::control::{Down, Outside};
use crate::http::{self, Word};
use crate::look::{End, Look};
use crate::opinion::Opinion;
use crate::target::Target;
use crate::web::{Assessment, MOST_LOOKS};
use crate::{Suspicion, SuspicionKind, artefacts, dns, target};

/// An artefact that decides; and a state root that cannot, for want of an outside control.
pub(crate) fn artefact(dossier: &Dossier, outside: Option<&Outside<'_>>) -> Option<Verdict> {
    let root = artefacts::state_root(dossier);
    let unconfirmed = || {
        let down = outside.and_then(|outside| Some((outside, outside.down()?)));
        let opinion = match down {
            // The state's own sites may well have the state's own chain.
            Some((outside, Down::Certificate)) => {
                Opinion::new(Code::SiteDown).how(How::Certificate).basis([outside.id])
            }
            _ => Opinion::inconclusive(Reason::NoOutsideControl),
        };
        let is_seen = !root.seen.is_empty();
        is_seen.then(|| opinion.on(root.seen.iter().copied()).verdict())
    };
    root.verdict()
        .or_else(unconfirmed)
        .or_else(|| artefacts::blockpages(dossier).verdict())
        .or_else(|| artefacts::forged_answers(dossier).verdict())
}

/// The site itself answered, at an address that the user's own resolver gives (or gives no answer
/// about: a resolver that is silent is no artefact, and a page that came is a page).
pub(crate) fn opened(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    looks: &[Look<'_>],
    ends: &[End<'_>],
) -> Option<Verdict> {
    let page = ends.iter().rev().find_map(|end| match end {
        End::Opened(page) if is_for_the_user(looks, page) => Some(*page),
        _ => None,
    })?;
    let http = http::transaction(page)?;
    Some(authentic(http::word(dossier, http), outside).on([page]).verdict())
}

fn authentic(word: Word, outside: Option<&Outside<'_>>) -> Opinion {
    match word {
        Word::Opens => Opinion::new(Code::Accessible),
        Word::Refuses(how) => Opinion::new(Code::SiteRefuses).how(how),
        Word::Errs => match outside.filter(|outside| outside.status() >= Some(500)) {
            Some(outside) => Opinion::new(Code::SiteDown).how(How::ServerError).basis([outside.id]),
            None => Opinion::new(Code::Accessible),
        },
    }
}

/// Whether a page came from an address that the user's own resolver gives; or, where that says nothing,
/// any resolver that the phone can ask; or from an address that the URL itself names.
pub(crate) fn is_for_the_user(looks: &[Look<'_>], page: &Observation) -> bool {
    let Some(http) = http::transaction(page) else { return false };
    let address = http.address.ip();
    let mut answers = looks.iter().flat_map(Look::system_lookups).map(|(_, answer)| answer);
    let says = answers.any(|answer| !matches!(answer, dns::Answer::Silent | dns::Answer::Local));
    let mut lookups = looks.iter().flat_map(Look::lookups).peekable();
    lookups.peek().is_none()
        || target::host(&http.url).is_some_and(|host| host.parse() == Ok(address))
        || lookups
            .filter(|lookup| match lookup.engine {
                DnsEngine::System => true,
                DnsEngine::Udp | DnsEngine::Tcp => !says,
                // What only an encrypted answer gives is what the user does not get.
                DnsEngine::Dot | DnsEngine::Doh => false,
            })
            .any(|lookup| lookup.addresses.contains(&address))
}

/// A cleartext answer, compared with what others get.
pub(crate) fn answered(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    ends: &[End<'_>],
) -> Option<Assessment> {
    let answers = || {
        ends.iter().rev().filter_map(|end| match end {
            End::Answered(page) => Some((*page, http::transaction(page)?)),
            _ => None,
        })
    };
    let (latest, _) = answers().next()?;
    let Some(outside) = outside else {
        return Some(Assessment::Settled(
            Opinion::inconclusive(Reason::NoOutsideControl).on([latest]).verdict(),
        ));
    };
    let is_blockpage = |http| http::page(dossier, http).blockpage().is_some();
    let same = answers().find(|(_, http)| !is_blockpage(http) && http::is_same_page(http, outside));
    if let Some((page, http)) = same {
        let opinion = authentic(http::word(dossier, http), Some(outside));
        return Some(Assessment::Settled(opinion.on([page]).basis([outside.id]).verdict()));
    }
    let blockpage = answers().find(|(_, http)| is_blockpage(http));
    if let Some((page, http)) = blockpage.filter(|_| ends.len() < MOST_LOOKS) {
        return Some(Assessment::Suspect(Suspicion {
            kind: SuspicionKind::Blockpage,
            start: SuspicionKind::Blockpage.start(),
            address: Some(http.address),
            name: Some(Target::of(dossier).host),
            hop: None,
            basis: vec![page.id.clone()],
        }));
    }
    let differs = Opinion::inconclusive(Reason::PageDiffers).on([latest]).basis([outside.id]);
    Some(Assessment::Settled(differs.verdict()))
}
