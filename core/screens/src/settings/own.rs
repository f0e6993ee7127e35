//! The shell's own settings.

use arna_words::{OnSettings, Words};

use super::{Facts, SettingRow, choice, chooses, value};
use crate::first_run::NAMES;
use crate::{Choice, Icon};

/// Those that the shell has, in this order.
pub(super) fn rows(facts: &Facts, words: Words) -> Vec<SettingRow> {
    let row = |key: &str, icon, title, of: fn(&str, Words) -> Vec<Choice>| {
        let set = facts.own.get(key)?;
        let choices = of(set, words);
        let shown = (value(&choices), choices);
        Some(chooses(key, icon, words.on_settings(title), shown, words))
    };
    let all = [
        row("app.language", Icon::Globe, OnSettings::Language, language),
        lock(facts, words),
        row("app.hidden", Icon::Eye, OnSettings::Hidden, hidden),
        row("app.theme", Icon::Light, OnSettings::Theme, theme),
    ];
    all.into_iter().flatten().collect()
}

/// Each by its own name: who cannot read the present one finds theirs.
fn language(set: &str, words: Words) -> Vec<Choice> {
    let phone = words.on_settings(OnSettings::AsThePhone).to_owned();
    let names = ["kk", "ru", "en"].into_iter().zip(NAMES.map(str::to_owned));
    let all = [("phone", phone)].into_iter().chain(names);
    all.map(|(id, title)| choice(id, title, None, id == set)).collect()
}

/// A phone without a lock of its own has nothing to choose.
fn lock(facts: &Facts, words: Words) -> Option<SettingRow> {
    let key = "app.lock";
    let set = facts.own.get(key)?;
    let said = |text| words.on_settings(text).to_owned();
    let shown = if set == "none" {
        (said(OnSettings::LockNone), Vec::new())
    } else {
        let all = [("off", OnSettings::LockOff), ("phone", OnSettings::LockPhone)];
        let choices: Vec<_> =
            all.map(|(id, title)| choice(id, said(title), None, id == set)).into();
        (value(&choices), choices)
    };
    Some(chooses(key, Icon::Lock, words.on_settings(OnSettings::Lock), shown, words))
}

fn hidden(set: &str, words: Words) -> Vec<Choice> {
    let all = [
        ("on", OnSettings::HiddenOn, OnSettings::HiddenOnDetail),
        ("off", OnSettings::HiddenOff, OnSettings::HiddenOffDetail),
    ];
    let said = |text| words.on_settings(text).to_owned();
    let one = |(id, title, detail)| choice(id, said(title), Some(said(detail)), id == set);
    all.map(one).into()
}

fn theme(set: &str, words: Words) -> Vec<Choice> {
    let all = [
        ("phone", OnSettings::AsThePhone),
        ("light", OnSettings::ThemeLight),
        ("dark", OnSettings::ThemeDark),
    ];
    all.map(|(id, title)| choice(id, words.on_settings(title).to_owned(), None, id == set)).into()
}
