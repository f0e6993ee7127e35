//! What can be switched on and off, and what is asked before something cannot be undone.

use serde::Serialize;

use super::{Action, Does, Goes};

/// Whether something is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Switched {
    /// All of it.
    On,
    /// Some of it.
    Partly,
    /// Nothing of it.
    Off,
}

impl Switched {
    /// Of so many things, so many of which are on.
    pub(crate) fn of(on: u64, all: u64) -> Self {
        match on {
            0 => Self::Off,
            on if on < all => Self::Partly,
            _ => Self::On,
        }
    }
}

/// A group of sites with a switch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteGroup {
    /// Which, as the screen's own function takes it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How many sites it has, and two of them.
    pub detail: String,
    /// How many of them are on, in the language's figures.
    pub count: String,
    /// Whether it is on.
    pub state: Switched,
    /// What its switch does; nothing: it has to be opened and read first.
    pub flips: Option<Does>,
    /// Where a tap beside the switch leads.
    pub goes: Goes,
    /// All of it in one sentence; on and off are said by systems, what is between them here.
    pub spoken: String,
}

/// Groups under one title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupBlock {
    /// The title.
    pub heading: String,
    /// How many sites of them are on.
    pub count: Option<String>,
    /// What is to be known of them.
    pub lead: Option<String>,
    /// The groups.
    pub groups: Vec<SiteGroup>,
}

/// A site with a switch.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SiteSwitch {
    /// Its name.
    pub title: String,
    /// What it is about, or which list it is of.
    pub detail: Option<String>,
    /// Whether it is on.
    pub is_on: bool,
    /// What its switch does; nothing: what its kind means has to be read first.
    pub flips: Option<Does>,
    /// Where a tap leads, where there is something to read.
    pub goes: Option<Goes>,
    /// All of it in one sentence, without whether it is on: systems say that.
    pub spoken: String,
}

/// What is asked before something that cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirm {
    /// The question.
    pub heading: String,
    /// What is to be known before it is answered.
    pub sentences: Vec<String>,
    /// Does it.
    pub yes: Action,
    /// Does not.
    pub no: Action,
    /// The question and what is to be known, as they are spoken.
    pub spoken: String,
}
