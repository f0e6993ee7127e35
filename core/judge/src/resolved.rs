//! What the user's own resolver gives: an answer from any other address shows what is hidden from the user, and
//! opens nothing.

use std::net::IpAddr;

use arna_model::{Code, DnsEngine, How, HttpTransaction, Observation, Verdict};

use crate::control::Outside;
use crate::dns::{self, Answer};
use crate::look::Look;
use crate::opinion::Opinion;
use crate::trouble::system_lookups;
use crate::{target, tls};

/// Whether every answer on the way of a look came from an address that the user's own resolver gives for the name
/// that was asked for, in whatever look.
pub(crate) fn is_for_the_user(looks: &[Look<'_>], look: &Look<'_>) -> bool {
    look.answers().iter().all(|answer| is_given(looks, answer.http))
}

/// Whether a look came through, by a verified handshake or an answer, and by none at any other address.
pub(crate) fn opened_for_the_user(looks: &[Look<'_>], look: &Look<'_>) -> bool {
    let is_shaken = |one: &&Observation| {
        one.is_success() && tls::handshake(one).is_some_and(|it| it.is_complete)
    };
    let mut shaken = look.observations.iter().copied().filter(is_shaken);
    look.opened()
        && is_for_the_user(looks, look)
        && shaken.all(|one| {
            tls::handshake(one)
                .is_some_and(|it| is_given_to(looks, &it.server_name, it.address.ip()))
        })
}

fn is_given(looks: &[Look<'_>], http: &HttpTransaction) -> bool {
    target::host(&http.url).is_some_and(|name| is_given_to(looks, &name, http.address.ip()))
}

/// Whether the user's own resolver gives `name` this address, in whatever look.
pub(crate) fn is_given_to(looks: &[Look<'_>], name: &str, address: IpAddr) -> bool {
    if name.parse() == Ok(address) {
        return true;
    }
    let is_meant = |of: &str| of.trim_end_matches('.').eq_ignore_ascii_case(name);
    // A resolver that the phone could not even ask says nothing.
    let is_asked =
        looks.iter().flat_map(|look| system_lookups(&look.observations)).any(|(one, answer)| {
            answer != Answer::Local && dns::lookup(one).is_some_and(|it| is_meant(&it.name))
        });
    let mut lookups =
        looks.iter().flat_map(Look::lookups).filter(|lookup| is_meant(&lookup.name)).peekable();
    lookups.peek().is_none()
        || lookups
            .filter(|lookup| match lookup.engine {
                DnsEngine::System => true,
                DnsEngine::Udp | DnsEngine::Tcp => !is_asked,
                // What only an encrypted answer gives is what the user does not get.
                DnsEngine::Dot | DnsEngine::Doh => false,
            })
            .any(|lookup| lookup.addresses.contains(&address))
}

/// Whether a public resolver answers for `name` in the clear, in the latest look: then a silent resolver of the
/// system's is silent alone, and no block could tell why.
pub(crate) fn is_answered_in_the_clear(looks: &[Look<'_>], name: &str) -> bool {
    looks.last().into_iter().flat_map(Look::lookups).any(|lookup| {
        lookup.engine == DnsEngine::Udp
            && lookup.name == name
            && dns::answer(lookup, None) == Answer::Honest
    })
}

/// A name that leads everybody to where no public server is: nothing was tried here, and nobody is there.
pub(crate) fn without_server(outside: Option<&Outside<'_>>, looks: &[Look<'_>]) -> Option<Verdict> {
    let outside = outside.filter(|outside| outside.status().is_none())?;
    let mut answers = looks.iter().flat_map(Look::system_lookups);
    let (at, _) = answers.find(|(one, answer)| {
        let addresses = dns::lookup(one).map_or(&[][..], |lookup| &lookup.addresses);
        matches!(answer, Answer::Forged | Answer::MaybeOwn)
            && addresses.iter().any(|address| outside.gives(*address))
    })?;
    let opinion = Opinion::new(Code::SiteDown).how(How::ServerSilent);
    Some(opinion.on([at]).basis([outside.id]).verdict())
}
