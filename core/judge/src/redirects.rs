//! Ways that end without a page: round in a circle, on and on, or to where there is none.
//!
//! A browser says so (`ERR_TOO_MANY_REDIRECTS`, `ERR_UNSAFE_REDIRECT`), and so must we: an answer that only points
//! elsewhere is no page. What came over verified TLS is the site's own doing. What came in the clear may be
//! anybody's: it neither clears nor accuses, unless the helper met the same.

use arna_model::{
    Code, Dossier, Failure, How, HttpTransaction, MOST_REDIRECTS, Observation, Reason, Verdict,
    is_inside,
};
use url::Url;

use crate::control::Outside;
use crate::look::{Answered, End, Look};
use crate::opinion::Opinion;
use crate::resolved::is_for_the_user;
use crate::trouble::Trouble;
use crate::{SuspicionKind, http, target};

/// A look's last answer, which leads to no page.
pub(crate) struct DeadEnd<'a> {
    /// The answer.
    pub(crate) at: &'a Observation,
    kind: Kind,
    /// Whether the site itself says so, and nobody on the path.
    is_own: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Round in a circle.
    Loop,
    /// On and on, to where a browser may yet find a page.
    Chain,
    /// To what is no URL, to an app, or inside.
    Nowhere,
}

impl<'a> DeadEnd<'a> {
    /// What the way of `answers` ends in, after the last of which nothing was tried; `None`: the last one is a page,
    /// or nobody knows why it was not followed.
    pub(crate) fn of(answers: &[Answered<'a>]) -> Option<Self> {
        let last = answers.last()?;
        let to = leads(last.http)?;
        let redirects = answers.iter().filter(|one| http::is_redirect(one.http)).count();
        let first = answers.iter().position(|one| one.http.url == last.http.url)?;
        let (kind, from) = if redirects <= MOST_REDIRECTS {
            (next(&last.http.url, to).is_none().then_some(Kind::Nowhere)?, answers.len() - 1)
        } else if first + 1 < answers.len() {
            (Kind::Loop, first)
        } else {
            (Kind::Chain, 0)
        };
        // Whoever sits between a cleartext answer and its next one may have closed the circle.
        let is_own = answers[from..].iter().all(|one| one.is_own);
        Some(Self { at: last.observation, kind, is_own })
    }

    fn verdict(&self, outside: Option<&Outside<'_>>) -> Verdict {
        let same = outside.filter(|outside| self.is_met_by(outside));
        let how = match self.kind {
            Kind::Loop => Some(How::RedirectLoop),
            Kind::Nowhere => Some(How::RedirectsNowhere),
            Kind::Chain => None,
        };
        let opinion = match how.filter(|_| self.is_own || same.is_some()) {
            Some(how) => Opinion::new(Code::SiteDown).how(how),
            None => Opinion::inconclusive(match self.kind {
                Kind::Loop | Kind::Chain => Reason::TooManyRedirects,
                Kind::Nowhere => Reason::RedirectsNowhere,
            }),
        };
        opinion.on([self.at]).basis(outside.map(|outside| outside.id)).verdict()
    }

    fn is_met_by(&self, outside: &Outside<'_>) -> bool {
        outside.astray()
            == Some(match self.kind {
                Kind::Loop | Kind::Chain => &Failure::HttpTooManyRedirects,
                Kind::Nowhere => &Failure::HttpInvalidRedirect,
            })
    }
}

/// The answer in the clear that sent the user to another site, while the target opens from outside: others are not sent
/// there, or find a page.
pub(crate) fn sent_away<'a>(
    outside: Option<&Outside<'_>>,
    looks: &[Look<'a>],
    name: &str,
) -> Option<Trouble<'a>> {
    outside.filter(|outside| outside.status().is_some() && outside.down().is_none())?;
    let sent = looks.iter().rev().flat_map(Look::answers).find(|answer| {
        let to = leads(answer.http).and_then(|to| next(&answer.http.url, to));
        !answer.is_own && to.is_some_and(|to| to.host_str() == Some(name))
    })?;
    Some(Trouble {
        kind: SuspicionKind::Blockpage,
        address: Some(sent.http.address),
        name: target::host(&sent.http.url),
        at: sent.observation,
        is_at_hop: false,
    })
}

/// The verdict on a target whose ways all end without a page.
pub(crate) fn dead_end(
    dossier: &Dossier,
    outside: Option<&Outside<'_>>,
    looks: &[Look<'_>],
    ends: &[End<'_>],
) -> Option<Verdict> {
    let found = looks.iter().zip(ends).rev().find_map(|(look, end)| match end {
        End::Astray(found) if is_for_the_user(looks, look) => Some(found),
        _ => None,
    })?;
    let http = http::transaction(found.at)?;
    Some(target::about(found.verdict(outside), dossier, target::host(&http.url)))
}

/// Where an answer leads, as it is written there; `None`: it is a page. As browsers do: five statuses are redirects,
/// and the first `Location` that is not empty counts.
pub(crate) fn leads(http: &HttpTransaction) -> Option<&str> {
    let is_redirect = matches!(http.status, Some(301 | 302 | 303 | 307 | 308));
    let lines = http.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("location"));
    lines.map(|(_, to)| to.trim()).find(|to| !to.is_empty()).filter(|_| is_redirect)
}

/// The page on the Internet that a redirect written at `at` leads to.
fn next(at: &str, to: &str) -> Option<Url> {
    let next = Url::parse(at).ok()?.join(to).ok()?;
    let is_page = matches!(next.scheme(), "http" | "https");
    let is_public = next.host_str().is_some_and(|host| !is_inside(host));
    (is_page && is_public).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_on_the_internet() {
        let next = |to| next("https://site.example/a", to).map(String::from);
        assert_eq!(next("/жаңа").as_deref(), Some("https://site.example/%D0%B6%D0%B0%D2%A3%D0%B0"));
        assert_eq!(next("//b.example:8080").as_deref(), Some("https://b.example:8080/"));
        assert_eq!(next("?x").as_deref(), Some("https://site.example/a?x"));
        for nowhere in [
            "intent://open",
            "http://[",
            "https://",
            "mailto:a@b.example",
            "http://192.168.1.1/admin",
            "http://[::1]:8099/",
            "http://router/",
        ] {
            assert_eq!(next(nowhere), None, "{nowhere}");
        }
    }
}
