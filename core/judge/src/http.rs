//! Answers over HTTP: what the site itself says, and whether a cleartext page is the one that others get.

use arna_model::{Dossier, Event, Failure, How, HttpTransaction, Observation};

use crate::control::Outside;
use crate::fingerprint::{Page, normal};
use crate::target::{is_https, is_same_site};
use crate::{SuspicionKind, tls};

/// The transaction in an observation, if it is one.
pub(crate) fn transaction(observation: &Observation) -> Option<&HttpTransaction> {
    match &observation.event {
        Event::HttpTransaction(transaction) => Some(transaction),
        _ => None,
    }
}

/// What a request in the clear that failed is suspected of.
pub(crate) fn suspicion(failure: &Failure) -> SuspicionKind {
    if tls::is_reset(failure) {
        SuspicionKind::RequestReset
    } else if failure.is_timeout() {
        SuspicionKind::RequestSilence
    } else {
        SuspicionKind::HttpSilence
    }
}

/// Whether it went in the clear: anybody on the path could have written the answer.
pub(crate) fn is_cleartext(http: &HttpTransaction) -> bool {
    !http.is_authentic && !is_https(&http.url)
}

/// Whether the answer only points elsewhere.
pub(crate) fn is_redirect(http: &HttpTransaction) -> bool {
    http.status.is_some_and(|status| (300..400).contains(&status) && status != 304)
}

/// What an answer says of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// It opens.
    Opens,
    /// It refuses this visitor.
    Refuses(How),
    /// It has an error of its own.
    Errs,
}

/// Reads an answer that the site itself gave.
pub(crate) fn word(dossier: &Dossier, http: &HttpTransaction) -> Word {
    let status = http.status.unwrap_or_default();
    let page = page(dossier, http);
    let refuses = REFUSING.contains(&status);
    if page.is_challenge(refuses || status == UNAVAILABLE) {
        Word::Refuses(How::Challenge)
    } else if refuses || page.is_refusal(refuses) {
        Word::Refuses(How::Forbidden)
    } else if status >= 500 {
        Word::Errs
    } else {
        Word::Opens
    }
}

/// The answer as fingerprints see it.
pub(crate) fn page<'a>(dossier: &'a Dossier, http: &HttpTransaction) -> Page<'a> {
    Page::of(http, http.body.as_ref().and_then(|body| dossier.bodies.get(body)))
}

/// Whether a cleartext answer is the page that the helper gets: by status, then by title, and by length
/// when one of the two has no title (docs/method.md, "Cleartext pages"). A redirect to the site's own
/// name is what the site would say: nobody gains by forging it.
pub(crate) fn is_same_page(http: &HttpTransaction, outside: &Outside<'_>) -> bool {
    if leads_home(http) {
        return true;
    }
    if http.status != outside.status() || http.status.is_none() {
        return false;
    }
    let (here, there) =
        (normal(http.title.as_deref().unwrap_or_default()), normal(outside.title()));
    if !here.is_empty() && !there.is_empty() {
        return is_similar(&here, &there);
    }
    match outside.body_length() {
        Some(there) if !http.is_truncated => is_near(http.body_bytes, there),
        _ => false,
    }
}

/// Whether it is a redirect to the site that it came from.
pub(crate) fn leads_home(http: &HttpTransaction) -> bool {
    let mut locations =
        http.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("location"));
    is_redirect(http) && locations.next().is_some_and(|(_, to)| is_same_site(&http.url, to.trim()))
}

/// At least half of the words of the longer title are in the other one.
fn is_similar(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let most = one.len().max(other.len());
    most > 0 && shared as f64 >= LEAST_SHARED_WORDS * most as f64
}

fn words(title: &str) -> Vec<&str> {
    title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn is_near(here: u64, there: u64) -> bool {
    let (less, more) = (here.min(there) as f64, here.max(there) as f64);
    more == 0.0 || less / more >= LEAST_LENGTH_RATIO
}

/// Forbidden, too many requests, unavailable for legal reasons (RFC 9110, 6585, 7725).
const REFUSING: [u16; 3] = [403, 429, 451];
/// Challenges come with it as well.
const UNAVAILABLE: u16 = 503;
/// Titles carry counters and dates: half of the words must be there.
const LEAST_SHARED_WORDS: f64 = 0.5;
/// OONI's proportion for "the same length".
const LEAST_LENGTH_RATIO: f64 = 0.7;
