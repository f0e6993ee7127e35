//! Trouble: what failed on the last stretch of a look.
//!
//! It is named after the deepest stage that was reached, since a later stage proves that the earlier ones
//! work.

use std::net::SocketAddr;

use arna_model::{DnsEngine, Dossier, Event, Failure, Observation, is_inside};

use crate::control::Outside;
use crate::dns::{self, Answer};
use crate::{Suspicion, SuspicionKind};
use crate::{http, target, tcp, tls};

/// What failed.
pub(crate) struct Trouble<'a> {
    pub(crate) kind: SuspicionKind,
    pub(crate) address: Option<SocketAddr>,
    pub(crate) name: Option<String>,
    pub(crate) at: &'a Observation,
    /// Whether it happened at a hop that a redirect led to.
    pub(crate) is_at_hop: bool,
}

impl<'a> Trouble<'a> {
    /// A trouble with what a resolver said of a name.
    pub(crate) fn of_lookup(kind: SuspicionKind, at: &'a Observation) -> Self {
        let name = dns::lookup(at).map(|lookup| lookup.name.clone());
        Self { kind, address: None, name, at, is_at_hop: false }
    }

    /// Whether the target's own name was cut off, or refused, at an address that took the connection. What is at home
    /// is nobody else's to cut off.
    pub(crate) fn is_cut_off(&self) -> bool {
        let is_inside = self.name.as_deref().is_some_and(is_inside);
        let is_cut = matches!(
            self.kind,
            SuspicionKind::TlsSilence | SuspicionKind::TlsReset | SuspicionKind::TlsAlert
        );
        is_cut
            && !is_inside
            && !self.is_at_hop
            && self.address.is_some()
            && tls::handshake(self.at).is_some()
    }

    /// What it makes suspect: the target's own pair, or that of a hop.
    pub(crate) fn suspicion(&self, hop: Option<&str>, dossier: &Dossier) -> Suspicion {
        let name = self.name.clone().or_else(|| Some(target::Target::of(dossier).host));
        Suspicion {
            kind: self.kind,
            start: self.kind.start(),
            address: self.address,
            name: name.filter(|name| !name.is_empty()),
            hop: hop.map(str::to_owned),
            basis: vec![self.at.id.clone()],
        }
    }
}

/// The observations of a look from one of them on: all, or those after the last redirect.
pub(crate) struct Stretch<'l, 'a> {
    pub(crate) all: &'l [&'a Observation],
    pub(crate) from: usize,
}

impl<'a> Stretch<'_, 'a> {
    /// Whether anything was tried on it. Lookups by public resolvers are only a second opinion.
    pub(crate) fn was_tried(&self) -> bool {
        self.tail().iter().any(|one| match &one.event {
            Event::TcpConnect(_) | Event::TlsHandshake(_) | Event::HttpTransaction(_) => true,
            Event::Dns(lookup) => lookup.engine == DnsEngine::System,
            _ => false,
        })
    }

    /// What failed. `outside` chooses between several addresses that failed alike.
    pub(crate) fn trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let outside = outside.filter(|_| self.from == 0);
        let trouble = self
            .http_trouble()
            .or_else(|| self.tls_trouble(outside))
            .or_else(|| self.tcp_trouble(outside))
            .or_else(|| self.dns_trouble())?;
        Some(Trouble { is_at_hop: self.from > 0, ..trouble })
    }

    fn tail(&self) -> &[&'a Observation] {
        self.all.get(self.from..).unwrap_or_default()
    }

    /// What the network said no to, of one kind.
    fn failed<T: 'a>(
        &self,
        of: fn(&'a Observation) -> Option<&'a T>,
    ) -> impl Iterator<Item = (&'a Observation, &'a T)> {
        let failed = self.tail().iter().copied().filter(|one| says_no(one));
        failed.filter_map(move |one| Some((one, of(one)?)))
    }

    fn http_trouble(&self) -> Option<Trouble<'a>> {
        let failed = self.tail().iter().rev().find(|one| {
            http::transaction(one).is_some_and(|http| http.status.is_none()) && says_no(one)
        });
        // A verified handshake with nothing after it: the look was cut off.
        let last = self
            .tail()
            .last()
            .filter(|one| tls::handshake(one).is_some_and(|it| it.is_complete) && one.is_success());
        let at = *failed.or(last)?;
        let (address, name) = match (http::transaction(at), tls::handshake(at)) {
            (Some(http), _) => (http.address, target::host(&http.url)),
            (None, tls) => (tls?.address, tls.map(|tls| tls.server_name.clone())),
        };
        let is_in_the_clear = http::transaction(at).is_some_and(http::is_cleartext);
        let kind = match &at.failure {
            Some(failure) if is_in_the_clear => http::suspicion(failure),
            _ => SuspicionKind::HttpSilence,
        };
        let address = Some(address);
        Some(Trouble { kind, address, name, at, is_at_hop: false })
    }

    fn tls_trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let failed = || self.failed(tls::handshake);
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
        let (address, name) = (Some(handshake.address), Some(handshake.server_name.clone()));
        Some(Trouble { kind, address, name, at, is_at_hop: false })
    }

    fn tcp_trouble(&self, outside: Option<&Outside<'_>>) -> Option<Trouble<'a>> {
        let failed = || self.failed(tcp::connect);
        let (at, connect) = failed()
            .find(|(_, it)| works_outside(outside, it.address))
            .or_else(|| failed().next())?;
        let kind = at.failure.as_ref().map_or(SuspicionKind::TcpSilence, tcp::suspicion);
        let (address, name) = (connect.address, self.name_of(connect.address));
        Some(Trouble { kind, address: Some(address), name, at, is_at_hop: false })
    }

    fn dns_trouble(&self) -> Option<Trouble<'a>> {
        let of = |wanted: Answer| {
            let mut lookups = system_lookups(self.tail());
            lookups.find(|(_, answer)| *answer == wanted).map(|(one, _)| one)
        };
        let elsewhere = || {
            let is_asked = system_lookups(self.all).next().is_some();
            let mut failed = self.tail().iter().copied().filter(|one| says_no(one));
            failed.find(|one| !is_asked && dns::lookup(one).is_some())
        };
        let (kind, at) = of(Answer::Negative)
            .map(|at| (SuspicionKind::DnsDiffers, at))
            .or_else(|| {
                // One lost packet, and an answer when it was asked again: nothing is wrong with names.
                let answered = [Answer::Honest, Answer::Forged, Answer::MaybeOwn].map(of);
                let silent = of(Answer::Silent).filter(|_| answered.iter().all(Option::is_none));
                silent.map(|at| (SuspicionKind::DnsSilence, at))
            })
            .or_else(|| {
                // A redirect is not followed inside.
                let forged = || of(Answer::Forged).or_else(|| of(Answer::MaybeOwn));
                let is_hop = self.from > 0 && of(Answer::Honest).is_none();
                is_hop.then(forged).flatten().map(|at| (SuspicionKind::DnsForged, at))
            })
            .or_else(|| elsewhere().map(|at| (SuspicionKind::DnsSilence, at)))?;
        Some(Trouble::of_lookup(kind, at))
    }

    /// The name whose lookup gave this address, the latest first; else the one that was looked up first;
    /// at a hop that needs no lookup, the address itself.
    fn name_of(&self, address: SocketAddr) -> Option<String> {
        let lookups = || self.all.iter().filter_map(|one| dns::lookup(one));
        let giver = lookups().rfind(|lookup| lookup.addresses.contains(&address.ip()));
        let first = lookups().next().filter(|_| self.from == 0);
        let literal = (self.from > 0).then(|| address.ip().to_string());
        giver.or(first).map(|lookup| lookup.name.clone()).or(literal)
    }
}

/// The system's lookups, and what they say.
pub(crate) fn system_lookups<'a>(
    observations: &[&'a Observation],
) -> impl Iterator<Item = (&'a Observation, Answer)> {
    observations.iter().filter_map(|one| {
        let lookup = dns::lookup(one).filter(|it| it.engine == DnsEngine::System)?;
        Some((*one, dns::answer(lookup, one.failure.as_ref())))
    })
}

/// Whether the network said no; the phone's own trouble does not count.
fn says_no(observation: &Observation) -> bool {
    observation.failure.as_ref().is_some_and(|failure| !failure.is_local())
}

fn works_outside(outside: Option<&Outside<'_>>, address: SocketAddr) -> bool {
    outside.is_some_and(|outside| outside.opens(Some(address)))
}
