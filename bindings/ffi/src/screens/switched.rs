//! What can be switched on and off, and what is asked before something cannot be undone.

use arna_screens::{Action, Does, Goes, confirm};
pub use arna_screens::{Confirm, GroupBlock, SiteGroup, SiteSwitch, Switched};

use super::Reader;
use crate::ArnaError;

/// Whether something is on.
#[uniffi::remote(Enum)]
pub enum Switched {
    /// All of it.
    On,
    /// Some of it.
    Partly,
    /// Nothing of it.
    Off,
}

/// A group of sites with a switch.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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

/// What is asked where the user's means forbid what a button does, for what was thrown; its yes does the same once more, with
/// `RunRequest.is_beyond_means`. Nothing: something else is in the way, and no yes would help.
#[uniffi::export]
pub fn beyond_means(reader: Reader, error: ArnaError, does: Does) -> Option<Confirm> {
    match error {
        ArnaError::NotAllowed { reason } => {
            Some(confirm::beyond_means(reason, does, reader.words()))
        }
        _ => None,
    }
}
