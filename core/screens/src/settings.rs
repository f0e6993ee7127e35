//! Settings: what is set, and what can be chosen instead. A choice sets the key of its row to the choice's id
//! ([`Does::Set`](crate::Does)), and decides nothing else.
//!
//! Some settings are the shell's own: the language, the lock, whether its screens are hidden, light or dark. Their keys begin
//! with `app.`; the shell keeps them where it likes (a lock has to be known before the store is open), gives their values as
//! facts, and acts on them itself. What it cannot do it does not give, and then there is no row.

mod closer;
mod data;
mod facts;
mod means;
mod own;
#[cfg(test)]
mod tests;

use arna_words::{OnScreen, OnSettings, Words};
use serde::Serialize;

pub use facts::{Facts, read};
pub(crate) use means::switch_on;

use crate::spoken::{action, sentences};
use crate::{Action, Choice, Confirm, Does, Goes, Icon, Mark, confirm};

/// Settings, or a part of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownSettings {
    /// Its title.
    pub heading: String,
    /// Its blocks, each apart from the others.
    pub blocks: Vec<SettingBlock>,
    /// Erases everything.
    pub wipe: Option<WipeRow>,
}

/// Settings that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingBlock {
    /// Its rows.
    pub rows: Vec<SettingRow>,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingRow {
    /// Its key; of a row that only leads somewhere: where.
    pub key: String,
    /// What stands before it.
    pub icon: Icon,
    /// What it is.
    pub title: String,
    /// What is set.
    pub value: String,
    /// What can be: each sets the key to its id.
    pub choices: Vec<Choice>,
    /// Where a tap leads, where that is not to the choices.
    pub goes: Option<Goes>,
    /// All of it in one sentence.
    pub spoken: String,
}

/// The row that erases everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WipeRow {
    /// What it says and does, once it was held for long enough.
    pub hold: Action,
    /// For how long it has to be held, in milliseconds.
    pub hold_ms: u32,
    /// What it says meanwhile.
    pub holding: String,
    /// What is asked instead, for who cannot hold a row.
    pub confirm: Confirm,
}

/// Which part of the settings is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingsPart {
    /// What is chosen most.
    #[default]
    Main,
    /// How many bytes may pass.
    Data,
    /// What takes more.
    Closer,
}

impl SettingsPart {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Main, Self::Data, Self::Closer];

    /// Its id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Data => "data",
            Self::Closer => "closer",
        }
    }

    /// The part with this id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.id() == id)
    }
}

/// Settings, as they are `now` by the phone's clock.
pub fn settings(
    facts: &Facts,
    part: SettingsPart,
    words: Words,
    now: arna_model::WallTime,
) -> ShownSettings {
    let (heading, blocks) = match part {
        SettingsPart::Main => {
            let block = means::rows(facts, words, now);
            (OnSettings::TitleSettings, vec![own::rows(facts, words), block, more(facts, words)])
        }
        SettingsPart::Data => (OnSettings::Data, data::blocks(facts, words)),
        SettingsPart::Closer => (OnSettings::Closer, vec![closer::rows(facts, words)]),
    };
    let blocks = blocks.into_iter().filter(|rows| !rows.is_empty());
    ShownSettings {
        heading: words.on_settings(heading).to_owned(),
        blocks: blocks.map(|rows| SettingBlock { rows }).collect(),
        wipe: (part == SettingsPart::Main).then(|| wipe(words)),
    }
}

/// What there is to know.
fn more(facts: &Facts, words: Words) -> Vec<SettingRow> {
    let version = words.settings(OnSettings::Version, &[("version", &facts.version)]);
    let opens = words.on_screen(OnScreen::OpensMore);
    let risks = words.on_settings(OnSettings::RisksDetail).to_owned();
    let has_helper = facts.set.get("helpers").is_none_or(|set| set != "none");
    let whom = if has_helper { OnScreen::SitesServersHelper } else { OnScreen::SitesAndServers };
    let whom = words.on_screen(whom).to_owned();
    let row =
        |key: &str, icon, title: &str, value, goes| leads(key, icon, (title, value), goes, opens);
    vec![
        row("risks", Icon::Info, words.on_settings(OnSettings::Risks), risks, Goes::Risks),
        row(
            "contacts",
            Icon::People,
            words.on_screen(OnScreen::WhomItContacts),
            whom,
            Goes::Contacts,
        ),
        row("about", Icon::File, words.on_settings(OnSettings::About), version, Goes::About),
    ]
}

fn wipe(words: Words) -> WipeRow {
    let seconds = u64::from(HOLD_MS / 1_000);
    let detail = words.settings(OnSettings::WipeDetail, &[("n", &seconds)]);
    WipeRow {
        hold: action(words.on_settings(OnSettings::Wipe), Some(detail), Does::Wipe),
        hold_ms: HOLD_MS,
        holding: words.on_settings(OnSettings::WipeHolding).to_owned(),
        confirm: confirm::wipe(words),
    }
}

/// A row with choices.
fn chooses(
    key: &str,
    icon: Icon,
    title: &str,
    (value, choices): (String, Vec<Choice>),
    words: Words,
) -> SettingRow {
    let opens = (!choices.is_empty()).then(|| words.on_settings(OnSettings::OpensChoices));
    let parts = [title, value.as_str()].into_iter().chain(opens);
    let spoken = sentences(parts);
    SettingRow {
        key: key.to_owned(),
        icon,
        title: title.to_owned(),
        value,
        choices,
        goes: None,
        spoken,
    }
}

/// A row that leads elsewhere.
fn leads(
    key: &str,
    icon: Icon,
    (title, value): (&str, String),
    goes: Goes,
    opens: &str,
) -> SettingRow {
    SettingRow {
        spoken: sentences([title, value.as_str(), opens]),
        key: key.to_owned(),
        icon,
        title: title.to_owned(),
        value,
        choices: Vec::new(),
        goes: Some(goes),
    }
}

/// A choice.
fn choice(id: &str, title: String, detail: Option<String>, is_chosen: bool) -> Choice {
    let spoken = sentences([title.as_str()].into_iter().chain(detail.as_deref()));
    Choice { id: id.to_owned(), title, detail, mark: Mark::None, is_chosen, spoken }
}

/// What is chosen of these; the first one, where none is: that is what holds.
fn value(choices: &[Choice]) -> String {
    let chosen = choices.iter().find(|choice| choice.is_chosen).or_else(|| choices.first());
    chosen.map(|choice| choice.title.clone()).unwrap_or_default()
}

/// For so long the row that erases everything is held (**ours**: nobody does so by accident, and it takes no longer than
/// somebody has who is about to lose the phone).
const HOLD_MS: u32 = 3_000;
