//! Whom a run contacts, told before anything is sent: what people agree to, and what is new since they did.

use std::fmt::{self, Display};

use arna_model::{Rates, Request};

use crate::Words;
use crate::measurement::short;
use crate::said::Said;

/// Whom measuring contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// What stands above the list.
    pub title: String,
    /// The list: everybody who is contacted, each with what he learns.
    pub everybody: Vec<Contact>,
    /// What else is to be known: who sees it, what it may cost, where results stay.
    pub notes: Vec<String>,
}

/// Somebody who is contacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who it is.
    pub who: String,
    /// What he is asked, and learns.
    pub what: String,
}

impl Contact {
    /// From a text that has both, a line each.
    fn of(text: &str) -> Self {
        let (who, what) = text.split_once('\n').unwrap_or((text, ""));
        Self { who: who.to_owned(), what: what.to_owned() }
    }
}

/// As a list without headings has it.
impl Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}. {}", self.who, self.what)
    }
}

impl Words {
    /// Whom `request` contacts, `decoys` innocent sites among them.
    pub fn contacts(self, request: &Request, decoys: usize) -> Contacts {
        let budget = request.budget.max_bytes.map(|most| self.bytes(most));
        let notes = [
            Some(self.tell(Said::OperatorSees, &[])),
            budget.map(|most| self.tell(Said::Budget, &[("bytes", &most)])),
            Some(self.tell(Said::KeptHere, &[])),
        ];
        let helper = match &request.helpers[..] {
            [] => (!request.targets.is_empty()).then(|| contact(self, Said::NoHelper, &[])),
            helpers => Some(of_helpers(self, helpers)),
        };
        let groups = [
            sites(self, request, decoys),
            vec![resolvers(self, request)],
            helper.into_iter().collect(),
            closer_looks(self, request),
            sanity(self, request),
        ];
        Contacts {
            title: self.tell(Said::Contacts, &[]),
            everybody: groups.into_iter().flatten().collect(),
            notes: notes.into_iter().flatten().collect(),
        }
    }

    /// Whom `request` contacts beyond those who were agreed to before, and what more it does: what of its
    /// [names](agreements) is not known. `None`: nobody and nothing.
    pub fn contacts_beyond(
        self,
        request: &Request,
        decoys: usize,
        is_known: impl Fn(&str) -> bool,
    ) -> Option<Contacts> {
        let is_new = |kind: &str, name: &str| !is_known(&agreement(kind, name));
        let mut new = request.clone();
        new.targets.retain(|one| is_new(SITE, &one.input));
        new.helpers.retain(|one| is_new(HELPER, one));
        new.anchors.retain(|one| is_new(ANCHOR, &one.address.to_string()));
        new.landmarks.retain(|one| is_new(LANDMARK, &one.name));
        new.portal_probe = new.portal_probe.filter(|one| is_new(PORTAL, one));
        new.resolver = new.resolver.filter(|one| is_new(RESOLVER, &one.to_string()));
        new.tries_quic &= is_new(OPTION, QUIC);
        new.reads_long &= is_new(OPTION, LONG);
        new.is_traced &= is_new(OPTION, TRACE);
        let is_timed = rates(new.rates).iter().any(|one| is_new(OPTION, one));
        new.rates = if is_timed { new.rates } else { Rates::Off };
        let decoys = if is_new(OPTION, DECOYS) { decoys } else { 0 };
        let told = [
            sites(self, &new, decoys),
            new.resolver.iter().map(|_| resolvers(self, &new)).collect(),
            (!new.helpers.is_empty()).then(|| of_helpers(self, &new.helpers)).into_iter().collect(),
            closer_looks(self, &Request { targets: request.targets.clone(), ..new.clone() }),
            sanity(self, &new),
        ];
        let everybody: Vec<_> = told.into_iter().flatten().collect();
        if everybody.is_empty() {
            return None;
        }
        let whole = self.contacts(request, 0);
        let learn = (!new.targets.is_empty()).then(|| self.tell(Said::NewSitesToOld, &[]));
        let title = self.tell(Said::ContactsBeyond, &[]);
        Some(Contacts { title, everybody, notes: learn.into_iter().chain(whole.notes).collect() })
    }
}

/// What somebody agrees to who lets `request` go on: a name for each one who is contacted and each thing that is done only
/// if it was asked for. What has a name that nobody agreed to is new.
pub fn agreements(request: &Request, decoys: usize) -> Vec<String> {
    let of = |kind, names: Vec<String>| names.into_iter().map(move |name| agreement(kind, &name));
    let options = [
        (request.tries_quic, QUIC),
        (request.reads_long, LONG),
        (request.is_traced, TRACE),
        (decoys > 0, DECOYS),
    ];
    let options = options.iter().filter(|(is_done, _)| *is_done).map(|(_, name)| *name);
    let options = options.chain(rates(request.rates).iter().copied()).map(str::to_owned);
    of(SITE, request.targets.iter().map(|one| one.input.clone()).collect())
        .chain(of(HELPER, request.helpers.clone()))
        .chain(of(ANCHOR, request.anchors.iter().map(|one| one.address.to_string()).collect()))
        .chain(of(LANDMARK, request.landmarks.iter().map(|one| one.name.clone()).collect()))
        .chain(of(PORTAL, request.portal_probe.iter().cloned().collect()))
        .chain(of(RESOLVER, request.resolver.iter().map(ToString::to_string).collect()))
        .chain(of(OPTION, options.collect()))
        .collect()
}

fn agreement(kind: &str, name: &str) -> String {
    format!("{kind} {name}")
}

/// Who agrees to have every site timed agrees to suspects.
fn rates(rates: Rates) -> &'static [&'static str] {
    match rates {
        Rates::Off => &[],
        Rates::Suspects => &["rates of suspects"],
        Rates::All => &["rates of suspects", "rates of all"],
    }
}

fn contact(words: Words, said: Said, values: &[(&str, &dyn Display)]) -> Contact {
    Contact::of(&words.tell(said, values))
}

fn sites(words: Words, request: &Request, decoys: usize) -> Vec<Contact> {
    let urls: Vec<_> = request.targets.iter().map(|target| short(&target.input)).collect();
    let named = urls[..urls.len().min(MOST_SITES)].join(", ");
    let named = match urls.len().saturating_sub(MOST_SITES) {
        0 => named,
        more => words.tell(Said::AndMore, &[("shown", &named), ("n", &more)]),
    };
    let sites = || contact(words, Said::Sites, &[("n", &urls.len()), ("sites", &named)]);
    let of = request.decoys.len();
    let innocent = || contact(words, Said::Decoys, &[("n", &decoys), ("of", &of)]);
    let most = request.confirmations().min(urls.len());
    let together = request.together().min(most);
    // To the sites, and to a helper.
    let names = if request.helpers.is_empty() { together } else { 2 * together };
    let double_checks = || {
        let values = [("n", &most), ("together", &together), ("names", &names)];
        let values = values.map(|(name, value)| (name, value as &dyn Display));
        contact(words, Said::DoubleChecks, &values)
    };
    let said = [
        (!urls.is_empty()).then(sites),
        (urls.len() > 1 && together > 1).then(double_checks),
        (decoys > 0).then(innocent),
    ];
    said.into_iter().flatten().collect()
}

fn resolvers(words: Words, request: &Request) -> Contact {
    let learnt = if request.targets.is_empty() { Said::HostsNames } else { Said::SitesNames };
    let names = words.tell(learnt, &[]);
    match request.resolver {
        Some(resolver) => {
            contact(words, Said::Resolvers, &[("resolver", &resolver), ("names", &names)])
        }
        None => contact(words, Said::OwnResolver, &[("names", &names)]),
    }
}

fn of_helpers(words: Words, helpers: &[String]) -> Contact {
    let said = if helpers.len() == 1 { Said::OneHelper } else { Said::Helpers };
    contact(words, said, &[("helpers", &helpers.join(", "))])
}

/// What is done only if it was asked for.
fn closer_looks(words: Words, request: &Request) -> Vec<Contact> {
    let has_sites = !request.targets.is_empty();
    let said = [
        (request.rates == Rates::Suspects, Said::RatesOfSuspects),
        (request.rates == Rates::All, Said::RatesOfAll),
        (request.tries_quic, Said::AlsoOverQuic),
        (request.reads_long && has_sites, Said::AlsoLong),
        (request.is_traced && has_sites, Said::AlsoTraced),
    ];
    let said = said.into_iter().filter(|(is_done, _)| *is_done);
    said.map(|(_, said)| contact(words, said, &[])).collect()
}

/// Who tells whether there is any Internet.
fn sanity(words: Words, request: &Request) -> Vec<Contact> {
    let all = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
    let anchors = request.anchors.iter().map(|one| format!("{} ({})", one.address, one.name));
    let said = if request.targets.is_empty() { Said::Anchors } else { Said::AnchorsAndNames };
    let anchors =
        all(anchors.collect()).map(|anchors| contact(words, said, &[("anchors", &anchors)]));
    let landmarks = all(request.landmarks.iter().map(|one| one.name.clone()).collect())
        .map(|landmarks| contact(words, Said::Landmarks, &[("landmarks", &landmarks)]));
    let portal = request.portal_probe.as_ref();
    let portal = portal.map(|probe| contact(words, Said::Portal, &[("probe", probe)]));
    anchors.into_iter().chain(landmarks).chain(portal).collect()
}

/// Sites that are named; the others are counted.
const MOST_SITES: usize = 8;

const SITE: &str = "site";
const HELPER: &str = "helper";
const RESOLVER: &str = "resolver";
const ANCHOR: &str = "anchor";
const LANDMARK: &str = "landmark";
const PORTAL: &str = "portal";
const OPTION: &str = "option";
const QUIC: &str = "quic";
const LONG: &str = "long";
const TRACE: &str = "trace";
const DECOYS: &str = "decoys";

#[cfg(test)]
mod tests;
