//! What was so over time: of the whole network hour by hour, and of sites by their changes.

use arna_model::NetworkState;
use arna_screens::history::{Asked, history, read};
pub use arna_screens::history::{Day, DayDetail, Half, History, Legend, Stretch};
use arna_screens::{Action, Choice, Row, RowsHeld, ShownNetwork};

use super::{Reader, here, screen};
use crate::Engine;
use crate::config::NetworkChoice;

/// What was so over time.
#[uniffi::remote(Record)]
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
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
    /// Whether rows that whoever asked has already are left out; all else is here.
    #[uniffi(default = false)]
    pub is_rest: bool,
}

/// A half of the history.
#[uniffi::remote(Enum)]
pub enum Half {
    /// The whole network, hour by hour.
    Network,
    /// Sites.
    Sites,
}

/// A day by the reader's clock.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
pub struct Legend {
    /// The state; none: nobody watched.
    pub state: Option<NetworkState>,
    /// In words.
    pub word: String,
}

/// A day, one state after the other.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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

screen! {
    /// What was so over time, or what stands in its place.
    HistoryScreen of History
}

/// What of the history is asked for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HistoryQuery {
    /// Which half, by its id among the screen's choices; nothing, or what is none: the whole network.
    #[uniffi(default = None)]
    pub half: Option<String>,
    /// How many days, today included; more than 732 are not shown.
    #[uniffi(default = 14)]
    pub days: u16,
    /// The chosen day, by its id ("2024-09-15"); nothing: the newest with a cut, else the newest that somebody watched.
    #[uniffi(default = None)]
    pub day: Option<String>,
    /// The network whose journal is shown, by its id among the screen's choices; nothing: where the phone is, else what
    /// was watched last.
    #[uniffi(default = None)]
    pub journal_of: Option<String>,
    /// How many pages of 50 sites are wanted, from the first on.
    #[uniffi(default = 1)]
    pub pages: u32,
    /// The phone's network that is chosen, as a run takes it.
    #[uniffi(default = None)]
    pub network: Option<NetworkChoice>,
    /// What of the sites is there already, as the record of the same query had it.
    #[uniffi(default = None)]
    pub held: Option<RowsHeld>,
}

#[uniffi::export]
impl Engine {
    /// What was so over time.
    pub async fn history(&self, reader: Reader, query: HistoryQuery) -> HistoryScreen {
        self.shows(reader, |core, words| async move {
            let HistoryQuery { half, days, day, journal_of, pages, network, held } = query;
            let half = half.as_deref().and_then(Half::of_id).unwrap_or_default();
            let asked = Asked { half, days, day, network: journal_of, pages, held };
            let (here, now) = (here(&core, network).await, core.now());
            let facts = read(&core, &asked, here, (words, now)).await?;
            Ok(history(&facts, &asked, words, now))
        })
        .await
    }
}
