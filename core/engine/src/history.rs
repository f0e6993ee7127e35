//! Since when: what the store holds of targets over all runs, put in order for the judge.
//!
//! Nothing is decided here. The order is that in which first verdicts were written; clocks are only
//! compared with it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use arna_judge::{Course, Glimpse};
use arna_model::{
    History, MeasurementId, Network, News, Reason, RunId, Sighting, Stamp, State, WallTime,
};
use url::Url;

use crate::operators;
use crate::store::{Mark, Told};

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
    /// All that is known of it there.
    pub history: History,
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

/// What was told, with whose time cannot be believed: what histories are read from. Ids of measurements are looked up
/// for what is asked for alone.
pub(crate) struct Archive {
    told: Told,
    /// For each mark.
    doubtful: Vec<bool>,
    /// For each mark: what it says of its target.
    states: Vec<Option<State>>,
}

/// What a target's verdicts on one network come to, by places in an archive.
pub(crate) struct Line {
    input: u32,
    network: u32,
    /// Its marks, in the store's order.
    marks: Vec<u32>,
    course: Course,
}

/// The ids of measurements by their marks.
pub(crate) type Ids = BTreeMap<u32, MeasurementId>;

impl Archive {
    /// `now`: by the phone's clock.
    pub(crate) fn new(told: Told, now: WallTime) -> Self {
        let told = settled(told);
        let doubtful = doubtful(&told, now);
        let states = states(&told);
        Self { told, doubtful, states }
    }

    /// The histories of those targets that `is_wanted`, in no order.
    pub(crate) fn lines(&self, is_wanted: impl Fn(&str) -> bool, filter: &Filter) -> Vec<Line> {
        let Told { runs, networks, inputs, marks, .. } = &self.told;
        let is_wanted: Vec<_> = inputs.iter().map(|input| is_wanted(input)).collect();
        let fits: Vec<_> = networks.iter().map(|network| filter.fits(network)).collect();
        let mut all = vec![Vec::new(); inputs.len() * networks.len()];
        for (at, mark) in (0..).zip(marks) {
            let network = runs[mark.run as usize].network;
            if is_wanted[mark.input as usize] && fits[network as usize] {
                all[mark.input as usize * networks.len() + network as usize].push(at);
            }
        }
        let line = |(place, marks): (usize, Vec<u32>)| {
            let place_of = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let (input, network) = (place / networks.len(), place % networks.len());
            let glimpses: Vec<_> = marks.iter().map(|at| self.glimpse(*at)).collect();
            let course = arna_judge::course(&glimpses);
            Line { input: place_of(input), network: place_of(network), marks, course }
        };
        let all = all.into_iter().enumerate().filter(|(_, marks)| !marks.is_empty());
        all.map(line).collect()
    }

    /// The mark of the verdict that was begun last.
    pub(crate) fn latest(&self, lines: &[Line]) -> Option<u32> {
        lines.iter().filter_map(|line| line.marks.last().copied()).max()
    }

    /// What is asked for of `lines`: what changed last comes first, then by name.
    pub(crate) fn page(&self, mut lines: Vec<Line>, part: Part) -> Vec<Line> {
        lines.sort_by_cached_key(|one| {
            let Course { settled, unsettled, changes, .. } = &one.course;
            let changed = match (unsettled, changes.last()) {
                (Some(perhaps), _) if settled.is_some() => Some(perhaps.first),
                (_, Some(change)) => Some(change.first),
                _ => None,
            };
            let changed = changed.map(|place| self.mark(one.marks[place]).at);
            let state = settled.as_ref().or(unsettled.as_ref()).map(|stretch| stretch.state);
            let is_dull = matches!(state, None | Some(State::Open));
            (
                changed.is_none(),
                Reverse(changed),
                is_dull,
                self.told.inputs[one.input as usize].clone(),
                self.told.networks[one.network as usize].clone(),
            )
        });
        lines.into_iter().skip(part.skip).take(part.limit).collect()
    }

    /// The marks whose measurements have to be known to tell `lines`, with as many of the latest sightings of each.
    pub(crate) fn needed(&self, lines: &[Line], sightings: usize) -> Vec<u32> {
        let of = |line: &Line| {
            let latest = line.marks.len().saturating_sub(sightings)..line.marks.len();
            let places = line.course.places().chain(latest);
            places.map(|place| line.marks[place]).collect::<Vec<_>>()
        };
        let mut needed: Vec<_> = lines.iter().flat_map(of).collect();
        needed.sort_unstable();
        needed.dedup();
        needed
    }

    /// What the store finds the measurement of a mark by.
    pub(crate) fn step_of(&self, mark: u32) -> (i64, u32) {
        self.told.step_of(self.mark(mark))
    }

    /// A history, with as many of its latest sightings. `ids`: of all marks that are [needed](Self::needed).
    pub(crate) fn tell(&self, line: &Line, sightings: usize, ids: &Ids) -> Option<History> {
        let Line { input, network, marks, course } = line;
        let mut stamps = BTreeMap::new();
        let latest = marks.len().saturating_sub(sightings);
        for place in course.places().chain(latest..marks.len()) {
            stamps.insert(place, self.stamp(marks[place], ids.get(&marks[place])?.clone()));
        }
        let input = self.told.inputs[*input as usize].to_string();
        let network = self.told.networks[*network as usize].clone();
        let history = course.told(input, network, |place| stamps[&place].clone());
        let shown = (latest..marks.len()).map(|place| {
            let (said, glimpse) = (self.said(marks[place]), self.glimpse(marks[place]));
            Sighting {
                stamp: stamps[&place].clone(),
                code: said.code,
                state: glimpse.state,
                cause: said.cause,
                at: said.at.clone().filter(|at| !is_site(at, &history.input)),
                judge: said.judge,
                is_odd: course.odd.contains(&place),
            }
        });
        let sightings = shown.collect();
        Some(History { total: marks.len() as u64, sightings, ..history })
    }

    fn mark(&self, at: u32) -> &Mark {
        &self.told.marks[at as usize]
    }

    fn said(&self, at: u32) -> &crate::store::Slim {
        &self.told.said[self.mark(at).said as usize]
    }

    fn glimpse(&self, at: u32) -> Glimpse {
        let (mark, said) = (self.mark(at), self.said(at));
        Glimpse {
            at: mark.at,
            is_doubtful: self.doubtful[at as usize],
            state: self.states[at as usize],
            judge: said.judge,
        }
    }

    fn stamp(&self, at: u32, measurement: MeasurementId) -> Stamp {
        let mark = self.mark(at);
        Stamp {
            at: mark.at,
            is_doubtful: self.doubtful[at as usize],
            run: self.told.runs[mark.run as usize].id.clone(),
            measurement,
        }
    }
}

/// The same with one name for each operator: runs of before may have its number where later ones have its name.
fn settled(mut told: Told) -> Told {
    let mut networks = Vec::new();
    let mut known = BTreeMap::new();
    let place = |mut network: Network| {
        operators::settle_network(&mut network);
        *known.entry(network.clone()).or_insert_with(|| {
            networks.push(network);
            u32::try_from(networks.len() - 1).unwrap_or(u32::MAX)
        })
    };
    let places: Vec<u32> = std::mem::take(&mut told.networks).into_iter().map(place).collect();
    for run in &mut told.runs {
        run.network = places[run.network as usize];
    }
    told.networks = networks;
    told
}

/// What each mark says of its target: nothing where it is about another site, to which that one led.
fn states(told: &Told) -> Vec<Option<State>> {
    // The same is said of the same target over and over, and names are not compared for nothing.
    let mut led = BTreeMap::<(u32, u32), bool>::new();
    let state = |mark: &Mark| {
        let said = &told.said[mark.said as usize];
        let leads_away = said.at.as_ref().is_some_and(|at| {
            let away = || !is_site(at, &told.inputs[mark.input as usize]);
            *led.entry((mark.said, mark.input)).or_insert_with(away)
        });
        arna_judge::said(said.code, leads_away)
    };
    told.marks.iter().map(state).collect()
}

/// What `run` brought that is new.
pub(crate) fn fresh(histories: Vec<History>, run: &RunId) -> Vec<Fresh> {
    let fresh = |history: History| {
        let news = arna_judge::news(&history, run)?;
        Some(Fresh { history, news })
    };
    histories.into_iter().filter_map(fresh).collect()
}

/// Whose time cannot be believed: what contradicts the order, or comes from a run whose clock was found
/// to be wrong. A simulated country has a time of its own, which today's clock says nothing of.
fn doubtful(told: &Told, now: WallTime) -> Vec<bool> {
    let Told { runs, networks, said, marks, .. } = told;
    let is_wrong: Vec<_> =
        said.iter().map(|said| said.reason == Some(Reason::WrongClock)).collect();
    let mut wrong = vec![false; runs.len()];
    for mark in marks.iter().filter(|mark| is_wrong[mark.said as usize]) {
        wrong[mark.run as usize] = true;
    }
    let mut doubtful: Vec<_> = marks.iter().map(|mark| wrong[mark.run as usize]).collect();
    let of_lab = |mark: &Mark| networks[runs[mark.run as usize].network as usize].is_lab;
    for is_lab in [false, true] {
        let places: Vec<_> = (0..marks.len()).filter(|at| of_lab(&marks[*at]) == is_lab).collect();
        let mut times: Vec<_> = places.iter().map(|at| marks[*at].at).collect();
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
