//! Whether something may run, and what is kept of it: so that a screen can say when the last automatic test was, and
//! why there was none since.

use serde::{Deserialize, Serialize};

use crate::{Bytes, NetworkState, Odd, Purse, Quiet, WallTime};

/// What wants to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A run that a person asked for.
    Hand {
        /// Whether that person agreed, this once, to measure abroad and beyond the bytes of the day and of the month.
        is_agreed: bool,
    },
    /// A slice in the background.
    Slice,
    /// A watch that a person began.
    Watch {
        /// Whether that person agreed to looks abroad, for as long as it goes on.
        is_agreed: bool,
    },
}

/// A rule that something has to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Automatic tests are on.
    Automatic,
    /// The system lets the app start when it should.
    Started,
    /// Nothing else measures.
    Alone,
    /// There is time left.
    Time,
    /// No VPN carries the network.
    Vpn,
    /// The phone is at home, or a person agreed to measure abroad.
    Roaming,
    /// The network is of the kind that may be used.
    Kind,
    /// The phone is charging, where that is wanted.
    Charging,
    /// The battery is full enough, or the phone is charging.
    Battery,
    /// The phone does not save power.
    PowerSaving,
    /// The phone does not save data, or the network is not counted.
    DataSaving,
    /// The phone does not sleep.
    Idle,
    /// It is not a quiet hour.
    QuietHours,
    /// The bytes of the month are not spent.
    MonthBytes,
    /// The bytes of the day are not spent.
    DayBytes,
    /// Today's part of the month is not spent.
    Share,
    /// There is a network.
    Network,
}

/// A rule, and whether it is kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The rule.
    pub rule: Rule,
    /// Whether it is kept to.
    pub holds: bool,
    /// The figures behind that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub figures: Option<MeansFigures>,
}

/// The figures behind a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeansFigures {
    /// Of the battery.
    Percent {
        /// What it has; `None`: not known.
        has: Option<u8>,
        /// What it needs.
        least: u8,
    },
    /// Of bytes.
    Bytes {
        /// What was used.
        used: u64,
        /// What may be.
        most: u64,
    },
    /// Of hours.
    Hours(Quiet),
}

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// Nothing at all.
    Nothing,
    /// A look whether there is any Internet, for the journal.
    Look,
    /// That, double checks of what failed, which cannot wait, and first looks at targets.
    Checks,
    /// Everything.
    All,
}

/// Whether something may run now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What wants to.
    pub occasion: Occasion,
    /// What it may do.
    pub allowed: Allowed,
    /// Whose limits it counts against.
    pub purse: Purse,
    /// Most bytes that it may use, both directions; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub most_bytes: Option<u64>,
    /// How many of them looks at targets may use, so that a month's bytes last to its end; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub look_bytes: Option<u64>,
    /// The same for targets that were not looked at yet: days to come pay for them; `None`: no limit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_look_bytes: Option<u64>,
    /// Every rule that it has to keep to, those first that it does not.
    pub conditions: Vec<Condition>,
    /// When it may by time alone, if it may not all; `None`: not a matter of time, or all is well.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<WallTime>,
    /// What the phone said that cannot be.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub odd: Vec<Odd>,
}

impl Decision {
    /// The first rule that is not kept to.
    pub fn why_not(&self) -> Option<&Condition> {
        self.conditions.first().filter(|first| !first.holds)
    }

    /// The same with this one rule broken, and nothing said of the others: whoever was not asked knows no more.
    pub fn refuse(&mut self, rule: Rule) {
        self.conditions = vec![Condition { rule, holds: false, figures: None }];
        (self.allowed, self.next) = (Allowed::Nothing, None);
        self.odd.clear();
    }

    /// The condition of a rule, if it has to be kept to.
    pub fn condition(&self, rule: Rule) -> Option<&Condition> {
        self.conditions.iter().find(|one| one.rule == rule)
    }
}

/// Something that wanted to run in the background, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// When, by the phone's clock.
    pub at: WallTime,
    /// Whether it might.
    pub decision: Decision,
    /// What became of it; `None`: it goes on, or was killed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub end: Option<AttemptEnd>,
}

/// What became of a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptEnd {
    /// When it ended, by the phone's clock.
    pub at: WallTime,
    /// Why.
    pub why: Ended,
    /// What it used.
    pub bytes: Bytes,
    /// What its look showed of the network, if it made one and believes it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<NetworkState>,
    /// How many targets have a new verdict.
    pub measured: u32,
    /// How many of them were double-checked.
    pub double_checked: u32,
}

/// Why a slice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// What was due is done.
    Done,
    /// Nothing was due, and nothing was sent.
    NothingDue,
    /// It might not begin.
    NotAllowed,
    /// There was no time for more.
    NoTime,
    /// There were no bytes for more.
    NoBytes,
    /// A person began a run.
    HandCame,
    /// The system, or a person, stopped it.
    Stopped,
    /// The network that it went over is gone.
    NetworkGone,
    /// The store failed.
    Failed,
}
