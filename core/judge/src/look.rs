//! One look at a target: how far it got, and what it leaves open.
//!
//! A look tries several addresses; it opened if one of them did. What failed is named after the deepest
//! stage that was reached, since a later stage proves that the earlier ones work.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arna_model::{DnsEngine, Dossier, Failure, Observation, Place};

use crate::SuspicionKind;
use crate::control::Outside;
use crate::dns::{self, Answer, Carriers};
use crate::{http, tcp, tls};

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
    /// It failed here.
    Failed(Trouble<'a>),
    /// The phone's own trouble, and nothing else.
    Local(&'a Observation),
    /// Nothing was observed.
    Nothing,
}

/// What failed.
pub(crate) struct Trouble<'a> {
    pub(crate) kind: SuspicionKind,
    pub(crate) address: Option<SocketAddr>,
    pub(crate) name: Option<&'a str>,
    pub(crate) at: &'a Observation,
}

impl<'a> Trouble<'a> {
    /// A trouble with what a resolver said of a name.
    pub(crate) fn of_lookup(kind: SuspicionKind, at: &'a Observation) -> Self {
        let name = dns::lookup(at).map(|lookup| lookup.name.as_str());
        Self { kind, address: None, name, at }
    }
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

    /// How it ended. `outside` chooses between several addresses that failed alike: one that works
    /// from outside is the better pair to repeat.
    pub(crate) fn end(&self, outside: Option<&Outside<'_>>) -> End<'a> {
        if let Some(answer) = self.answer() {
            return answer;
        }
        let stages = [Self::http_trouble, Self::tls_trouble, Self::tcp_trouble, Self::dns_trouble];
        for stage in stages {
            if let Some(trouble) = stage(self, outside) {
                return End::Failed(trouble);
            }
        }
        match self
            .observations
            .iter()
            .find(|one| one.failure.as_ref().is_some_and(Failure::is_local))
        {
            Some(local) => End::Local(local),
            None => End::Nothing,
        }
    }

    /// Whether some TLS handshake for it was verified, or a page came: it is a control for others.
    pub(crate) fn opened(&self) -> bool {
        self.observations.iter().any(|one| {
            tls::handshake(one).is_some_and(|it| it.is_complete && one.is_success())
                || http::transaction(one).is_some_and(|it| it.status.is_some())
        })
    }

    /// The system's lookups in it.
    pub(crate) fn system_lookups(&self) -> impl Iterator<Item = (&'a Observation, Answer)> {
        self.observations.iter().filter_map(|one| {
            let lookup = dns::lookup(one).filter(|it| it.engine == DnsEngine::System)?;
            Some((*one, dns::answer(lookup, one.failure.as_ref())))
        })
    }

    /// The last answer that is no redirect, an authentic one first; a redirect only if nothing after it
    /// failed.
    fn answer(&self) -> Option<End<'a>> {
        let answers = self.observations.iter().enumerate().rev().filter_map(|(at, one)| {
            let http = http::transaction(one).filter(|http| http.status.is_some())?;
            Some((at, *one, http))
        });
        let answers: Vec<_> = answers.collect();
        let pages = || answers.iter().filter(|(_, _, http)| !http::is_redirect(http));
        if let Some((_, page, _)) = pages().find(|(_, _, http)| http.is_authentic) {
            return Some(End::Opened(page));
        }
        if let Some((_, page, _)) = pages().find(|(_, _, http)| http::is_cleartext(http)) {
            return Some(End::Answered(page));
        }
        let (at, redirect, http) = answers.first()?;
        let goes_on = self.observations[at + 1..].iter().any(|later| !later.is_success());
        match (goes_on, http.is_authentic, http::is_cleartext(http)) {
            (true, ..) => None,
            (false, true, _) => Some(End::Opened(redirect)),
            (false, false, true) => Some(End::Answered(redirect)),
            (false, false, false) => None,
        }
    }

    fn http_trouble(&self, _: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let failed = self.observations.iter().rev().find(|one| {
            http::transaction(one).is_some_and(|http| http.status.is_none()) && says_no(one)
        });
        // A verified handshake with nothing after it: the look was cut off.
        let last = self
            .observations
            .last()
            .filter(|one| tls::handshake(one).is_some_and(|it| it.is_complete) && one.is_success());
        let at = failed.or(last)?;
        let address = http::transaction(at)
            .map(|http| http.address)
            .or_else(|| tls::handshake(at).map(|tls| tls.address));
        Some(Trouble { kind: SuspicionKind::HttpSilence, address, name: None, at })
    }

    fn tls_trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let failed = || {
            self.observations
                .iter()
                .filter_map(|one| Some((*one, tls::handshake(one)?)))
                .filter(|(one, _)| says_no(one))
        };
        let certificate =
            failed().find(|(one, _)| one.failure.as_ref().is_some_and(Failure::is_certificate));
        let (at, handshake) = certificate
            .or_else(|| failed().find(|(_, it)| works_outside(outside, it.address)))
            .or_else(|| failed().next())?;
        let kind = if certificate.is_some() {
            SuspicionKind::Certificate
        } else {
            tls::suspicion(at.failure.as_ref())
        };
        let name = Some(handshake.server_name.as_str());
        Some(Trouble { kind, address: Some(handshake.address), name, at })
    }

    fn tcp_trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let failed = || {
            self.observations
                .iter()
                .filter_map(|one| Some((*one, tcp::connect(one)?)))
                .filter(|(one, _)| says_no(one))
        };
        let (at, connect) = failed()
            .find(|(_, it)| works_outside(outside, it.address))
            .or_else(|| failed().next())?;
        let kind = at.failure.as_ref().map_or(SuspicionKind::TcpSilence, tcp::suspicion);
        Some(Trouble { kind, address: Some(connect.address), name: self.looked_up(), at })
    }

    fn dns_trouble(&self, _: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let of = |wanted: Answer| {
            let mut lookups = self.system_lookups();
            lookups.find(|(_, answer)| *answer == wanted).map(|(one, _)| one)
        };
        let elsewhere = || {
            let mut failed = self.observations.iter().copied().filter(|one| says_no(one));
            let is_asked = self.system_lookups().next().is_some();
            failed.find(|one| !is_asked && dns::lookup(one).is_some())
        };
        let (kind, at) = of(Answer::Negative)
            .map(|at| (SuspicionKind::DnsDiffers, at))
            .or_else(|| of(Answer::Silent).map(|at| (SuspicionKind::DnsSilence, at)))
            .or_else(|| elsewhere().map(|at| (SuspicionKind::DnsSilence, at)))?;
        Some(Trouble::of_lookup(kind, at))
    }

    /// The name that was looked up, the system's lookup first.
    pub(crate) fn looked_up(&self) -> Option<&'a str> {
        let mut lookups = self.observations.iter().filter_map(|one| dns::lookup(one));
        lookups.next().map(|lookup| lookup.name.as_str())
    }
}

/// Whether the network said no; the phone's own trouble does not count.
fn says_no(observation: &Observation) -> bool {
    observation.failure.as_ref().is_some_and(|failure| !failure.is_local())
}

fn works_outside(outside: Option<&Outside<'_>>, address: SocketAddr) -> bool {
    outside.is_some_and(|outside| outside.opens(Some(address)))
}
