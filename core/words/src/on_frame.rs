//! What stands around screens: tabs, and buttons that are icons alone. Its texts are in the section `frame`.

use serde::{Deserialize, Serialize};

use crate::Words;
use crate::file::FILE;

/// A text around screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFrame {
    /// The tab of home.
    Home,
    /// The tab of sites.
    Sites,
    /// The tab of the history.
    History,
    /// The tab of settings.
    Settings,
    /// Leads back to where somebody came from.
    Back,
    /// Empties a field.
    Clear,
    /// What is kept is being opened.
    Opening,
    /// What another app shared is kept until the app is opened. It and the next two are said where there is no engine.
    SharedIsKept,
    /// It is not.
    SharedIsNotKept,
    /// The button below either.
    SharedUnderstood,
}

impl Words {
    /// A text around screens.
    pub fn on_frame(self, text: OnFrame) -> &'static str {
        self.pick(FILE.frame.get(&text))
    }
}
