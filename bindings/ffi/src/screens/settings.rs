//! Settings with their choices, and whatever else changes only what is kept.

use std::collections::{BTreeMap, HashMap};

use arna_screens::act::act;
pub use arna_screens::settings::{SettingBlock, SettingRow, ShownSettings, WipeRow};
use arna_screens::settings::{SettingsPart, read, settings};
use arna_screens::{Action, Choice, Confirm, Does, Goes, Icon};

use super::{Reader, minutes_ahead, screen};
use crate::{ArnaError, Engine};

/// Settings, or a part of them.
#[uniffi::remote(Record)]
pub struct ShownSettings {
    /// Its title.
    pub heading: String,
    /// Its blocks, each apart from the others.
    pub blocks: Vec<SettingBlock>,
    /// Erases everything.
    pub wipe: Option<WipeRow>,
}

/// Settings that belong together.
#[uniffi::remote(Record)]
pub struct SettingBlock {
    /// Its rows.
    pub rows: Vec<SettingRow>,
}

/// A setting.
#[uniffi::remote(Record)]
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
#[uniffi::remote(Record)]
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

screen! {
    /// Settings, or what stands in their place.
    SettingsScreen of ShownSettings
}

/// What an app says of its own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct SettingsQuery {
    /// Which part of the settings, as `Goes.Settings` has it; empty, or what is none: the main one.
    #[uniffi(default = "")]
    pub part: String,
    /// The app's own settings by their keys: `app.language` (`phone`, `kk`, `ru`, `en`), `app.lock` (`off`, `phone`, or
    /// `none` where the phone has no lock), `app.hidden` (`on`, `off`: whether screenshots show nothing), `app.theme` (`phone`,
    /// `light`, `dark`). One that is left out has no row. The app keeps them itself, and does what `Does.Set` says of them.
    pub own: HashMap<String, String>,
    /// The version of the app.
    #[uniffi(default = "")]
    pub version: String,
}

#[uniffi::export]
impl Engine {
    /// Settings. Each choice sets the key of its row to the choice's id, by `act` with `Does.Set` or, where the key
    /// begins with `app.`, by the app itself.
    pub async fn settings_screen(&self, reader: Reader, query: SettingsQuery) -> SettingsScreen {
        self.shows(reader, |core, words| async move {
            let SettingsQuery { part, own, version } = query;
            let part = SettingsPart::of_id(&part).unwrap_or_default();
            let (now, own) = (core.now(), BTreeMap::from_iter(own));
            let facts = read(&core, minutes_ahead(words, now), own, &version).await?;
            Ok(settings(&facts, part, words, now))
        })
        .await
    }

    /// Does what a button or a switch says, where that only changes settings or lists. False: it is the app's to do.
    pub async fn act(&self, does: Does) -> Result<bool, ArnaError> {
        self.does(|core| async move { Ok(act(&core, &does).await?) }).await
    }
}
