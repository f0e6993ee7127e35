//! The blackout journal: since when a network is in which state, kept by watches.
//!
//! Every time is told twice: by the phone's wall clock, which may be wrong and may be set meanwhile, and by
//! a clock that only goes on (while the phone sleeps, too), counted from the beginning of the watch. Lengths
//! are always the second one's.

use serde::{Deserialize, Serialize};

use crate::{
    Anchor, Bytes, Landmark, Micros, Network, NetworkState, Purse, RadioSample, Side, UplinkChoice,
    Uptime, Vantage, WallTime, WatchId,
};

/// What a watch is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WatchRequest {
    /// Whom to ask whether there is any Internet.
    pub anchors: Vec<Anchor>,
    /// More of them, asked only where nobody abroad answers.
    pub landmarks: Vec<Landmark>,
    /// A public resolver, to hear from somebody abroad without a connection.
    pub resolver: Option<std::net::SocketAddr>,
    /// A cleartext URL that answers 204 and nothing else: who answers otherwise is a portal.
    pub portal_probe: Option<String>,
    /// Which of the phone's networks is watched.
    pub uplink: UplinkChoice,
    /// Whether it looks abroad, too, where data may be dear: a yes for this watch.
    pub is_abroad_too: bool,
    /// The time between the beginnings of two looks.
    pub every: Micros,
    /// How long it goes on; `None`: until it is stopped.
    pub max_time: Option<Micros>,
    /// Minutes that local time is ahead of UTC: months of the user's means begin at local midnight.
    pub ahead: i32,
    /// Most bytes in 30 days, both directions: once they are gone, nobody looks until the time is over.
    pub max_bytes: Option<u64>,
}

/// A watch as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchRecord {
    /// Its id.
    pub id: WatchId,
    /// From where.
    pub vantage: Vantage,
    /// The time between the beginnings of two looks.
    pub every: Micros,
    /// When it began, by the phone's clock.
    pub started: WallTime,
    /// The same by the clock that nobody can set, where the system tells.
    pub uptime: Option<Uptime>,
    /// Whose limits its bytes count against.
    pub purse: Purse,
    /// Whether its looks are made by slices in the background, one each.
    pub is_of_slices: bool,
    /// The look that was made last; `None`: there was none yet.
    pub last: Option<Mark>,
    /// How many looks were made.
    pub looks: u64,
    /// What they cost.
    pub bytes: Bytes,
}

/// A moment by both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Since the watch began.
    #[serde(rename = "t")]
    pub at: Micros,
    /// By the phone's clock.
    pub wall: WallTime,
}

/// A row of the journal: the first look that showed a state. Rows for the same state follow each other
/// where nobody had looked for a while, or where the phone's clock was set.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// When that look began.
    pub mark: Mark,
    /// When the look before it began, in the same watch.
    pub previous: Option<Micros>,
    /// The state.
    pub state: NetworkState,
    /// What shows it.
    pub shown: Shown,
}

/// A look that showed another state than what is known, and that nobody repeated yet: it is not believed so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubtful {
    /// When it began.
    pub mark: Mark,
    /// What it showed.
    pub state: NetworkState,
    /// What shows it.
    pub shown: Shown,
}

/// What a row stands on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Who was asked, and answered or did not.
    pub asked: Vec<AnchorAnswer>,
    /// The radio, if anything is known of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub radio: Option<RadioSample>,
}

/// Somebody who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorAnswer {
    /// Which side of the border it is on.
    pub side: Side,
    /// What people call it; an address for the public resolver, which is asked over UDP.
    pub name: String,
    /// Whether it answered at least once.
    pub answered: bool,
}

/// A stretch of time in one state, or one in which nobody watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// On which network.
    pub network: Network,
    /// The state; `None`: nobody watched.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<NetworkState>,
    /// The first look that showed it.
    pub from: WallTime,
    /// The first look that showed another one, or else the last that showed this one.
    pub until: WallTime,
    /// How long that is, whatever was done to the phone's clock meanwhile.
    #[serde(rename = "lasted_s")]
    pub lasted: Micros,
    /// The last look before it, which showed another state: it began after that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_before: Option<WallTime>,
    /// What shows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shown: Option<Shown>,
}
