//! Whom a run contacts, told before anything is sent: what people agree to, and what is new since they did.

use std::fmt::Display;

use arna_model::{Rates, Request};

use crate::Words;
use crate::host::as_written;
use crate::said::Said;

/// Whom measuring contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// What stands above the list.
    pub title: String,
    /// The list: everybody who is contacted, each with what he learns.
    pub everybody: Vec<String>,
    /// What else is to be known: who sees it, what it may cost, where results stay.
    pub notes: Vec<String>,
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
            [] => (!request.targets.is_empty()).then(|| self.tell(Said::NoHelper, &[])),
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

fn sites(words: Words, request: &Request, decoys: usize) -> Vec<String> {
    let urls: Vec<_> = request.targets.iter().map(|target| as_written(&target.input)).collect();
    let shown = urls[..urls.len().min(MOST_SITES)].join(" ");
    let shown = match urls.len().saturating_sub(MOST_SITES) {
        0 => shown,
        more => words.tell(Said::AndMore, &[("shown", &shown), ("n", &more)]),
    };
    let sites = || words.tell(Said::Sites, &[("n", &urls.len()), ("sites", &shown)]);
    let of = request.decoys.len();
    let innocent = || words.tell(Said::Decoys, &[("n", &decoys), ("of", &of)]);
    let most = request.confirmations().min(urls.len());
    let together = request.together().min(most);
    // To the sites, and to a helper.
    let names = if request.helpers.is_empty() { together } else { 2 * together };
    let double_checks = || {
        let values = [("n", &most), ("together", &together), ("names", &names)];
        words.tell(Said::DoubleChecks, &values.map(|(name, value)| (name, value as &dyn Display)))
    };
    let said = [
        (!urls.is_empty()).then(sites),
        (urls.len() > 1 && together > 1).then(double_checks),
        (decoys > 0).then(innocent),
    ];
    said.into_iter().flatten().collect()
}

fn resolvers(words: Words, request: &Request) -> String {
    let learnt = if request.targets.is_empty() { Said::HostsNames } else { Said::SitesNames };
    let names = words.tell(learnt, &[]);
    match request.resolver {
        Some(resolver) => {
            words.tell(Said::Resolvers, &[("resolver", &resolver), ("names", &names)])
        }
        None => words.tell(Said::OwnResolver, &[("names", &names)]),
    }
}

fn of_helpers(words: Words, helpers: &[String]) -> String {
    words.tell(Said::Helpers, &[("helpers", &helpers.join(", "))])
}

/// What is done only if it was asked for.
fn closer_looks(words: Words, request: &Request) -> Vec<String> {
    let has_sites = !request.targets.is_empty();
    let said = [
        (request.rates == Rates::Suspects, Said::RatesOfSuspects),
        (request.rates == Rates::All, Said::RatesOfAll),
        (request.tries_quic, Said::AlsoOverQuic),
        (request.reads_long && has_sites, Said::AlsoLong),
        (request.is_traced && has_sites, Said::AlsoTraced),
    ];
    let said = said.into_iter().filter(|(is_done, _)| *is_done);
    said.map(|(_, said)| words.tell(said, &[])).collect()
}

/// Who tells whether there is any Internet.
fn sanity(words: Words, request: &Request) -> Vec<String> {
    let all = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
    let anchors = request.anchors.iter().map(|one| format!("{} ({})", one.address, one.name));
    let said = if request.targets.is_empty() { Said::Anchors } else { Said::AnchorsAndNames };
    let anchors = all(anchors.collect()).map(|anchors| words.tell(said, &[("anchors", &anchors)]));
    let landmarks = all(request.landmarks.iter().map(|one| one.name.clone()).collect())
        .map(|landmarks| words.tell(Said::Landmarks, &[("landmarks", &landmarks)]));
    let portal = request.portal_probe.as_ref();
    let portal = portal.map(|probe| words.tell(Said::Portal, &[("probe", probe)]));
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
mod tests {
    use arna_model::{Anchor, Budget, Landmark, Side, Target};

    use super::*;
    use crate::Language;

    fn target(n: usize) -> Target {
        Target { input: format!("https://{n}.example/"), category: None, list: None, truth: None }
    }

    fn everything() -> Request {
        Request {
            targets: (0..20).map(target).collect(),
            decoys: vec![target(21), target(22)],
            helpers: vec!["https://helper.example/".into()],
            rates: Rates::All,
            tries_quic: true,
            reads_long: true,
            is_traced: true,
            resolver: Some(([1, 1, 1, 1], 53).into()),
            anchors: vec![Anchor {
                side: Side::Foreign,
                name: "dns.google".into(),
                address: ([8, 8, 8, 8], 443).into(),
            }],
            landmarks: vec![Landmark { side: Side::Domestic, name: "kolesa.kz".into() }],
            portal_probe: Some("http://portal.example/204".into()),
            budget: Budget { max_bytes: Some(50_000), ..Budget::default() },
            ..Request::default()
        }
    }

    #[test]
    fn who_looks_at_no_site_tells_nobody_of_any() {
        let resolver = Some(([1, 1, 1, 1], 53).into());
        let request = Request { resolver, ..Request::default() };
        let said = Words::of(Language::En).contacts(&request, 0);
        assert_eq!(said.everybody.len(), 1, "{said:?}");
        assert!(said.everybody[0].contains("names of the hosts below"), "{said:?}");
    }

    #[test]
    fn everybody_is_named_in_every_language() {
        let sums = Language::ALL.map(|language| {
            let said = Words::of(language).contacts(&everything(), 1);
            let text = said.everybody.join("\n");
            for part in [
                "https://0.example/",
                "12",
                "helper.example",
                "1.1.1.1:53",
                "8.8.8.8:443",
                "kolesa.kz",
                "portal.example",
                &Words::of(language).decimal(0.95, 2),
                "QUIC",
            ] {
                assert!(text.contains(part), "{part} is missing:\n{text}");
            }
            assert!(!text.contains("https://9.example/") && !text.contains('{'), "{text}");
            (said.everybody.len(), said.notes.len())
        });
        assert_eq!(sums, [(12, 3); 3]);
    }

    #[test]
    fn only_what_is_new_is_told() {
        let told = |request: &Request, decoys, agreed: &Request| {
            let known = agreements(agreed, 1);
            let is_known = |name: &str| known.iter().any(|one| one == name);
            let said = Words::of(Language::En).contacts_beyond(request, decoys, is_known);
            said.map(|said| said.everybody).unwrap_or_default()
        };
        let all = everything();
        assert_eq!(told(&all, 1, &all), Vec::<String>::new(), "the same again");
        let fewer = Request { targets: vec![target(3)], rates: Rates::Suspects, ..all.clone() };
        assert_eq!(told(&fewer, 0, &all), Vec::<String>::new(), "a part of it");
        let mut more = all.clone();
        more.targets.push(target(77));
        more.helpers.push("https://other.example/".into());
        let said = told(&more, 1, &all);
        assert_eq!(said.len(), 2, "{said:?}");
        assert_eq!(
            said[0],
            "the sites themselves, 1: https://77.example/, and whatever site one of them leads on to"
        );
        assert!(said[1].contains("other.example") && !said[1].contains("helper.example"));
        let plain = Request {
            rates: Rates::Off,
            tries_quic: false,
            reads_long: false,
            is_traced: false,
            ..all.clone()
        };
        let said = told(&all, 1, &plain);
        assert_eq!(said.len(), 4, "{said:?}");
        for (one, part) in said.iter().zip(["0.95 MB", "QUIC", "40 kB each", "routers"]) {
            assert!(one.contains(part), "{one}");
        }
        let suspects = Request { rates: Rates::Suspects, ..all.clone() };
        assert!(told(&all, 1, &suspects)[0].contains("every site that opens"));
        let elsewhere = Request { resolver: Some(([9, 9, 9, 9], 53).into()), ..all.clone() };
        assert!(told(&elsewhere, 1, &all)[0].contains("9.9.9.9:53"));
        let nobody = Request::default();
        assert_eq!(told(&all, 1, &nobody).len(), 11, "all but the decoys");
        for language in Language::ALL {
            let said = Words::of(language).contacts_beyond(&more, 1, |_| false).expect("all");
            assert_eq!((said.everybody.len(), said.notes.len()), (12, 4), "{said:?}");
        }
    }

    #[test]
    fn nobody_is_named_who_is_not_contacted() {
        let most = Words::of(Language::En).contacts(&everything(), 1).everybody;
        let bare = Request { targets: vec![target(0)], ..Request::default() };
        let least = Words::of(Language::En).contacts(&bare, 0).everybody;
        let expected = [
            "the sites themselves, 1: https://0.example/, and whatever site one of them leads on to",
            "your network's own name server: it learns the sites' names",
            "no test helper",
        ];
        assert_eq!(least, expected);
        assert!(
            most[1].contains("up to 20 of them, 6 at once: then their names go out up to 12 times"),
            "{most:?}"
        );
        assert!(most[2].starts_with("1 more, picked at random from 2 "), "{most:?}");
    }
}
