//! Since when: what the store holds of targets over all runs, put in order for the judge.
//!
//! Nothing is decided here. The order is that in which first verdicts were written; clocks are only
//! compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arna_model::{
    History, Network, News, Reason, RunId, Sighting, SiteChange, Spell, Stamp, State, WallTime,
};
use url::Url;

use crate::operators;
use crate::store::Told;

/// Which histories are wanted: those that fit everything that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A URL, or the host of one (with or without `www.`).
    pub site: Option<String>,
    /// The operator.
    pub operator: Option<String>,
    /// The technology.
    pub technology: Option<String>,
}

/// Which part of the answer is wanted. Sorted: what changed last comes first, then by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many histories to leave out.
    pub skip: usize,
    /// At most this many histories.
    pub limit: usize,
    /// At most this many sightings of each, the latest.
    pub sightings: usize,
}

impl Part {
    /// Everything.
    pub const ALL: Self = Self { skip: 0, limit: usize::MAX, sightings: usize::MAX };
}

/// What a run brought that is new about a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// The target's URL.
    pub input: String,
    /// Where from.
    pub network: Network,
    /// What is new.
    pub news: News,
}

/// Whether a target is the site that is asked for.
pub(crate) fn is_site(asked: &str, input: &str) -> bool {
    let host = |text: &str| {
        let url = Url::parse(text).or_else(|_| Url::parse(&format!("https://{text}"))).ok()?;
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    // What has a path is one page; what has none is all of a site.
    let is_page = asked.trim_end_matches('/').trim_start_matches("https://").contains('/');
    // Data has names of hosts as they go over the network.
    let is_same = Url::parse(asked).is_ok_and(|asked| asked.as_str() == input);
    asked == input
        || is_same
        || (!is_page && host(asked).is_some_and(|asked| Some(asked) == host(input)))
}

/// The histories of all targets whose verdicts are in `told`, in no order. `now`: by the phone's clock.
pub(crate) fn histories(told: Vec<Told>, filter: &Filter, now: WallTime) -> Vec<History> {
    let doubtful = doubtful(&told, now);
    let mut all = BTreeMap::<(Arc<str>, Network), Vec<Sighting>>::new();
    // Runs of before may have an operator's number where later ones have its name.
    let mut settled = BTreeMap::<Network, Network>::new();
    for (Told { run, network, at, said }, is_doubtful) in told.into_iter().zip(doubtful) {
        let network = match settled.get(&network) {
            Some(known) => known.clone(),
            None => {
                let mut one = network.clone();
                operators::settle_network(&mut one);
                settled.insert(network, one.clone());
                one
            }
        };
        let Some(said) = said.filter(|_| filter.fits(&network)) else { continue };
        let stamp = Stamp { at, is_doubtful, run, measurement: said.measurement };
        let sighting = Sighting {
            stamp,
            code: said.code,
            state: None,
            cause: said.cause,
            at: said.at.filter(|at| !is_site(at, &said.input)),
            judge: said.judge,
            is_odd: false,
        };
        all.entry((said.input, network)).or_default().push(sighting);
    }
    let history = |((input, network), sightings): ((Arc<str>, _), _)| {
        arna_judge::history(input.to_string(), network, sightings)
    };
    all.into_iter().map(history).collect()
}

/// What is asked for of `histories`.
pub(crate) fn part(mut histories: Vec<History>, part: Part) -> Vec<History> {
    histories.sort_by_cached_key(|one| {
        let changed = match (&one.unsettled, one.changes.last()) {
            (Some(Spell { first, .. }), _) if one.settled.is_some() => Some(first.at),
            (_, Some(SiteChange { first, .. })) => Some(first.at),
            _ => None,
        };
        let state = one.settled.as_ref().or(one.unsettled.as_ref()).map(|spell| spell.state);
        let is_dull = matches!(state, None | Some(State::Open));
        (
            changed.is_none(),
            std::cmp::Reverse(changed),
            is_dull,
            one.input.clone(),
            one.network.clone(),
        )
    });
    let mut wanted: Vec<_> = histories.into_iter().skip(part.skip).take(part.limit).collect();
    for one in &mut wanted {
        let left_out = one.sightings.len().saturating_sub(part.sightings);
        one.sightings.drain(..left_out);
    }
    wanted
}

/// What `run` brought that is new.
pub(crate) fn fresh(histories: Vec<History>, run: &RunId) -> Vec<Fresh> {
    let fresh = |one: History| {
        let news = arna_judge::news(&one, run)?;
        Some(Fresh { input: one.input, network: one.network, news })
    };
    histories.into_iter().filter_map(fresh).collect()
}

/// Whose time cannot be believed: what contradicts the order, or comes from a run whose clock was found
/// to be wrong. A simulated country has a time of its own, which today's clock says nothing of.
fn doubtful(told: &[Told], now: WallTime) -> Vec<bool> {
    let wrong: BTreeSet<_> = told
        .iter()
        .filter(|one| one.said.as_ref().is_some_and(|it| it.reason == Some(Reason::WrongClock)))
        .map(|one| one.run.clone())
        .collect();
    let mut doubtful: Vec<_> = told.iter().map(|one| wrong.contains(&one.run)).collect();
    for is_lab in [false, true] {
        let places: Vec<_> =
            (0..told.len()).filter(|at| told[*at].network.is_lab == is_lab).collect();
        let mut times: Vec<_> = places.iter().map(|at| told[*at].at).collect();
        times.extend((!is_lab).then_some(now));
        for (at, is_contradicted) in places.into_iter().zip(arna_judge::contradicted(&times)) {
            doubtful[at] |= is_contradicted;
        }
    }
    doubtful
}

impl Filter {
    fn fits(&self, network: &Network) -> bool {
        let fits = |asked: &Option<String>, is: &Option<String>| asked.is_none() || asked == is;
        fits(&self.operator, &network.operator) && fits(&self.technology, &network.technology)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_asked_for_as_people_write_it() {
        for asked in [
            "azattyq.org",
            "www.azattyq.org",
            "https://azattyq.org/",
            "https://azattyq.org",
            "AZATTYQ.org",
        ] {
            assert!(is_site(asked, "https://azattyq.org/"), "{asked}");
            assert!(
                is_site(asked, "https://www.azattyq.org/a?b=1"),
                "{asked}: all pages of a site"
            );
        }
        assert!(is_site("https://azattyq.org/a", "https://azattyq.org/a"));
        assert!(!is_site("https://azattyq.org/a", "https://azattyq.org/"), "another page");
        for other in ["zattyq.org", "azattyq", "", "org"] {
            assert!(!is_site(other, "https://azattyq.org/"), "{other}");
        }
    }
}
