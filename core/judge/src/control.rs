//! The outside control: what the helper says of the target, for comparison and never as an accusation.
//!
//! Only the latest exchange that brought an answer counts, of those about the target, and of those about
//! a hop that a redirect led to. An answer that says nothing (the helper's own network was down) is no
//! outside control.

use std::net::{IpAddr, SocketAddr};

use arna_model::{
    ControlAnswer, Dossier, Event, Failure, HelperExchange, Micros, ObservationId, media_type,
};

use crate::down::Down;
use crate::fingerprint::{self, readable};
use crate::http::{REFUSING, is_error};
use crate::likeness::Features;
use crate::look::Look;
use crate::target::{Target, cleartext_port, host, is_https};
use crate::tls;

/// The helper's latest answer.
pub(crate) struct Outside<'a> {
    pub(crate) id: &'a ObservationId,
    answer: &'a ControlAnswer,
    /// When it was asked.
    asked: Micros,
    is_https: bool,
    /// Where it answers, for a page in the clear: helpers try the port of TLS as well.
    port: Option<u16>,
    /// The hop's URL, if it is about one.
    pub(crate) hop: Option<&'a str>,
}

impl<'a> Outside<'a> {
    /// The latest answer about the target that says something.
    pub(crate) fn of(dossier: &'a Dossier) -> Option<Self> {
        Self::latest(dossier, |about| about.is_none())
    }

    /// The latest answer about the hop with this name that says something.
    pub(crate) fn of_hop(dossier: &'a Dossier, name: &str) -> Option<Self> {
        Self::latest(dossier, |about| about.and_then(host).as_deref() == Some(name))
    }

    /// The latest answer about this name: a hop's, or the target's own.
    pub(crate) fn naming(dossier: &'a Dossier, name: &str) -> Option<Self> {
        let own = Look::all(dossier).iter().find_map(Look::looked_up);
        let is_own = || own.is_none_or(|own| own == name);
        Self::of_hop(dossier, name).or_else(|| Self::of(dossier).filter(|_| is_own()))
    }

    fn latest(dossier: &'a Dossier, is_meant: impl Fn(Option<&str>) -> bool) -> Option<Self> {
        let outside = dossier.observations.iter().rev().find_map(|observation| {
            let exchange = exchange(&observation.event)?;
            let hop = exchange.about.as_deref();
            let is_https = hop.map_or_else(|| Target::of(dossier).is_https, is_https);
            let answer = exchange.answer.as_ref().filter(|_| is_meant(hop))?;
            let (id, asked) = (&observation.id, observation.t0);
            let url = hop.or(dossier.input.as_deref()).unwrap_or_default();
            let port = (!is_https).then(|| cleartext_port(url));
            Some(Self { id, answer, asked, is_https, port, hop })
        })?;
        let says = outside.status().is_some() || outside.down().is_some() || outside.handshakes();
        says.then_some(outside)
    }

    /// Status of the page that the helper got.
    pub(crate) fn status(&self) -> Option<u16> {
        let http = self.answer.http.as_ref()?;
        if http.failure.is_some() { None } else { http.status }
    }

    /// Whether it got a page of the site itself: no refusal, no challenge, no blockpage, no error of the server's.
    pub(crate) fn shows_site(&self) -> bool {
        let is_page = |status: u16| !is_error(status) && !REFUSING.contains(&status);
        let title = self.answer.http.as_ref().map_or("", |http| http.title.as_str());
        self.status().is_some_and(is_page) && !fingerprint::is_title_of_a_wall(title)
    }

    /// How many bytes of the page's body the helper got, at least; 0: it got none, or does not say.
    pub(crate) fn page_bytes(&self) -> u64 {
        let page = self.answer.http.as_ref().filter(|http| http.failure.is_none());
        page.and_then(|http| http.body_length).unwrap_or_default()
    }

    /// What is compared of the page that the helper got.
    pub(crate) fn page(&self) -> Option<Features<'_>> {
        let http = self.answer.http.as_ref()?;
        // Go's helpers read no farther, and do not say so.
        let read = http.body_length.filter(|length| *length < MOST_READ);
        Some(Features {
            title: readable(&http.title),
            length: read.max(http.content_length),
            tags: &http.tags,
            kind: http.content_type.as_deref().and_then(media_type),
        })
    }

    /// How the target fails from outside; `None`: it opens, or the answer does not say.
    pub(crate) fn down(&self) -> Option<Down> {
        if let Some(status) = self.status() {
            return is_error(status).then_some(Down::Http);
        }
        if matches!(self.answer.dns_failure, Some(Failure::DnsNxdomain | Failure::DnsNoAnswer))
            && self.answer.dns_addresses.is_empty()
        {
            return Some(Down::Name);
        }
        let page = self.answer.http.as_ref().and_then(|http| http.failure.as_ref());
        // Whose redirects lead nowhere answers all the same.
        let page = page.filter(|failure| !failure.is_local() && !is_astray(failure));
        if page.is_some() && self.is_closed() {
            return Some(Down::Tcp);
        }
        let of_page = |why: &Failure| if why.is_timeout() { Down::Slow } else { Down::Http };
        // What the helper broke off itself says nothing.
        let tls = self.answer.tls.values().map(|tls| tls.failure.as_ref());
        let tls: Vec<_> = tls.filter(|why| !why.is_some_and(Failure::is_local)).collect();
        if tls.contains(&None) {
            return page.map(of_page);
        }
        let is_certificate =
            |failure: &Option<&Failure>| failure.is_some_and(Failure::is_certificate);
        if tls.iter().any(is_certificate) || is_certificate(&page) {
            return Some(Down::Certificate);
        }
        if !tls.is_empty() {
            return Some(Down::Tls);
        }
        let connects: Vec<_> = self.connects().collect();
        if connects.contains(&None) {
            page.map(of_page)
        } else if !connects.is_empty() {
            Some(Down::Tcp)
        } else if self.answer.dns_addresses.is_empty() && page.is_some() {
            // An answer without addresses is no failure in the helper's words.
            let is_empty = self.answer.dns_failure.is_none();
            Some(if is_empty { Down::Name } else { Down::Unresolved })
        } else {
            page.map(of_page)
        }
    }

    /// Whether nobody lets the helper in at the port of a page in the clear, whatever TLS says at its own.
    fn is_closed(&self) -> bool {
        let at_port = |address: &SocketAddr| self.port == Some(address.port());
        let tried = self.answer.tcp.iter().filter(|(address, _)| at_port(address));
        let mut tried =
            tried.map(|(address, why)| why.as_ref().filter(|why| counts(*address, why)));
        self.answer.tcp.keys().any(at_port) && tried.all(|why| why.is_some())
    }

    /// Whether nobody lets it in without encryption, and a handshake of its runs to the end.
    pub(crate) fn wants_tls(&self) -> bool {
        self.is_closed() && self.answer.tls.values().any(|tls| tls.failure.is_none())
    }

    /// Whether the helper's handshake was refused as well.
    pub(crate) fn is_alerted(&self) -> bool {
        let mut failures = self.answer.tls.values().map(|tls| tls.failure.as_ref());
        failures.any(|failure| failure == Some(&Failure::SslFailedHandshake))
    }

    /// That redirects led the helper to no page, and how.
    pub(crate) fn astray(&self) -> Option<&Failure> {
        let failure = self.answer.http.as_ref()?.failure.as_ref();
        failure.filter(|failure| is_astray(failure))
    }

    /// Whether the helper verified the target's name: what a forged chain contradicts.
    pub(crate) fn is_verified(&self) -> bool {
        self.answer.tls.values().any(|tls| tls.failure.is_none())
            || self.answer.addresses.values().any(|facts| facts.is_valid_for_name)
            || self.status().is_some()
    }

    /// Whether a chain that the helper got for the name, and refused, leads to a known state root.
    pub(crate) fn shows_state_root(&self) -> bool {
        self.answer.tls.values().any(|tls| tls::state_root(&tls.chain).is_some())
    }

    /// Whether the helper tells which chains it got for the name, though it refused them, and none leads to a known
    /// state root: what a chain to one contradicts as well.
    pub(crate) fn shows_another_chain(&self) -> bool {
        let is_told = self.answer.tls.values().any(|tls| !tls.chain.is_empty());
        is_told && !self.shows_state_root()
    }

    /// Whether the helper's own addresses serve the name over TLS: what a forged answer contradicts.
    pub(crate) fn serves_name(&self) -> bool {
        let own = &self.answer.dns_addresses;
        let by_tls =
            self.answer.tls.iter().any(|(at, tls)| tls.failure.is_none() && own.contains(&at.ip()));
        let by_facts = self
            .answer
            .addresses
            .iter()
            .any(|(at, facts)| facts.is_valid_for_name && own.contains(at));
        by_tls || by_facts || (self.is_https && self.status().is_some())
    }

    /// The addresses that the helper's resolver gives.
    pub(crate) fn addresses(&self) -> &'a [IpAddr] {
        &self.answer.dns_addresses
    }

    /// Whether the name verified over TLS at this address.
    pub(crate) fn verified_at(&self, address: IpAddr) -> bool {
        let is_valid = self.answer.addresses.get(&address).is_some_and(|it| it.is_valid_for_name);
        is_valid || self.tls_at(address).any(|failure| failure.is_none())
    }

    /// Whether somebody takes connections at an address that the helper's resolver gives.
    pub(crate) fn is_there(&self) -> bool {
        let is_open = |at: &SocketAddr| self.answer.tcp.get(at).is_some_and(Option::is_none);
        self.answer.tcp.keys().any(|at| self.gives(at.ip()) && is_open(at))
    }

    /// How handshakes at this address ended; `None`: well.
    pub(crate) fn tls_at(&self, address: IpAddr) -> impl Iterator<Item = Option<&Failure>> {
        let all = self.answer.tls.iter().filter(move |(at, _)| at.ip() == address);
        all.map(|(_, tls)| tls.failure.as_ref())
    }

    /// Whether `address` is among the helper's answers.
    pub(crate) fn gives(&self, address: IpAddr) -> bool {
        self.answer.dns_addresses.contains(&address)
    }

    /// Whether the target opens from outside now, and does not fail at this very address: by a
    /// completed handshake or an answered request; for cleartext, by a connection.
    pub(crate) fn opens(&self, address: Option<SocketAddr>) -> bool {
        let opens = self.handshakes() || self.status().is_some();
        opens && address.is_none_or(|address| !self.fails_at(address))
    }

    /// Whether it was asked after `then`, and got a page.
    pub(crate) fn has_page_since(&self, then: Micros) -> bool {
        self.asked >= then && self.status().is_some()
    }

    fn handshakes(&self) -> bool {
        if self.is_https {
            self.answer.tls.values().any(|tls| tls.failure.is_none())
        } else {
            !self.is_closed() && self.connects().any(|failure| failure.is_none())
        }
    }

    fn fails_at(&self, address: SocketAddr) -> bool {
        let tcp = self.answer.tcp.get(&address).and_then(Option::as_ref);
        let tls = self.answer.tls.get(&address).and_then(|tls| tls.failure.as_ref());
        tcp.filter(|failure| counts(address, failure)).is_some()
            || tls.is_some_and(|failure| !failure.is_certificate() && !failure.is_local())
    }

    fn connects(&self) -> impl Iterator<Item = Option<&Failure>> {
        self.answer
            .tcp
            .iter()
            .filter(|(address, failure)| failure.as_ref().is_none_or(|why| counts(**address, why)))
            .map(|(_, failure)| failure.as_ref())
    }
}

/// OONI's `oohelperd` reads 16 MiB of a body.
const MOST_READ: u64 = 1 << 24;
fn is_astray(failure: &Failure) -> bool {
    matches!(failure, Failure::HttpInvalidRedirect | Failure::HttpTooManyRedirects)
}

/// Whether a failed connect of the helper speaks of the target: many helpers have no IPv6.
fn counts(address: SocketAddr, failure: &Failure) -> bool {
    let is_ours = address.is_ipv6() && *failure == Failure::HostUnreachable;
    !failure.is_local() && !is_ours
}

/// Seconds that the phone's clock is behind the helper's, when an exchange told.
pub(crate) fn clock_ahead_s(dossier: &Dossier) -> Option<(&ObservationId, i64)> {
    dossier.observations.iter().rev().find_map(|observation| {
        Some((&observation.id, exchange(&observation.event)?.clock_ahead_s?))
    })
}

fn exchange(event: &Event) -> Option<&HelperExchange> {
    match event {
        Event::HelperExchange(exchange) => Some(exchange),
        _ => None,
    }
}
