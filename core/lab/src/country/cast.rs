//! Casting: every target of a scenario gets a name, an address, a character and its truth.
//!
//! Names that a scenario does not give come from a list of ordinary sites; beyond the end of a list
//! they are numbered. Nothing here depends on the seed, so one scenario at one size has one cast.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arna_model::Truth;

use super::addressing::Ipv6;
use super::atlas;
use super::condition::Lives;
use super::middlebox::Work;
use super::named_rule::CensoredBy;
use super::scenario::{Group, Kind, Scenario, Www};
use super::truth::truth;

/// One target: its server, and what is really so.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Site {
    /// Its place in the cast.
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) category: Option<String>,
    pub(super) kind: Kind,
    pub(super) lives: Lives,
    pub(super) censored_by: CensoredBy,
    /// The middlebox on the way to it, where it is not on everybody's.
    pub(super) behind: Option<Work>,
    pub(super) truth: Truth,
    /// Where its server answers; the one abroad, if it has two.
    pub(super) address: IpAddr,
    /// Where its second server, in the country, answers, if it has one.
    pub(super) domestic: Option<IpAddr>,
    /// Its address of IPv6, if it has one, and whether its server answers there.
    pub(super) over_v6: Option<(IpAddr, bool)>,
    /// Whether it sends visitors to its name with `www`.
    pub(super) www: Www,
    /// How long its page is, if it is not as long as usual.
    pub(super) page_bytes: Option<u32>,
    /// The page of another target to which it sends visitors.
    pub(super) leads_to: Option<String>,
}

impl Site {
    /// What a browser is given.
    pub(super) fn url(&self) -> String {
        let is_clear = self.kind.is_cleartext()
            || matches!(self.kind, Kind::RedirectsToHttps | Kind::CleartextClosed);
        let scheme = if is_clear { "http" } else { "https" };
        format!("{scheme}://{}/", self.name)
    }

    /// The name that censors list.
    pub(super) fn listed_name(&self) -> String {
        let led = self.leads_to.as_ref().and_then(|url| url.split('/').nth(2));
        match led {
            Some(name) => name.to_owned(),
            None if self.www == Www::Listed => format!("www.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// All its addresses.
    pub(super) fn addresses(&self) -> Vec<IpAddr> {
        let more = match self.kind {
            Kind::RotatingDns => atlas::more_abroad(self.index).to_vec(),
            _ => Vec::new(),
        };
        let over_v6 = self.over_v6.map(|(address, _)| address);
        [Some(self.address), self.domestic, over_v6].into_iter().flatten().chain(more).collect()
    }

    /// Whether it shows a certificate to whoever asks.
    pub(super) fn has_certificate(&self) -> bool {
        !self.kind.is_cleartext()
            && !matches!(self.kind, Kind::SiteDown | Kind::Refused | Kind::NoSuchName)
    }

    /// Whether it shows a certificate that the web trusts to whoever asks.
    pub(super) fn is_trusted(&self) -> bool {
        self.has_certificate()
            && !matches!(
                self.kind,
                Kind::ExpiredCertificate
                    | Kind::WrongName
                    | Kind::MissingIntermediate
                    | Kind::NationalRoot
            )
    }
}

/// The cast of `scenario`, with `wanted` targets in the scenario's mix (every group keeps one at
/// least), or as many as it says.
pub(super) fn cast(scenario: &Scenario, wanted: Option<usize>) -> Vec<Site> {
    let counts = counts(scenario, wanted.unwrap_or_else(|| scenario.count()));
    let named: BTreeSet<_> = scenario.targets.iter().flat_map(|group| &group.names).collect();
    let is_free = |(name, _): &(String, String)| !named.contains(name);
    let mut ordinary = (0..).map(ordinary_site).filter(is_free);
    let mut sites = Vec::new();
    for (group, count) in scenario.targets.iter().zip(counts) {
        for number in 0..count {
            let (name, category) = if group.names.is_empty() {
                let (mut name, category) = ordinary.next().expect("they have no end");
                if let Some(bare) = name.strip_prefix("www.").filter(|_| group.www != Www::No) {
                    name = bare.to_owned();
                }
                (name, group.category.clone().unwrap_or(category))
            } else {
                let name = numbered(&group.names, number);
                (name, group.category.clone().unwrap_or_else(|| "NEWS".to_owned()))
            };
            sites.push(site(sites.len(), (name, category), group, scenario));
        }
    }
    sites
}

/// Innocent sites that nobody asked for: those named, or one for twenty of `sites`, by the names that come
/// after theirs.
pub(super) fn decoys(scenario: &Scenario, sites: &[Site], named: &[String]) -> Vec<Site> {
    let taken: BTreeSet<_> = sites.iter().map(|site| site.name.as_str()).collect();
    let named = named.iter().map(|name| (name.clone(), ORDINARY_CATEGORY.to_owned()));
    let many = if named.len() > 0 { named.len() } else { sites.len().div_ceil(TARGETS_A_DECOY) };
    let names = named.chain((0..).map(ordinary_site));
    let free = names.filter(|(name, _)| !taken.contains(name.as_str()));
    let numbered = free.zip(sites.len()..).take(many);
    let group = Group::default();
    numbered.map(|(named, index)| site(index, named, &group, scenario)).collect()
}

fn site(
    index: usize,
    (name, category): (String, String),
    group: &Group,
    scenario: &Scenario,
) -> Site {
    Site {
        index,
        name,
        category: Some(category),
        kind: group.kind,
        lives: group.lives,
        censored_by: group.censored_by.clone(),
        behind: group.behind,
        truth: truth(group, scenario),
        address: match (group.kind, group.lives) {
            (Kind::SharedEdge, _) => atlas::EDGE,
            (_, Lives::Abroad) => atlas::abroad(index),
            (_, Lives::Country) => atlas::domestic(index),
            (_, Lives::State) => atlas::of_state(index),
        },
        domestic: (group.kind == Kind::GeoVariantDns).then(|| atlas::domestic(index)),
        over_v6: (group.ipv6 != Ipv6::None)
            .then(|| atlas::over_v6(index, group.lives != Lives::Abroad))
            .map(|address| (address, group.ipv6 == Ipv6::Works)),
        www: group.www,
        page_bytes: group.page_bytes,
        leads_to: group.leads_to.as_ref().map(|name| url(name, scenario)),
    }
}

/// The page of the target called `name`.
fn url(name: &str, scenario: &Scenario) -> String {
    let is_meant = |group: &&Group| group.names.iter().any(|one| one == name);
    let is_clear = scenario
        .targets
        .iter()
        .find(is_meant)
        .is_some_and(|group| group.kind.is_cleartext() || group.kind == Kind::RedirectsToHttps);
    format!("{}://{name}/", if is_clear { "http" } else { "https" })
}

/// How many targets of each group: the mix scaled by largest remainders.
fn counts(scenario: &Scenario, wanted: usize) -> Vec<usize> {
    let total = scenario.count();
    let groups: Vec<usize> = scenario.targets.iter().map(Group::count).collect();
    let mut counts: Vec<usize> =
        groups.iter().map(|count| (count * wanted / total).max(1)).collect();
    while counts.iter().sum::<usize>() < wanted {
        // How far behind its share a group is, in units of 1 / total; the first of equals.
        let behind = |at: &usize| (groups[*at] * wanted) as i64 - (counts[*at] * total) as i64;
        let Some(most) = (0..groups.len()).rev().max_by_key(behind) else { break };
        counts[most] += 1;
    }
    while counts.iter().sum::<usize>() > wanted {
        // Single targets made some group too large: the largest gives.
        let Some(most) = (0..groups.len()).rev().max_by_key(|at| counts[*at]) else { break };
        if counts[most] == 1 {
            break;
        }
        counts[most] -= 1;
    }
    counts
}

/// The `index`th ordinary site: its name and category.
fn ordinary_site(index: usize) -> (String, String) {
    let lines: Vec<_> = ORDINARY.lines().filter(|line| !line.starts_with('#')).collect();
    let (names, categories): (Vec<_>, Vec<_>) =
        lines.iter().filter_map(|line| line.split_once(' ')).unzip();
    (numbered(&names, index), categories[index % categories.len()].to_owned())
}

/// The `index`th name of a list; beyond its end `www.example.org` becomes `www.example-2.org`.
fn numbered(names: &[impl AsRef<str>], index: usize) -> String {
    let name = names[index % names.len()].as_ref();
    let round = index / names.len() + 1;
    if round == 1 {
        return name.to_owned();
    }
    let (www, rest) = match name.strip_prefix("www.") {
        Some(rest) => ("www.", rest),
        None => ("", name),
    };
    match rest.split_once('.') {
        Some((label, parents)) => format!("{www}{label}-{round}.{parents}"),
        None => format!("{www}{rest}-{round}"),
    }
}

/// Miscellaneous, in the test lists.
const ORDINARY_CATEGORY: &str = "MISC";
/// As many as a run takes of them.
const TARGETS_A_DECOY: usize = 20;
const ORDINARY: &str = include_str!("../../scenarios/names.txt");

#[cfg(test)]
mod tests;
