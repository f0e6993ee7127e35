//! What a reader does, and what a shell does then.

pub use arna_screens::{Action, Does, Goes, Offer};

/// A button.
#[uniffi::remote(Record)]
pub struct Action {
    /// What it is called.
    pub label: String,
    /// A second line: what it costs, what becomes of what is kept, or why it cannot be pressed.
    pub detail: Option<String>,
    /// What it does.
    pub does: Does,
    /// Whether it can be pressed.
    pub is_enabled: bool,
    /// Both lines as they are spoken.
    pub spoken: String,
}

/// What a button does.
#[uniffi::remote(Enum)]
pub enum Does {
    /// Starts a run of what is chosen.
    Start,
    /// Goes on with the run that is left.
    GoOn,
    /// Stops the run that goes on.
    Stop,
    /// Looks once whether there is any Internet.
    Look,
    /// Goes to the next step.
    Next,
    /// Closes the app and forgets what was chosen so far.
    Leave,
    /// Puts something off: the screen is not shown again until it is asked for.
    NotNow,
    /// Puts an offer off.
    PutOff {
        /// Which.
        offer: Offer,
    },
    /// Tests one site again.
    Again {
        /// The site's URL.
        input: String,
    },
    /// Reminds neutrally at a time, and starts a second look then.
    Remind {
        /// When, milliseconds since 1970.
        at_ms: i64,
    },
    /// Shows the card of a measurement, to share it.
    Share {
        /// The measurement's id.
        measurement: String,
    },
    /// Saves a measurement with all that it stands on as a file.
    Save {
        /// The measurement's id.
        measurement: String,
    },
    /// Writes all that is kept into a file.
    Export,
    /// Shows another part of the same screen.
    Show {
        /// Which, as the screen's own function takes it.
        part: String,
    },
    /// Tries to open what is kept once more.
    Unlock,
}

/// What Arna offers after a first result. Whether it is open still, a shell knows.
#[uniffi::remote(Enum)]
pub enum Offer {
    /// To test by itself.
    Automatic,
    /// To tell of changes.
    Notices,
    /// To ask the system to let it run.
    Battery,
    /// A newer version.
    Update,
}

/// Where a tap leads.
#[uniffi::remote(Enum)]
pub enum Goes {
    /// To the list of sites, all of them or those that a filter lets through.
    Sites {
        /// The filter's id, as the list's own function takes it.
        only: Option<String>,
    },
    /// To one site.
    Site {
        /// The site's URL.
        input: String,
    },
    /// To another run of the same screen.
    Run {
        /// The run's id.
        run: String,
    },
    /// To what is tested.
    Lists,
    /// To what was so hour by hour.
    History,
    /// To where results go.
    Sharing,
    /// To whom a test contacts.
    Contacts,
    /// To the phone's network with this id, which is then the chosen one.
    Network {
        /// What the system calls it.
        id: String,
    },
    /// To what is offered: it can be taken, or put off.
    Offer {
        /// Which.
        offer: Offer,
    },
    /// To a screen that explains.
    Explained,
}
