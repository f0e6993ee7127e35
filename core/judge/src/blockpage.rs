//! Known blockpages among the answers of a look, beside what the helper gets.
//!
//! A mark is a suspicion and no more: pages speak of blockpages, and quote them. What everybody gets is the site's own,
//! whatever it says; over verified TLS nothing but the site can have said it; and where the helper did not see the
//! site, or too little of it, nobody can tell.

use arna_model::{Dossier, HttpTransaction, Observation};

use crate::control::Outside;
use crate::fingerprint::Page;
use crate::likeness::Compared;
use crate::look::{Answered, Look};
use crate::target::Target;
use crate::{fingerprint, http};

/// An answer that bears the marks of a known blockpage, and what becomes of them.
#[derive(Clone, Copy)]
pub(crate) struct Sighting<'a> {
    pub(crate) at: &'a Observation,
    pub(crate) http: &'a HttpTransaction,
    pub(crate) meaning: Meaning,
}

/// What marks of a blockpage mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// It came in place of the page that others get.
    Shown,
    /// Too little is known of what others get; or they get the same, and it is nothing but a blockpage: then the
    /// helper may stand behind the same filter.
    Unclear,
    /// Everybody gets it: the site quotes it.
    Quoted,
}

/// What a look says of blockpages, the gravest of its answers; `None`: no answer bears a mark.
pub(crate) fn seen<'a>(
    dossier: &Dossier,
    look: &Look<'a>,
    outside: Option<&Outside<'_>>,
) -> Option<Sighting<'a>> {
    let target = Target::of(dossier).host;
    let answers = look.answers();
    let last = answers.last()?;
    let sightings = answers.iter().filter_map(|one| {
        let meaning = if sends_to_blockpage(one, &target) {
            of_redirect(one, last, outside)
        } else {
            of_words(dossier, one, &target, outside)?
        };
        Some(Sighting { at: one.observation, http: one.http, meaning })
    });
    // The first of the gravest: what came after it was led there.
    sightings.min_by_key(|sighting| sighting.meaning)
}

/// What it means that a page in the clear says what a known blockpage says; `None`: it does not.
fn of_words(
    dossier: &Dossier,
    answer: &Answered<'_>,
    target: &str,
    outside: Option<&Outside<'_>>,
) -> Option<Meaning> {
    // A download, or what a program reads, is shown to nobody in a page's place.
    let is_shown = http::is_cleartext(answer.http) && http::features(answer.http).is_page();
    let page = is_shown.then(|| http::page(dossier, answer.http))?;
    let reading = page.reading();
    page.blockpage(&reading)?;
    let is_small = http::features(answer.http).elements() < FEW_ELEMENTS
        && reading.text.chars().count() <= FEW_CHARACTERS;
    Some(of_page(&page, answer.http, (target, is_small), outside))
}

/// Whether it is a redirect in the clear to where operators show blockpages, from a site that is not one of those.
fn sends_to_blockpage(answer: &Answered<'_>, target: &str) -> bool {
    let is_one = |host: &str| fingerprint::is_host_of_blockpage(host);
    http::is_cleartext(answer.http)
        && !is_one(target)
        && http::leads_to(answer.http).is_some_and(|host| is_one(&host))
}

fn of_redirect(
    answer: &Answered<'_>,
    last: &Answered<'_>,
    outside: Option<&Outside<'_>>,
) -> Meaning {
    let Some(outside) = outside.filter(|outside| outside.shows_site()) else {
        return Meaning::Unclear;
    };
    // Where nothing was had of the page that it leads to, the helper's page is another one by its place.
    let is_end = std::ptr::eq(answer.http, last.http);
    match is_end || http::compared(last.http, outside) == Compared::Other {
        true => Meaning::Shown,
        false => Meaning::Unclear,
    }
}

fn of_page(
    page: &Page<'_>,
    http: &HttpTransaction,
    (target, is_small): (&str, bool),
    outside: Option<&Outside<'_>>,
) -> Meaning {
    let Some(outside) = outside else { return Meaning::Unclear };
    let is_titled = page.is_titled_as_blockpage(target);
    // A title that says nothing else is no quotation: beside another title it needs no second difference.
    let is_other_title = is_titled
        && http::compared(http, outside) == Compared::Other
        && outside.page().is_some_and(|page| !page.title.is_empty());
    match http::compared_surely(http, outside) {
        Compared::Same if is_titled || page.is_untitled() && is_small => Meaning::Unclear,
        Compared::Same => Meaning::Quoted,
        // A page with a life of its own may be the site's for this country.
        Compared::Other if outside.shows_site() && (is_titled || is_small) => Meaning::Shown,
        Compared::Unknown if outside.shows_site() && is_other_title => Meaning::Shown,
        Compared::Other | Compared::Unknown => Meaning::Unclear,
    }
}

/// Blockpages have hardly more (Jones et al., IMC 2014, tell them by that); articles about them have.
const FEW_ELEMENTS: u64 = 40;
/// A page and a half of a book: what operators publish has some three hundred to a thousand.
const FEW_CHARACTERS: usize = 2_000;
