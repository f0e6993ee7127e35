//! The outside control: what the helper says of the target, for comparison and never as an accusation.
//!
//! Only the latest exchange that brought an answer counts, of those about the target, and of those about
//! a hop that a redirect led to. An answer that says nothing (the helper's own network was down) is no
//! outside control.

use std::net::{IpAddr, SocketAddr};

use arna_model::{
    ControlAnswer, Dossier, Event, Failure, HelperExchange, How, Micros, ObservationId,
};

use crate::SuspicionKind;
use crate::fingerprint::normal;
use crate::likeness::Features;
use crate::look::Look;
use crate::target::{Target, host, is_https};

/// The helper's latest answer.
pub(crate) struct Outside<'a> {
    pub(crate) id: &'a ObservationId,
    answer: &'a ControlAnswer,
    /// When it was asked.
    asked: Micros,
    is_https: bool,
    /// The hop's URL, if it is about one.
    pub(crate) hop: Option<&'a str>,
}

/// How far the helper got. The order is that of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Down {
    /// The name does not exist.
    Name,
    /// No address takes a connection.
    Tcp,
    /// No handshake runs to its end.
    Tls,
    /// The handshake does, and the chain does not verify.
    Certificate,
    /// No answer to the request, or the server's own error.
    Http,
}

/// How a failure from outside compares with one from here.
pub(crate) enum Likeness {
    /// The site is down.
    Alike,
    /// Both fail, differently: nobody is cleared or accused.
    Unlike,
    /// What failed here works from outside; what fails there comes later.
    Beside,
}

impl Down {
    /// Outside must fail no later than here to explain what is seen here, and no earlier than what worked
    /// here; a chain that does not verify, or a page that errs, comes after a server that answers.
    pub(crate) fn likeness(self, kind: SuspicionKind) -> Likeness {
        use SuspicionKind as Kind;
        match (kind, self) {
            (
                Kind::HttpSilence | Kind::RequestSilence | Kind::RequestReset | Kind::Blockpage,
                Self::Http,
            ) => Likeness::Alike,
            (
                Kind::HttpSilence | Kind::RequestSilence | Kind::RequestReset | Kind::Blockpage,
                _,
            ) => Likeness::Unlike,
            (_, Self::Name) => Likeness::Alike,
            (Kind::Certificate, Self::Certificate) => Likeness::Alike,
            (Kind::Certificate, Self::Http) => Likeness::Beside,
            (Kind::Certificate, _) => Likeness::Unlike,
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, Self::Tls) => Likeness::Alike,
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, Self::Http) => Likeness::Beside,
            (Kind::TlsSilence | Kind::TlsReset | Kind::TlsAlert, _) => Likeness::Unlike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Tcp | Self::Tls) => Likeness::Alike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Certificate) => Likeness::Unlike,
            (Kind::TcpSilence | Kind::TcpRefused, Self::Http) => Likeness::Beside,
            (Kind::DnsForged, Self::Tcp | Self::Tls) => Likeness::Alike,
            (Kind::DnsForged, Self::Certificate | Self::Http) => Likeness::Unlike,
            (Kind::DnsSilence | Kind::DnsDiffers, _) => Likeness::Alike,
            // Helpers do not try it.
            (Kind::QuicSilence, _) => Likeness::Beside,
        }
    }

    /// How it shows.
    pub(crate) fn how(self, outside: &Outside<'_>) -> How {
        match self {
            Self::Name => How::NoSuchName,
            Self::Tcp | Self::Tls => How::ServerSilent,
            Self::Certificate => How::Certificate,
            Self::Http if outside.status().is_some() => How::ServerError,
            Self::Http => How::ServerSilent,
        }
    }
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
            Some(Self { id, answer, asked, is_https, hop })
        })?;
        let says = outside.status().is_some() || outside.down().is_some() || outside.handshakes();
        says.then_some(outside)
    }

    /// Status of the page that the helper got.
    pub(crate) fn status(&self) -> Option<u16> {
        let http = self.answer.http.as_ref()?;
        if http.failure.is_some() { None } else { http.status }
    }

    /// Title of the page that the helper got; empty when there is none.
    pub(crate) fn title(&self) -> &str {
        self.answer.http.as_ref().map_or("", |http| http.title.as_str())
    }

    /// What is compared of the page that the helper got.
    pub(crate) fn page(&self) -> Option<Features<'_>> {
        let http = self.answer.http.as_ref()?;
        let (title, length) = (normal(&http.title), http.body_length);
        Some(Features { title, length, tags: &http.tags })
    }

    /// How the target fails from outside; `None`: it opens, or the answer does not say.
    pub(crate) fn down(&self) -> Option<Down> {
        if let Some(status) = self.status() {
            return (status >= 500).then_some(Down::Http);
        }
        if matches!(self.answer.dns_failure, Some(Failure::DnsNxdomain | Failure::DnsNoAnswer))
            && self.answer.dns_addresses.is_empty()
        {
            return Some(Down::Name);
        }
        let page = self.answer.http.as_ref().and_then(|http| http.failure.as_ref());
        let page = page.filter(|failure| !failure.is_local());
        let tls: Vec<_> = self.answer.tls.values().map(|tls| tls.failure.as_ref()).collect();
        if tls.contains(&None) {
            return page.map(|_| Down::Http);
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
        if connects.contains(&None) || connects.is_empty() {
            page.map(|_| Down::Http)
        } else {
            Some(Down::Tcp)
        }
    }

    /// Whether the helper verified the target's name: what a forged chain contradicts.
    pub(crate) fn is_verified(&self) -> bool {
        self.answer.tls.values().any(|tls| tls.failure.is_none())
            || self.answer.addresses.values().any(|facts| facts.is_valid_for_name)
            || self.status().is_some()
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
            self.connects().any(|failure| failure.is_none())
        }
    }

    fn fails_at(&self, address: SocketAddr) -> bool {
        let tcp = self.answer.tcp.get(&address).and_then(Option::as_ref);
        let tls = self.answer.tls.get(&address).and_then(|tls| tls.failure.as_ref());
        tcp.filter(|failure| counts(address, failure)).is_some()
            || tls.is_some_and(|failure| !failure.is_certificate())
    }

    fn connects(&self) -> impl Iterator<Item = Option<&Failure>> {
        self.answer
            .tcp
            .iter()
            .filter(|(address, failure)| failure.as_ref().is_none_or(|why| counts(**address, why)))
            .map(|(_, failure)| failure.as_ref())
    }
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
