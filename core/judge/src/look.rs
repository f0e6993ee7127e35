//! One look at a target: how far it got, and what it leaves open.
//!
//! A look tries several addresses; it opened if one of them did. Where an answer is a redirect, the way
//! goes on, and what counts is where it ends.

use std::collections::BTreeMap;

use arna_model::{DnsLookup, Dossier, Failure, HttpTransaction, Observation, Place};

use crate::control::Outside;
use crate::dns::{self, Answer, Carriers};
use crate::redirects::DeadEnd;
use crate::trouble::{Stretch, Trouble, system_lookups};
use crate::{SuspicionKind, http, target, tls};

/// The observations of one look.
pub(crate) struct Look<'a> {
    pub(crate) observations: Vec<&'a Observation>,
}

/// How a look ended.
pub(crate) enum End<'a> {
    /// The site itself answered, over verified TLS.
    Opened(&'a Observation),
    /// Somebody answered over cleartext.
    Answered(&'a Observation),
    /// The way ended without a page.
    Astray(DeadEnd<'a>),
    /// It failed here.
    Failed,
    /// The phone's own trouble, and nothing else.
    Local(&'a Observation),
    /// Nothing was observed.
    Nothing,
}

/// An answer on the way to the page.
pub(crate) struct Answered<'a> {
    /// Where in the look.
    at: usize,
    pub(crate) observation: &'a Observation,
    pub(crate) http: &'a HttpTransaction,
    /// Whether it is the site's own word: it came over verified TLS, and nobody on the path chose where
    /// from, or chose what is under the site's own name.
    pub(crate) is_own: bool,
    /// Whether a redirect in the clear led to it, or leads away from it, to another site.
    is_astray: bool,
}

impl<'a> Look<'a> {
    /// The looks of a dossier, in the order of their attempts.
    pub(crate) fn all(dossier: &'a Dossier) -> Vec<Self> {
        let mut by_attempt: BTreeMap<u8, Vec<&Observation>> = BTreeMap::new();
        let carriers = Carriers::of(dossier);
        for observation in dossier.observations.iter().filter(|one| !carriers.has(one)) {
            if let Place::Look { attempt } = observation.place {
                by_attempt.entry(attempt).or_default().push(observation);
            }
        }
        by_attempt.into_values().map(|observations| Self { observations }).collect()
    }

    /// How it ended.
    pub(crate) fn end(&self) -> End<'a> {
        let answers = self.answers();
        if let Some(last) = answers.last() {
            // A redirect is the end of the way only if nothing was tried after it. Who may have been led
            // astray has nothing to say about where it goes on.
            let leads_on = http::is_redirect(last.http);
            let is_last = !self.since(last.at + 1).was_tried();
            if let Some(dead_end) = DeadEnd::of(&answers).filter(|_| is_last) {
                return End::Astray(dead_end);
            }
            // Whoever stopped at a redirect without a reason did not look to the end.
            if !leads_on || last.is_astray && !is_last {
                let end = if last.is_own { End::Opened } else { End::Answered };
                return end(last.observation);
            }
        }
        if self.trouble(None).is_some() {
            return End::Failed;
        }
        let is_local = |one: &&&Observation| one.failure.as_ref().is_some_and(Failure::is_local);
        self.observations.iter().find(is_local).map_or(End::Nothing, |local| End::Local(local))
    }

    /// What failed on the last stretch of the way. `outside` chooses between several addresses that failed
    /// alike: one that works from outside is the better pair to repeat.
    pub(crate) fn trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let answers = self.answers();
        let ends = answers.iter().filter(|one| http::is_redirect(one.http)).map(|one| one.at + 1);
        // A redirect that nothing came after leads nowhere: what failed lies before it.
        let from = ends.rev().find(|from| self.since(*from).was_tried());
        self.since(from.unwrap_or(0)).trouble(outside)
    }

    /// What failed when the target's own name was looked up, whatever came later.
    pub(crate) fn lookup_trouble(&self) -> Option<Trouble<'a>> {
        let of = |wanted: Answer| {
            self.system_lookups().find(|(_, answer)| *answer == wanted).map(|(one, _)| one)
        };
        if let Some(at) = of(Answer::Negative) {
            return Some(Trouble::of_lookup(SuspicionKind::DnsDiffers, at));
        }
        let answered = [Answer::Honest, Answer::Forged, Answer::MaybeOwn].map(of);
        let silent = of(Answer::Silent).filter(|_| answered.iter().all(Option::is_none));
        silent.map(|at| Trouble::of_lookup(SuspicionKind::DnsSilence, at))
    }

    fn since(&self, from: usize) -> Stretch<'_, 'a> {
        Stretch { all: &self.observations, from }
    }

    /// The answers, in their order.
    pub(crate) fn answers(&self) -> Vec<Answered<'a>> {
        let (mut is_astray, mut home) = (false, None);
        let answers = self.observations.iter().enumerate().filter_map(|(at, observation)| {
            let http = http::transaction(observation).filter(|http| http.status.is_some())?;
            let is_cleartext = http::is_cleartext(http);
            // Whoever is led home again, and sees that it is home, is not astray.
            let home = *home.get_or_insert(http.url.as_str());
            is_astray &= !(http.is_authentic && target::is_at_home(home, &http.url));
            is_astray |= is_cleartext && http::is_redirect(http) && !http::leads_home(http);
            let is_own = http.is_authentic && !is_astray;
            (is_cleartext || http.is_authentic).then_some(Answered {
                at,
                observation,
                http,
                is_own,
                is_astray,
            })
        });
        answers.collect()
    }

    /// Whether some TLS handshake for it was verified, or a page came: it is a control for others.
    pub(crate) fn opened(&self) -> bool {
        self.observations.iter().any(|one| {
            tls::handshake(one).is_some_and(|it| it.is_complete && one.is_success())
                || http::transaction(one).is_some_and(|it| it.status.is_some())
        })
    }

    /// The system's lookups of the target's own name: the first that was looked up.
    pub(crate) fn system_lookups(&self) -> impl Iterator<Item = (&'a Observation, Answer)> {
        let own = self.looked_up();
        system_lookups(&self.observations)
            .filter(move |(one, _)| dns::lookup(one).map(|lookup| lookup.name.as_str()) == own)
    }

    /// All lookups on the way.
    pub(crate) fn lookups(&self) -> impl Iterator<Item = &'a DnsLookup> {
        self.observations.iter().filter_map(|one| dns::lookup(one))
    }

    /// The name that was looked up first.
    pub(crate) fn looked_up(&self) -> Option<&'a str> {
        self.lookups().next().map(|lookup| lookup.name.as_str())
    }
}
