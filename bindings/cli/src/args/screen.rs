//! What `arna screen` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Screen {
    /// Which screen.
    #[arg(value_name = "NAME")]
    pub(crate) name: ScreenName,
    /// Which run, measurement or step it is of, as far as it is of one (the beginning of an id is enough); of lists a group, a
    /// list, a category or what is looked for; of settings a part; of auto-why who made the phone [default: the latest
    /// run, every step, all of it].
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Print the record that an app draws, as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// The file with the results [default: arna.db in the folder for application data].
    #[arg(long, value_name = "PATH")]
    pub(crate) db: Option<PathBuf>,
}

/// A screen of the apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScreenName {
    /// What gets through, how sure, since when.
    Home,
    /// A run, as far as it is.
    Run,
    /// The picture of one measurement that can be sent on.
    Card,
    /// The sites of a run: which, how, since when.
    Results,
    /// One site (a URL, a host, or a measurement's id): the answer and all that it stands on.
    Site,
    /// What was so over time: of the network hour by hour, or of `sites`.
    History,
    /// What is said and asked before anything is sent.
    FirstRun,
    /// What is tested: groups, own lists, risky kinds.
    Lists,
    /// What of a file can be added, and what is wrong with the rest.
    Adding,
    /// What is set, and what can be chosen.
    Settings,
    /// When the last automatic test was, and why there was none since.
    AutoWhy,
    /// Whom a test contacts.
    Contacts,
    /// What there is to know of risks.
    Risks,
    /// Texts of notices.
    Notices,
    /// What the app is.
    About,
}

impl ScreenName {
    /// Whether it shows what was measured.
    pub(crate) fn is_of_results(self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Run
                | Self::Card
                | Self::Results
                | Self::Site
                | Self::History
                | Self::FirstRun
        )
    }
}
