//! What was so over time: sites, and the whole network.

use arna_engine::{Filter, Part};
use arna_model::{Micros, NetworkState};
use arna_words::Words;

use super::{Network, length, millis, wall};
use crate::ArnaError;

/// What a site was like for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SiteState {
    /// It opened.
    Open,
    /// Blocked, for certain or probably.
    Blocked,
    /// It opened, slowed down.
    Throttled,
    /// It could not be reached, and who stopped it is unknown.
    Unreachable,
    /// The network let it through; the site itself refused or was down.
    SiteTrouble,
}

impl From<arna_model::State> for SiteState {
    fn from(state: arna_model::State) -> Self {
        use arna_model::State as Model;
        match state {
            Model::Open => Self::Open,
            Model::Blocked => Self::Blocked,
            Model::Throttled => Self::Throttled,
            Model::Unreachable => Self::Unreachable,
            Model::SiteTrouble => Self::SiteTrouble,
        }
    }
}

/// Which histories are wanted.
#[derive(Clone, Debug, Default, uniffi::Record)]
pub struct SiteHistoryQuery {
    /// A URL or a host; nothing: every site.
    #[uniffi(default = None)]
    pub site: Option<String>,
    /// How many to leave out.
    #[uniffi(default = 0)]
    pub skip: u32,
    /// At most this many, 1 to 5000.
    #[uniffi(default = 100)]
    pub limit: u32,
}

impl SiteHistoryQuery {
    pub(crate) fn parts(self) -> Result<(Filter, Part), ArnaError> {
        let limit = crate::reading::page_of(self.limit)?;
        let filter = Filter { site: self.site, ..Filter::default() };
        let part = Part { skip: self.skip as usize, limit: limit as usize, sightings: 0 };
        Ok((filter, part))
    }
}

/// What became of a site over all runs, on one network.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SiteHistory {
    /// Its URL.
    pub input: String,
    /// Where from.
    pub network: Network,
    /// What holds; nothing as long as nothing was seen twice, an hour apart.
    pub state: Option<SiteState>,
    /// The same in a word; empty if nothing holds.
    pub word: String,
    /// Since when that was seen, milliseconds since 1970.
    pub since_ms: Option<i64>,
    /// When it was seen last.
    pub seen_ms: Option<i64>,
    /// What the latest verdicts say, if that is something else and not certain yet.
    pub perhaps: Option<SiteState>,
    /// Changes, oldest first.
    pub changes: Vec<Change>,
    /// How many verdicts there are.
    pub verdicts: u64,
}

/// A change from one state to another.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Change {
    /// What it was.
    pub from: SiteState,
    /// What it became.
    pub to: SiteState,
    /// When the old state was seen last, milliseconds since 1970.
    pub after_ms: i64,
    /// When the new one was seen first: it happened in between.
    pub before_ms: i64,
    /// Whether the phone's clock contradicts the order in which it was seen.
    pub is_clock_doubtful: bool,
}

impl SiteHistory {
    pub(crate) fn of(history: arna_model::History, words: Words) -> Self {
        let change = |change: &arna_model::SiteChange| Change {
            from: change.from.into(),
            to: change.to.into(),
            after_ms: millis(change.last.at),
            before_ms: millis(change.first.at),
            is_clock_doubtful: change.last.is_doubtful || change.first.is_doubtful,
        };
        let settled = history.settled.as_ref();
        Self {
            state: settled.map(|spell| spell.state.into()),
            word: settled.map(|spell| words.site(spell.state).to_owned()).unwrap_or_default(),
            since_ms: settled.map(|spell| millis(spell.first.at)),
            seen_ms: settled.map(|spell| millis(spell.last.at)),
            perhaps: history.unsettled.as_ref().map(|spell| spell.state.into()),
            changes: history.changes.iter().map(change).collect(),
            verdicts: history.total,
            input: history.input,
            network: history.network.into(),
        }
    }
}

/// A stretch of time in which the network was in one state, or in which nobody watched.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Interval {
    /// On which network.
    pub network: Network,
    /// The state's name in data (`online`, `no_service`, ...); nothing: nobody watched.
    pub state: Option<String>,
    /// The state in words; empty if nobody watched.
    pub word: String,
    /// The first look that showed it, milliseconds since 1970 by the phone's clock.
    pub from_ms: i64,
    /// The first look that showed another one, or else the last that showed this one.
    pub until_ms: i64,
    /// How long that is, whatever was done to the phone's clock meanwhile.
    pub lasted_ms: u64,
}

impl Interval {
    /// What was seen then, without what shows it.
    pub(crate) fn seen(&self) -> arna_model::Interval {
        let known = |name: &String| NetworkState::ALL.iter().find(|state| state.as_str() == name);
        let Network { country, operator, technology, is_lab } = self.network.clone();
        arna_model::Interval {
            network: arna_model::Network { country, operator, technology, is_lab },
            state: self.state.as_ref().and_then(known).copied(),
            from: wall(self.from_ms),
            until: wall(self.until_ms),
            lasted: Micros(self.lasted_ms.saturating_mul(1_000)),
            not_before: None,
            shown: None,
        }
    }

    pub(crate) fn of(interval: &arna_model::Interval, words: Words) -> Self {
        let state = interval.state;
        Self {
            network: interval.network.clone().into(),
            state: state.map(|state| state.as_str().to_owned()),
            word: state.map(|state| words.state(state).to_owned()).unwrap_or_default(),
            from_ms: millis(interval.from),
            until_ms: millis(interval.until),
            lasted_ms: length(interval.lasted),
        }
    }
}
