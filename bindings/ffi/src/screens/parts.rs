//! What more than one screen is made of.

use arna_model::{Code, NetworkState};
use arna_screens::{Action, Ends, Goes};
pub use arna_screens::{
    Chip, Choice, Fold, Icon, Mark, Row, RowsHeld, ShownNetwork, Trouble, Verdict, VerdictGroup,
};

/// Why a screen cannot be shown, and what helps.
#[uniffi::remote(Record)]
pub struct Trouble {
    /// What went wrong: a whole sentence.
    pub sentence: String,
    /// What can be done about it.
    pub action: Option<Action>,
}

/// A place on the scale, in words.
#[uniffi::remote(Record)]
pub struct Verdict {
    /// The place: a shell has an icon and a colour for each.
    pub code: Code,
    /// What it is called. It always stands beside the icon.
    pub word: String,
}

/// A row: one thing to read, and often to tap.
#[uniffi::remote(Record)]
pub struct Row {
    /// What stands before it.
    pub mark: Mark,
    /// What it is about.
    pub title: String,
    /// A second line.
    pub detail: Option<String>,
    /// A number at its end, in the language's figures.
    pub count: Option<String>,
    /// Where a tap leads; nowhere: it cannot be tapped.
    pub goes: Option<Goes>,
    /// All of it in one sentence.
    pub spoken: String,
}

/// The pages of rows that a record brought. With the query of a later page they say what need not come again.
#[uniffi::remote(Record)]
pub struct RowsHeld {
    /// How many pages, from the first on.
    pub pages: u32,
    /// What tells the record from any other one: rows of it, or what stands around them, may change meanwhile.
    pub mark: u64,
}

/// What stands before a row.
#[uniffi::remote(Enum)]
pub enum Mark {
    /// The icon of a place on the scale.
    Code {
        /// Which.
        code: Code,
    },
    /// The icon of a state of the whole network.
    State {
        /// Which.
        state: NetworkState,
    },
    /// The icon of what waits to be made sure of: it accuses nobody.
    Waiting,
    /// Another icon.
    Icon {
        /// Which.
        icon: Icon,
    },
    /// A strand that ends there.
    Ends {
        /// Where.
        ends: Ends,
    },
    /// A tick, or a cross.
    Check {
        /// Whether it is a tick.
        is_met: bool,
    },
    /// Nothing.
    None,
}

/// What an icon stands for. Which picture that is, a shell decides.
#[uniffi::remote(Enum)]
pub enum Icon {
    /// A list of sites.
    List,
    /// A site that is opened.
    Open,
    /// Somebody who sees.
    Eye,
    /// The phone itself.
    Phone,
    /// Several people.
    People,
    /// Everybody.
    Globe,
    /// Something to know.
    Info,
    /// A time.
    Clock,
    /// Wireless LAN.
    Wifi,
    /// A mobile network.
    Sim,
    /// What was so hour by hour.
    History,
    /// What the evidence is.
    Evidence,
    /// A file.
    File,
    /// Something to choose again.
    Again,
    /// Something that is added.
    Add,
    /// A lock.
    Lock,
    /// Light and dark.
    Light,
    /// Bytes both ways.
    Data,
    /// A battery.
    Battery,
    /// The night.
    Night,
    /// A place on a map.
    Place,
    /// A closer look.
    Closer,
    /// What is thrown away.
    Bin,
}

/// The network that is shown, and those that can be.
#[uniffi::remote(Record)]
pub struct ShownNetwork {
    /// Whose it is.
    pub operator: String,
    /// What kind of network.
    pub technology: Option<String>,
    /// Others that can be chosen, each with the last answer about it.
    pub choices: Vec<Row>,
    /// The same in a sentence.
    pub spoken: String,
}

/// One of several answers.
#[uniffi::remote(Record)]
pub struct Choice {
    /// What the screen's own function takes when it is chosen.
    pub id: String,
    /// The answer.
    pub title: String,
    /// What it means.
    pub detail: Option<String>,
    /// What stands before it.
    pub mark: Mark,
    /// Whether it is the chosen one.
    pub is_chosen: bool,
    /// All of it in one sentence, without whether it is chosen: systems say that.
    pub spoken: String,
}

/// A filter of a list.
#[uniffi::remote(Record)]
pub struct Chip {
    /// What the screen's own function takes when it is chosen.
    pub id: String,
    /// What it lets through.
    pub label: String,
    /// How many there are.
    pub count: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Both in a sentence.
    pub spoken: String,
}

/// Rows of which one verdict is given.
#[uniffi::remote(Record)]
pub struct VerdictGroup {
    /// The verdict.
    pub verdict: Verdict,
    /// How many rows it has, those that are not shown included.
    pub count: String,
    /// Its rows, or the first of them.
    pub rows: Vec<Row>,
    /// Whether there are more.
    pub has_more: bool,
}

/// Lines that are shown once they are unfolded.
#[uniffi::remote(Record)]
pub struct Fold {
    /// What they are.
    pub title: String,
    /// How many.
    pub detail: String,
    /// The lines.
    pub rows: Vec<String>,
    /// Sentences below.
    pub foot: Vec<String>,
}
