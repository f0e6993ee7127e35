//! What was so over time: of the whole network hour by hour, and of sites by their changes.

mod cuts;
mod days;
mod detail;
mod facts;
mod sites;
#[cfg(test)]
mod tests;

use arna_model::{NetworkState, WallTime};
use arna_words::{OnScreen, OnSites, Phrase, Words};
use serde::Serialize;

pub use facts::{Facts, read};

use crate::network::Named;
use crate::results::PAGE;
use crate::spoken::{row, sentences};
use crate::{Action, Choice, Goes, Icon, Mark, Row, RowsHeld, ShownNetwork};

/// What was so over time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct History {
    /// What stands above it.
    pub heading: String,
    /// The network whose journal is shown, and others that were watched.
    pub network: ShownNetwork,
    /// A tag that is always to be seen beside it: the network is simulated.
    pub tag: Option<String>,
    /// Both halves.
    pub halves: Vec<Choice>,
    /// The half that is shown: what is of the other one is empty.
    pub half: Half,
    /// What that comes to.
    pub answer: String,
    /// Days, the newest first.
    pub days: Vec<Day>,
    /// What occurs in them, and its words; no state: nobody watched.
    pub legend: Vec<Legend>,
    /// The chosen day.
    pub day: Option<DayDetail>,
    /// Sites at which something changed, the newest change first.
    pub sites: Vec<Row>,
    /// Whether there are more of them.
    pub has_more: bool,
    /// What the query of the next page says to get its rows alone.
    #[serde(skip)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[serde(skip)]
    pub is_rest: bool,
}

/// A half of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// The whole network, hour by hour.
    #[default]
    Network,
    /// Sites.
    Sites,
}

impl Half {
    /// What a choice's id says.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Sites => "sites",
        }
    }

    /// The half with this id.
    pub fn of_id(id: &str) -> Option<Self> {
        [Self::Network, Self::Sites].into_iter().find(|half| half.id() == id)
    }
}

/// A day by the reader's clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Day {
    /// Its date, as the history takes it: "2024-09-15".
    pub id: String,
    /// Its day of the week and of the month, short.
    pub short: String,
    /// The worst of each of the 24 hours from midnight on; no state: nobody watched. An hour that the clock skips is one in which
    /// nobody watched, and one that it shows twice is drawn once.
    pub hours: Vec<Option<NetworkState>>,
    /// Whether it is the chosen one.
    pub is_chosen: bool,
    /// All of it in a sentence.
    pub spoken: String,
}

/// What a mark in the picture means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Legend {
    /// The state; none: nobody watched.
    pub state: Option<NetworkState>,
    /// In words.
    pub word: String,
}

/// A day, one state after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct DayDetail {
    /// The day.
    pub heading: String,
    /// Its states, in the order of time.
    pub stretches: Vec<Stretch>,
    /// Shows the day before.
    pub earlier: Action,
    /// Shows the day after.
    pub later: Action,
}

/// A stretch of a day in one state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Stretch {
    /// From when until when, by the reader's clock.
    pub span: String,
    /// The state; none: nobody watched.
    pub state: Option<NetworkState>,
    /// In words.
    pub word: String,
    /// When it began or ended, if that was on another day.
    pub detail: Option<String>,
    /// All of it in a sentence.
    pub spoken: String,
}

/// What of the history is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which half.
    pub half: Half,
    /// How many days, today included.
    pub days: u16,
    /// The chosen day ("2024-09-15"); nothing: the newest with a cut, else the newest that somebody watched.
    pub day: Option<String>,
    /// The network, by its name in [`ShownNetwork::choices`]; nothing: where the phone is, else what was watched last.
    pub network: Option<String>,
    /// How many pages of [`PAGE`] sites are wanted, from the first on.
    pub pages: u32,
    /// What of them is there already.
    pub held: Option<RowsHeld>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { half: Half::Network, days: 14, day: None, network: None, pages: 1, held: None }
    }
}

/// The history, as it is `now` by the phone's clock.
pub fn history(facts: &Facts, asked: &Asked, words: Words, now: WallTime) -> History {
    let of = |pages| whole(facts, &Asked { pages, ..asked.clone() }, words, now);
    let made = of(asked.pages);
    let held = Some(RowsHeld::of(&made, asked.pages));
    let before = asked.held.and_then(|held| held.still(asked.pages, |pages| Some(of(pages))));
    let has_more = asked.half == Half::Sites && facts.has_more;
    let is_rest = before.is_some();
    let known = before.map_or(0, |before| before.sites.len());
    let sites = made.sites.iter().skip(known).cloned().collect();
    History { sites, has_more, held, is_rest, ..made }
}

/// All but whether there are more sites, which is no part of what is held.
fn whole(facts: &Facts, asked: &Asked, words: Words, now: WallTime) -> History {
    let bare = History {
        heading: words.on_sites(OnSites::TitleHistory).to_owned(),
        network: choice(facts, words),
        tag: facts
            .network
            .as_ref()
            .and_then(|network| network.lab.as_ref())
            .map(|_| words.on_screen(OnScreen::Simulated).to_owned()),
        halves: halves(asked.half, words),
        half: asked.half,
        answer: String::new(),
        days: Vec::new(),
        legend: Vec::new(),
        day: None,
        sites: Vec::new(),
        has_more: false,
        held: None,
        is_rest: false,
    };
    match asked.half {
        Half::Sites => {
            let most = (asked.pages as usize).saturating_mul(PAGE);
            let sites = sites::rows(facts.histories.iter().take(most), words, now);
            let answer = match sites.len() as u64 {
                0 => words.on_sites(OnSites::NoChange).to_owned(),
                n => words.counted_sites(OnSites::NChanged, n, &[]),
            };
            History { answer, sites, ..bare }
        }
        Half::Network if !facts.was_watched => {
            History { answer: words.on_sites(OnSites::NobodyWatchedYet).to_owned(), ..bare }
        }
        Half::Network => {
            let calendar = days::calendar(facts, asked, words, now);
            let chosen = days::chosen(&calendar, asked);
            let answer = cuts::answer(&facts.intervals, &calendar, asked.days, words);
            History {
                answer,
                legend: legend(&calendar, words),
                day: chosen.map(|at| detail::detail(facts, &calendar, at, words, now)),
                days: days::days(&calendar, chosen, words, now),
                ..bare
            }
        }
    }
}

fn halves(chosen: Half, words: Words) -> Vec<Choice> {
    let half = |half: Half, name| {
        let title = words.on_sites(name);
        Choice {
            id: half.id().to_owned(),
            title: title.to_owned(),
            detail: None,
            mark: Mark::None,
            is_chosen: half == chosen,
            spoken: sentences([title]),
        }
    };
    vec![half(Half::Network, OnSites::HalfNetwork), half(Half::Sites, OnSites::HalfSites)]
}

fn choice(facts: &Facts, words: Words) -> ShownNetwork {
    let named = Named::of(&facts.network.clone().unwrap_or_default(), words);
    let others = facts
        .networks
        .iter()
        .filter(|one| facts.network.as_ref().is_none_or(|chosen| !one.is_same_network(chosen)));
    let other = |one| {
        let name = Named::of(one, words).whole();
        let bare = row(Mark::Icon { icon: Icon::Sim }, &name, None);
        Row { goes: Some(Goes::Network { id: name }), ..bare }
    };
    let whole = named.whole();
    ShownNetwork {
        choices: others.map(other).collect(),
        spoken: words.screen(OnScreen::ChooseNetwork, &[("network", &whole)]),
        operator: named.operator,
        technology: named.technology,
    }
}

/// What occurs, what is worst last; nobody watching is told behind everything.
fn legend(calendar: &[days::Counted], words: Words) -> Vec<Legend> {
    let all = || calendar.iter().flat_map(|day| day.hours);
    let mut states: Vec<_> = all().flatten().collect();
    states.sort_by_key(|state| state.severity());
    states.dedup();
    let is_gap = all().any(|hour| hour.is_none());
    let states = states.into_iter().map(Some).chain(is_gap.then_some(None));
    states.map(|state| Legend { state, word: word(state, words) }).collect()
}

/// A state in words; none: nobody watched.
fn word(state: Option<NetworkState>, words: Words) -> String {
    let nobody = || words.phrase(Phrase::NobodyWatched);
    state.map_or_else(nobody, |state| words.state(state)).to_owned()
}
