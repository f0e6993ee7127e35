//! What a reader does, and what a shell does then.

pub use arna_screens::{Action, Does, Goes, Offer, PhonePage};

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
    /// Reminds neutrally at a time. Nothing is looked at for it.
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
    /// Sets something. A key with a dot is the shell's own: it keeps the value where it likes, and gives it as a fact.
    Set {
        /// What.
        key: String,
        /// To what.
        value: String,
    },
    /// Shows one setting with its choices.
    ShowSetting {
        /// Which.
        key: String,
    },
    /// Switches a list.
    SwitchList {
        /// The list's id.
        list: String,
        /// Whether it is looked at from then on.
        is_on: bool,
    },
    /// Switches all pages of some categories.
    SwitchKinds {
        /// The list's id; nothing: in every list.
        list: Option<String>,
        /// The categories, by their codes.
        kinds: Vec<String>,
        /// Whether they are looked at from then on.
        is_on: bool,
    },
    /// Switches one page of a list.
    SwitchPage {
        /// The list's id.
        list: String,
        /// The page.
        url: String,
        /// Whether it is looked at from then on.
        is_on: bool,
    },
    /// Adds one page to the list of this name, which is made where there is none.
    AddPage {
        /// What the list is called.
        name: String,
        /// The page.
        url: String,
    },
    /// Keeps what was given as a list of this name.
    AddList {
        /// What it is called, unless somebody typed another name.
        name: String,
    },
    /// Asks for another name of a list.
    RenameList {
        /// The list's id.
        list: String,
    },
    /// Removes a list.
    RemoveList {
        /// The list's id.
        list: String,
    },
    /// Opens a file with a list in it.
    OpenFile,
    /// Opens a page of the phone's own settings.
    OpenPhone {
        /// Which.
        page: PhonePage,
    },
    /// Sends a card on.
    Send {
        /// The id of its measurement.
        measurement: String,
    },
    /// Erases everything that is kept, and begins anew.
    Wipe,
    /// Does nothing, and goes back.
    Cancel,
}

/// What Arna offers after a first result. Whether it was put off, or given already, a shell knows.
#[uniffi::remote(Enum)]
pub enum Offer {
    /// To test by itself.
    Automatic,
    /// To tell that the Internet was cut, or is back.
    Notices,
    /// To ask the system to let it run.
    Battery,
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
    /// To the sites of a group or of a list.
    Group {
        /// The group's id.
        id: String,
    },
    /// To what a risky kind of sites means.
    Risky {
        /// The code of its category.
        category: String,
    },
    /// To where sites are typed, pasted and read from files.
    Adding,
    /// To another part of the settings.
    Settings {
        /// Which, as its own function takes it.
        part: String,
    },
    /// To when the last automatic test was, and why there was none since.
    Automatic,
    /// To what there is to know of risks.
    Risks,
    /// To what the app is and who made it.
    About,
    /// To a licence.
    Licence {
        /// The part that has it, as the shell called it; nothing: the app itself.
        part: Option<String>,
    },
}

/// A page of the phone's own settings. A shell opens what is nearest to it.
#[uniffi::remote(Enum)]
pub enum PhonePage {
    /// Which apps may start by themselves; where the phone has none, this app's own.
    Starting,
    /// Networks.
    Networks,
    /// VPNs.
    Vpn,
    /// How power is saved.
    PowerSaving,
    /// Which apps may use data although the phone saves it.
    DataSaving,
    /// What this app may say outside of its window.
    Notices,
}
