//! A name that the resolvers of this network deny, and that is there for everybody else.
//!
//! A denial is an answer, and honest ones are common: a zone that was just made is remembered as missing for hours,
//! and an ad-blocker denies what its owner does not want. So the name must be served, under that very name, where
//! others are sent; its certificate must be older than any resolver's memory; and a resolver that denies
//! advertisements as well is its owner's.

use std::net::IpAddr;
use std::time::UNIX_EPOCH;

use arna_model::{DnsEngine, Dossier, Observation, Place, Side, WallTime};

use crate::control::Outside;
use crate::dns::{self, Answer};
use crate::look::Look;
use crate::serving::Serving;
use crate::{http, target, tls};

/// What shows that the name is there, if anything does: the phone's own verified handshake with it (or the helper's
/// page, in the clear), or nothing more than what the helper saw.
pub(crate) fn proof<'a>(
    dossier: &'a Dossier,
    outside: &Outside<'_>,
    name: &str,
) -> Option<Vec<&'a Observation>> {
    let addresses = given_outside(dossier, outside, name);
    let serving = Serving::of(dossier, name, Some(outside));
    if let Some(here) = serving.verified_here(&addresses) {
        return (!is_young(dossier, here)).then(|| vec![here]);
    }
    if addresses.iter().any(|address| outside.verified_at(*address)) || outside.serves_name() {
        return Some(Vec::new());
    }
    let page = Look::all(dossier).into_iter().find_map(|look| {
        let answers = look.answers();
        let is_meant = |http: &arna_model::HttpTransaction| {
            target::host(&http.url).as_deref() == Some(name)
                && addresses.contains(&http.address.ip())
                && http::is_same_page(http, outside)
        };
        answers.iter().find(|it| is_meant(it.http)).map(|it| it.observation)
    });
    page.map(|page| vec![page])
}

/// The addresses that the name has for the helper, and by a public resolver's word.
fn given_outside(dossier: &Dossier, outside: &Outside<'_>, name: &str) -> Vec<IpAddr> {
    let lookups = dossier.observations.iter().filter_map(dns::lookup);
    let public = lookups.filter(|it| it.engine != DnsEngine::System && it.name == name);
    let public = public.flat_map(|it| it.addresses.iter().copied());
    public.filter(|at| !dns::is_forged(*at)).chain(outside.addresses().iter().copied()).collect()
}

/// Whether the certificate of a verified handshake is younger than a denial may honestly be remembered, by the site's
/// own clock: nobody certifies a name before it is there. Where the site does not say what time it is, nobody knows.
fn is_young(dossier: &Dossier, handshake: &Observation) -> bool {
    let Some(tls) = tls::handshake(handshake) else { return false };
    let Some(since) = tls.chain.first().and_then(|leaf| leaf.not_before) else { return false };
    let answers = dossier.observations.iter().filter_map(http::transaction).filter(|it| {
        it.is_authentic && target::host(&it.url).as_deref() == Some(tls.server_name.as_str())
    });
    let mut dates = answers.flat_map(|it| &it.headers).filter_map(|(header, value)| {
        let is_date = header.eq_ignore_ascii_case("date");
        let at = httpdate::parse_http_date(value).ok().filter(|_| is_date)?;
        let micros = at.duration_since(UNIX_EPOCH).ok()?.as_micros();
        i64::try_from(micros).ok().map(WallTime)
    });
    dates.any(|now| now.0.saturating_sub(since.0) < REMEMBERED)
}

/// What shows that a resolver denies names of advertisements, which are there for everybody: so its owner wants it.
pub(crate) fn owners_wish(dossier: &Dossier) -> Option<Vec<&Observation>> {
    let asked = || {
        dossier.anchors.iter().filter_map(|one| {
            let Place::Anchor { side: Side::Resolver, name } = &one.place else { return None };
            Some((name, one, dns::answer(dns::lookup(one)?, one.failure.as_ref())))
        })
    };
    let is_denied = |answer| matches!(answer, Answer::Negative | Answer::MaybeOwn | Answer::Forged);
    asked().find_map(|(name, one, answer)| {
        let mut others = asked().filter(|(other, ..)| *other == name);
        let given = others.find(|(.., answer)| *answer == Answer::Honest);
        given.filter(|_| is_denied(answer)).map(|(_, given, _)| vec![one, given])
    })
}

/// Whether names of advertisements were asked for already.
pub(crate) fn is_wish_known(dossier: &Dossier) -> bool {
    let is_asked =
        |one: &Observation| matches!(one.place, Place::Anchor { side: Side::Resolver, .. });
    dossier.anchors.iter().any(is_asked)
}

/// A day, in microseconds: RFC 2308 (section 5) holds one to three hours to be right for denials, and more than a day
/// to be trouble; BIND forgets them after three hours.
const REMEMBERED: i64 = 86_400_000_000;
