//! The texts of notices. Whoever sees a locked phone reads them: they name no site, no count and no verdict.

use arna_words::{OnScreen, OnSettings, Words};
use serde::Serialize;

use crate::spoken::{action, sentences};
use crate::{Action, Does};

/// Every notice, and the two kinds under which a system lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notices {
    /// What the kind of silent notices is called.
    pub tests: String,
    /// What the kind of the others is called.
    pub to_act: String,
    /// While a test goes on.
    pub working: Notice,
    /// When a test is over and the app is not open.
    pub done: Notice,
    /// When a second look is due.
    pub due: Notice,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What it says.
    pub title: String,
    /// A second line.
    pub detail: Option<String>,
    /// A button on it.
    pub action: Option<Action>,
    /// Whether it comes without a sound.
    pub is_silent: bool,
    /// All of it in one sentence.
    pub spoken: String,
}

/// Every notice.
pub fn notices(words: Words) -> Notices {
    let of = |title, detail: Option<OnSettings>, action, is_silent| {
        let title = words.on_settings(title);
        let detail = detail.map(|detail| words.on_settings(detail));
        let spoken = sentences([title].into_iter().chain(detail));
        let (title, detail) = (title.to_owned(), detail.map(str::to_owned));
        Notice { title, detail, action, is_silent, spoken }
    };
    let stop = action(words.on_screen(OnScreen::Stop), None, Does::Stop);
    Notices {
        tests: words.on_settings(OnSettings::NoticesOfTests).to_owned(),
        to_act: words.on_settings(OnSettings::NoticesToAct).to_owned(),
        working: of(OnSettings::Working, None, Some(stop), true),
        done: of(OnSettings::Done, Some(OnSettings::DoneDetail), None, false),
        due: of(OnSettings::ItIsTime, Some(OnSettings::ItIsTimeDetail), None, false),
    }
}
