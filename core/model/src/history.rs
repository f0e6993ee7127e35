//! What became of a target over time, on one network.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Cause, Code, MeasurementId, RunId, Vantage, WallTime};

/// A network as history tells networks apart: all runs on it belong together. Absent fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Network {
    /// Country, ISO 3166.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
    /// The operator's name or MCC/MNC. Without one, runs may have been on several networks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<String>,
    /// Radio technology or link.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub technology: Option<String>,
    /// Whether it is simulated.
    #[serde(rename = "lab", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_lab: bool,
}

impl From<&Vantage> for Network {
    fn from(vantage: &Vantage) -> Self {
        let Vantage { country, operator, technology, lab, .. } = vantage.clone();
        Self { country, operator, technology, is_lab: lab.is_some() }
    }
}

impl Network {
    /// Whether both are the same network, for who asks what it lets through: its operator and the kind of link say so. A
    /// phone changes between 3G and 4G all the time, so these are one.
    pub fn is_same(&self, other: &Self) -> bool {
        self.operator == other.operator
            && self.country == other.country
            && self.is_lab == other.is_lab
            && link(self.technology.as_deref()) == link(other.technology.as_deref())
    }
}

fn link(technology: Option<&str>) -> Option<&str> {
    Some(match technology? {
        "2g" | "3g" | "lte" | "nr" => "cellular",
        "wired" => "ethernet",
        other => other,
    })
}

/// What a verdict says of a target, as history counts it. Abstentions are no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
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

/// One verdict in its place in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// When, in which run, in which measurement.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The verdict's place on the scale.
    pub code: Code,
    /// What that says of the target; absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<State>,
    /// By what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cause: Option<Cause>,
    /// The host that the verdict is about, where redirects led to another site: then it says nothing of this target.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
    /// Version of the judge.
    pub judge: u32,
    /// Whether it stands alone among verdicts of another kind: no change of anything.
    #[serde(rename = "odd", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_odd: bool,
}

/// When something was seen, and where that is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// By the phone's clock.
    pub at: WallTime,
    /// Whether that clock contradicts the order in which the store was written: the order holds, the
    /// time may be wrong.
    #[serde(rename = "clock_doubtful", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_doubtful: bool,
    /// The run.
    pub run: RunId,
    /// The measurement.
    pub measurement: MeasurementId,
}

/// A target's verdicts on one network, and what they come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The target's URL.
    pub input: String,
    /// Where from.
    pub network: Network,
    /// What holds, and since when it was seen; absent as long as nothing was seen twice, apart.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub settled: Option<Spell>,
    /// What the latest verdicts say, where that is something else and not settled yet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unsettled: Option<Spell>,
    /// Each state that was ever seen.
    pub seen: BTreeMap<State, Seen>,
    /// Changes, oldest first.
    pub changes: Vec<SiteChange>,
    /// How many verdicts there are, abstentions included.
    pub total: u64,
    /// The latest of them, in the order in which the store was written.
    pub sightings: Vec<Sighting>,
}

/// A state and when it was first and last seen without another one between that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spell {
    /// Which state.
    pub state: State,
    /// When it was seen first.
    pub first: Stamp,
    /// And last.
    pub last: Stamp,
}

/// When and how often a state was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When it was seen first.
    pub first: Stamp,
    /// And last.
    pub last: Stamp,
    /// In how many measurements.
    pub times: u64,
}

/// A change from one state to another, somewhere between two sightings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteChange {
    /// What it was.
    pub from: State,
    /// What it became.
    pub to: State,
    /// When the old state was last seen.
    pub last: Stamp,
    /// When the new one was first seen.
    pub first: Stamp,
    /// The sighting with which the change was certain.
    pub settled: Stamp,
    /// Whether the two sides were judged by different versions of the judge, which may be the reason.
    #[serde(rename = "other_judge", skip_serializing_if = "std::ops::Not::not", default)]
    pub is_other_judge: bool,
}

/// What a run brought that is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum News {
    /// A change is certain now.
    Changed(SiteChange),
    /// Something else than what holds, for the first time: perhaps a change.
    Perhaps {
        /// What holds.
        settled: Spell,
        /// What the run saw.
        unsettled: Spell,
    },
}
