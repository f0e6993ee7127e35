//! Casting: every target of a scenario gets a name, an address, a character and its truth.
//!
//! Names that a scenario does not give come from a list of ordinary sites; beyond the end of a list
//! they are numbered. Nothing here depends on the seed, so one scenario at one size has one cast.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arna_model::Truth;

use super::addressing::Ipv6;
use super::atlas;
use super::condition::{Condition, Lives};
use super::scenario::{Group, Kind, Scenario, Technique};
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
    pub(super) censored_by: Option<Technique>,
    pub(super) truth: Truth,
    /// Where its server answers; the one abroad, if it has two.
    pub(super) address: IpAddr,
    /// Where its second server, in the country, answers, if it has one.
    pub(super) domestic: Option<IpAddr>,
    /// Its address of IPv6, if it has one, and whether its server answers there.
    pub(super) over_v6: Option<(IpAddr, bool)>,
}

impl Site {
    /// What a browser is given.
    pub(super) fn url(&self) -> String {
        let is_clear = matches!(self.kind, Kind::Cleartext | Kind::RedirectsToHttps);
        let scheme = if is_clear { "http" } else { "https" };
        format!("{scheme}://{}/", self.name)
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

    /// Whether it shows a certificate that the web trusts to whoever asks.
    pub(super) fn is_trusted(&self) -> bool {
        !matches!(
            self.kind,
            Kind::SiteDown
                | Kind::Refused
                | Kind::ExpiredCertificate
                | Kind::WrongName
                | Kind::MissingIntermediate
                | Kind::NationalRoot
                | Kind::NoSuchName
                | Kind::Cleartext
        )
    }
}

/// The cast of `scenario`, with `wanted` targets in the scenario's mix (every group keeps one at
/// least), or as many as it says.
pub(super) fn cast(scenario: &Scenario, wanted: Option<usize>) -> Vec<Site> {
    let counts = counts(scenario, wanted.unwrap_or_else(|| scenario.count()));
    let mut ordinary = 0;
    let mut sites = Vec::new();
    for (group, count) in scenario.targets.iter().zip(counts) {
        for number in 0..count {
            let (name, category) = if group.names.is_empty() {
                ordinary += 1;
                let (name, category) = ordinary_site(ordinary - 1);
                (name, group.category.clone().unwrap_or(category))
            } else {
                let name = numbered(&group.names, number);
                (name, group.category.clone().unwrap_or_else(|| "NEWS".to_owned()))
            };
            sites.push(site(sites.len(), (name, category), group, scenario.network.condition));
        }
    }
    sites
}

/// Innocent sites that nobody asked for, one for twenty of `sites`, by the names that come after theirs.
pub(super) fn decoys(scenario: &Scenario, sites: &[Site]) -> Vec<Site> {
    let given: BTreeSet<_> = sites.iter().map(|site| site.name.as_str()).collect();
    let names = (0..).map(ordinary_site).filter(|(name, _)| !given.contains(name.as_str()));
    let numbered = names.zip(sites.len()..).take(sites.len().div_ceil(TARGETS_A_DECOY));
    let group = Group::default();
    numbered.map(|(named, index)| site(index, named, &group, scenario.network.condition)).collect()
}

fn site(
    index: usize,
    (name, category): (String, String),
    group: &Group,
    condition: Condition,
) -> Site {
    Site {
        index,
        name,
        category: Some(category),
        kind: group.kind,
        lives: group.lives,
        censored_by: group.censored_by,
        truth: truth(group, condition),
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
    }
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

/// As many as a run takes of them.
const TARGETS_A_DECOY: usize = 20;
const ORDINARY: &str = include_str!("../../scenarios/names.txt");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use arna_model::Code;

    use super::super::scenarios;
    use super::*;

    fn mix(name: &str, wanted: Option<usize>) -> (usize, usize) {
        let sites = cast(Scenario::named(name).expect(name), wanted);
        (sites.len(), sites.iter().filter(|site| site.truth.censored).count())
    }

    #[test]
    fn the_shipped_counts_are_as_promised() {
        let promised = BTreeMap::from([
            ("kz-2019-qaznet", (40, 8)),
            ("kz-2024-sni-drop", (100, 5)),
            ("first-light", (5, 2)),
            ("open-wired", (24, 0)),
            ("open-lte", (24, 0)),
            ("open-lte-edge", (24, 0)),
            ("open-poor3g", (24, 0)),
            ("site-down", (12, 0)),
            ("expired-certificate", (10, 0)),
            ("captcha", (10, 0)),
            ("geo-block-403", (10, 0)),
            ("geo-variant-dns", (10, 0)),
            ("server-drops-country", (10, 0)),
            ("slow-server", (10, 0)),
            ("helper-unreachable", (10, 0)),
            ("sni-reset", (20, 3)),
            ("dns-forged", (20, 3)),
            ("ip-drop", (20, 2)),
            ("certificate-wrong-name", (10, 0)),
            ("certificate-incomplete", (10, 0)),
            ("national-pki", (10, 0)),
            ("waf-drops-handshake", (10, 0)),
            ("geo-block-451", (10, 0)),
            ("name-gone", (10, 0)),
            ("dead-first-address", (10, 0)),
            ("cut-body", (10, 0)),
            ("dripping-body", (10, 0)),
            ("large-headers", (10, 0)),
            ("cleartext-sites", (10, 0)),
            ("dns-dropped", (20, 3)),
            ("dns-denied", (20, 3)),
            ("http-host-dropped", (20, 3)),
            ("http-host-reset", (20, 3)),
            ("http-blockpage", (20, 3)),
            ("ip-reset", (20, 2)),
            ("sni-drop-residual-60", (20, 3)),
            ("sni-drop-residual-180", (20, 3)),
            ("interception-after-dark", (20, 3)),
            ("interception-by-day", (20, 0)),
            ("border-drops-address", (20, 0)),
            ("border-forges-dns", (20, 0)),
            ("sni-drop-at-times", (20, 3)),
            ("sni-drop-reassembling", (20, 3)),
            ("sni-fin", (20, 3)),
            ("throttled-by-name", (20, 3)),
            ("quic-dropped", (20, 0)),
            ("rotating-dns", (10, 0)),
            ("redirects-to-https", (10, 0)),
            ("shared-edge", (10, 0)),
            ("edge-residual", (20, 1)),
            ("edge-address-dropped", (20, 1)),
            ("kz-2022-whitelist", (10, 0)),
            ("border-cut", (10, 0)),
            ("no-service", (8, 0)),
            ("captive-portal", (10, 0)),
            ("captive-portal-reset", (10, 0)),
            ("out-of-credit", (10, 0)),
            ("vpn-holds", (10, 0)),
            ("dual-stack-sni-drop", (20, 3)),
            ("broken-ipv6", (10, 0)),
            ("ipv6-only", (12, 0)),
            ("ipv6-only-sni-drop", (20, 3)),
            ("ipv6-only-dns-forged", (20, 3)),
        ]);
        for scenario in scenarios() {
            let name = scenario.name.as_str();
            assert_eq!(Some(&mix(name, None)), promised.get(name), "{name}");
        }
        assert_eq!(scenarios().len(), promised.len());
    }

    #[test]
    fn the_mix_is_scaled() {
        assert_eq!(mix("kz-2024-sni-drop", Some(20)), (20, 1));
        assert_eq!(mix("kz-2024-sni-drop", Some(1000)), (1000, 50));
        assert_eq!(mix("kz-2024-sni-drop", Some(7)), (7, 1));
        assert_eq!(mix("kz-2024-sni-drop", Some(1)), (2, 1), "one of each group at least");
        assert_eq!(mix("first-light", Some(12)), (12, 5));
    }

    #[test]
    fn names_are_unique_and_innocent_ones_are_not_below_forbidden_ones() {
        for scenario in scenarios() {
            let mut sites = cast(scenario, Some(400));
            sites.extend(decoys(scenario, &sites));
            let names: BTreeSet<_> = sites.iter().map(|site| &site.name).collect();
            assert_eq!(names.len(), sites.len(), "{}", scenario.name);
            let anchors = atlas::ANCHORS.iter().map(|anchor| anchor.1);
            let helpers = atlas::HELPERS.iter().map(|helper| helper.0);
            let innocent = sites.iter().filter(|site| !site.truth.censored);
            for name in innocent.map(|site| site.name.as_str()).chain(anchors).chain(helpers) {
                for forbidden in sites.iter().filter(|site| site.truth.censored) {
                    let is_below = name.ends_with(&format!(".{}", forbidden.name));
                    assert!(!is_below && name != forbidden.name, "{name} in {}", scenario.name);
                }
            }
        }
    }

    #[test]
    fn truth_follows_from_character_and_censor() {
        let right = |name: &str| {
            let sites = cast(Scenario::named(name).expect(name), None);
            sites[0].truth.right.clone()
        };
        assert_eq!(right("kz-2024-sni-drop"), [Code::LikelyBlocked, Code::Blocked]);
        assert_eq!(right("kz-2019-qaznet"), [Code::Blocked]);
        assert_eq!(right("dns-forged"), [Code::Blocked]);
        assert_eq!(right("ip-drop"), [Code::Unreachable]);
        assert_eq!(right("server-drops-country"), [Code::Unreachable]);
        assert_eq!(right("captcha"), [Code::SiteRefuses]);
        assert_eq!(right("expired-certificate"), [Code::SiteDown]);
        assert_eq!(right("open-lte-edge"), [Code::Accessible]);
    }

    #[test]
    fn a_scenario_may_override_what_is_right() {
        let text = "name = \"x\"\nstory = \"y\"\nprofile = \"lte\"\n\
            network = { country = \"KZ\", operator = \"Kcell\" }\n\
            [[targets]]\ncount = 1\nright = [\"inconclusive\"]\n";
        let scenario = Scenario::parse(text).expect("parses");
        assert_eq!(cast(&scenario, None)[0].truth.right, [Code::Inconclusive]);
    }
}
