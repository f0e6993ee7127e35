//! Whom a run contacts, told before anything is sent: what people agree to.

use arna_model::{Rates, Request};

use crate::Words;
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
        let groups = [
            sites(self, request, decoys),
            resolvers(self, request),
            helpers(self, request),
            closer_looks(self, request),
            sanity(self, request),
        ];
        Contacts {
            title: self.tell(Said::Contacts, &[]),
            everybody: groups.into_iter().flatten().collect(),
            notes: notes.into_iter().flatten().collect(),
        }
    }
}

fn sites(words: Words, request: &Request, decoys: usize) -> Vec<String> {
    let urls: Vec<_> = request.targets.iter().map(|target| target.input.as_str()).collect();
    let shown = urls[..urls.len().min(MOST_SITES)].join(" ");
    let shown = match urls.len().saturating_sub(MOST_SITES) {
        0 => shown,
        more => words.tell(Said::AndMore, &[("shown", &shown), ("n", &more)]),
    };
    let sites = || words.tell(Said::Sites, &[("n", &urls.len()), ("sites", &shown)]);
    let of = request.decoys.len();
    let innocent = || words.tell(Said::Decoys, &[("n", &decoys), ("of", &of)]);
    let said = [(!urls.is_empty()).then(sites), (decoys > 0).then(innocent)];
    said.into_iter().flatten().collect()
}

fn resolvers(words: Words, request: &Request) -> Vec<String> {
    let learnt = if request.targets.is_empty() { Said::HostsNames } else { Said::SitesNames };
    let names = words.tell(learnt, &[]);
    vec![match request.resolver {
        Some(resolver) => {
            words.tell(Said::Resolvers, &[("resolver", &resolver), ("names", &names)])
        }
        None => words.tell(Said::OwnResolver, &[("names", &names)]),
    }]
}

fn helpers(words: Words, request: &Request) -> Vec<String> {
    let helpers = match &request.helpers[..] {
        [] => (!request.targets.is_empty()).then(|| words.tell(Said::NoHelper, &[])),
        helpers => Some(words.tell(Said::Helpers, &[("helpers", &helpers.join(", "))])),
    };
    let rates = match request.rates {
        Rates::Off => None,
        Rates::Suspects => Some(words.tell(Said::RatesOfSuspects, &[])),
        Rates::All => Some(words.tell(Said::RatesOfAll, &[])),
    };
    helpers.into_iter().chain(rates).collect()
}

/// What is done only if it was asked for.
fn closer_looks(words: Words, request: &Request) -> Vec<String> {
    let is_traced = request.is_traced && !request.targets.is_empty();
    let said = [(request.tries_quic, Said::AlsoOverQuic), (is_traced, Said::AlsoTraced)];
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

#[cfg(test)]
mod tests {
    use arna_model::{Anchor, Budget, Landmark, Side, Target};

    use super::*;
    use crate::Language;

    fn target(n: usize) -> Target {
        Target { input: format!("https://{n}.example/"), category: None, truth: None }
    }

    fn everything() -> Request {
        Request {
            targets: (0..20).map(target).collect(),
            decoys: vec![target(21), target(22)],
            helpers: vec!["https://helper.example/".into()],
            rates: Rates::All,
            tries_quic: true,
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
                "0.95",
                "QUIC",
            ] {
                assert!(text.contains(part), "{part} is missing:\n{text}");
            }
            assert!(!text.contains("https://9.example/") && !text.contains('{'), "{text}");
            (said.everybody.len(), said.notes.len())
        });
        assert_eq!(sums, [(10, 3); 3]);
    }

    #[test]
    fn nobody_is_named_who_is_not_contacted() {
        let most = Words::of(Language::En).contacts(&everything(), 1).everybody;
        let bare = Request { targets: vec![target(0)], ..Request::default() };
        let least = Words::of(Language::En).contacts(&bare, 0).everybody;
        let expected = [
            "the sites themselves, 1: https://0.example/",
            "your network's own name server: it learns the sites' names",
            "no test helper",
        ];
        assert_eq!(least, expected);
        assert!(most[1].starts_with("1 more, picked at random from 2 "), "{most:?}");
    }
}
