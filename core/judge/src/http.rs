//! Answers over HTTP: what the site itself says, and whether a cleartext page is the one that others get.

use arna_model::{Dossier, Event, Failure, How, HttpTransaction, Observation, media_type};

use crate::control::Outside;
use crate::fingerprint::{Page, readable};
use crate::likeness::{Compared, Features};
use crate::target::{host_of_location, is_https, is_same_site};
use crate::{SuspicionKind, redirects, tls};

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
    redirects::leads(http).is_some()
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
    } else if is_error(status) {
        Word::Errs
    } else {
        Word::Opens
    }
}

/// Whether a server says so of a fault of its own (RFC 9110, section 15.6): codes beyond are nobody's.
pub(crate) fn is_error(status: u16) -> bool {
    (500..600).contains(&status)
}

/// What came where nobody can read an answer in it, if that is why a request failed.
pub(crate) fn unreadable(observation: &Observation) -> Option<&HttpTransaction> {
    let is_unreadable = observation.failure == Some(Failure::HttpMalformed);
    transaction(observation).filter(|http| is_unreadable && http.status.is_none())
}

/// The answer as fingerprints see it.
pub(crate) fn page<'a>(dossier: &'a Dossier, http: &HttpTransaction) -> Page<'a> {
    Page::of(http, http.body.as_ref().and_then(|body| dossier.bodies.get(body)))
}

/// How a cleartext answer compares with the page that the helper gets: by its status, and by likeness.
pub(crate) fn compared(http: &HttpTransaction, outside: &Outside<'_>) -> Compared {
    match (http.status, outside.status(), outside.page()) {
        (Some(here), Some(there), _) if here != there => Compared::Other,
        (Some(_), Some(_), Some(page)) => features(http).compared(&page),
        _ => Compared::Unknown,
    }
}

/// Whether a cleartext answer is the page that the helper gets.
pub(crate) fn is_same_page(http: &HttpTransaction, outside: &Outside<'_>) -> bool {
    compared(http, outside) == Compared::Same
}

/// How they compare where much hangs on it, for answers that are no redirects.
pub(crate) fn compared_surely(http: &HttpTransaction, outside: &Outside<'_>) -> Compared {
    match (http.status, outside.status(), outside.page()) {
        (Some(here), Some(there), Some(page)) => {
            features(http).compared_surely(&page, here == there)
        }
        _ => Compared::Unknown,
    }
}

/// What is compared of an answer.
pub(crate) fn features(http: &HttpTransaction) -> Features<'_> {
    let (is_plain, announced) = (is_plain(http), announced(http));
    Features {
        title: readable(http.title.as_deref().unwrap_or_default()),
        // Nor is what came of it, if nobody here could undo the coding.
        length: match http.is_truncated {
            true => announced,
            false => Some(http.body_bytes).filter(|_| is_plain || is_read(http)),
        },
        tags: &http.tags,
        kind: header(http, "content-type").and_then(media_type),
    }
}

/// How long the server says that the body is; what it says of one in another coding is not how long it is.
pub(crate) fn announced(http: &HttpTransaction) -> Option<u64> {
    header(http, "content-length").filter(|_| is_plain(http))?.parse().ok()
}

fn is_plain(http: &HttpTransaction) -> bool {
    header(http, "content-encoding").is_none_or(|it| it.eq_ignore_ascii_case("identity"))
}

/// Whether something of a page could be read.
fn is_read(http: &HttpTransaction) -> bool {
    http.title.is_some() || !http.tags.is_empty()
}

/// The host that a redirect leads to, if it leads away from where it is.
pub(crate) fn leads_to(http: &HttpTransaction) -> Option<String> {
    host_of_location(header(http, "location").filter(|_| is_redirect(http))?)
}

/// The first line of this name.
fn header<'a>(http: &'a HttpTransaction, wanted: &str) -> Option<&'a str> {
    let mut lines = http.headers.iter();
    lines.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
}

/// Whether it is a redirect to the site that it came from.
pub(crate) fn leads_home(http: &HttpTransaction) -> bool {
    redirects::leads(http).is_some_and(|to| is_same_site(&http.url, to))
}

/// Forbidden, too many requests, unavailable for legal reasons (RFC 9110, 6585, 7725); and "request denied", with
/// which some (LinkedIn) meet whom they take for a robot, in no standard.
pub(crate) const REFUSING: [u16; 4] = [403, 429, 451, 999];
/// Challenges come with it as well.
const UNAVAILABLE: u16 = 503;
