//! How many bytes may pass: of mobile networks, and of Wi-Fi and cables.

use arna_engine::Spent;
use arna_model::Limits;
use arna_words::{OnSettings, Words};

use super::means::month;
use super::{Facts, SettingRow, choice, chooses};
use crate::{Choice, Icon};

/// A block for each kind of network.
pub(super) fn blocks(facts: &Facts, words: Words) -> Vec<Vec<SettingRow>> {
    let block = |kind: &str,
                 spent: Spent,
                 limits: Limits,
                 titles: [OnSettings; 3],
                 offered: [&[u64]; 3]| {
        let [of_month, of_day, of_run] = titles;
        let limit = |key: &str, title, value: Option<String>, set, offered: &[u64]| {
            let choices = bytes(set, offered, words);
            let value = value.unwrap_or_else(|| super::value(&choices));
            let key = format!("{kind}_{key}");
            chooses(&key, Icon::Data, words.on_settings(title), (value, choices), words)
        };
        let used = Some(month(spent, limits.month, words));
        let today = Some(today(spent, limits.day, words));
        vec![
            limit("month", of_month, used, limits.month, offered[0]),
            limit("day", of_day, today, limits.day, offered[1]),
            limit("run", of_run, None, limits.run, offered[2]),
        ]
    };
    let mobile = [OnSettings::MobileMonth, OnSettings::MobileDay, OnSettings::MobileTest];
    let fixed = [OnSettings::WifiMonth, OnSettings::WifiDay, OnSettings::WifiTest];
    vec![
        block("cellular", facts.mobile, facts.means.cellular, mobile, MOBILE),
        block("fixed", facts.fixed, facts.means.fixed, fixed, FIXED),
    ]
}

fn today(spent: Spent, most: Option<u64>, words: Words) -> String {
    let used = words.bytes(spent.today);
    match most {
        Some(most) => words
            .settings(OnSettings::DayUsed, &[("used", &used), ("most", &words.limit_bytes(most))]),
        None => words.settings(OnSettings::DayFree, &[("used", &used)]),
    }
}

/// What can be chosen: what is set is among it, whatever it is.
fn bytes(set: Option<u64>, offered: &[u64], words: Words) -> Vec<Choice> {
    let mut all: Vec<u64> = offered.iter().map(|mb| mb * 1_000_000).collect();
    all.extend(set);
    all.sort_unstable();
    all.dedup();
    let limit = |most: u64| {
        let bytes = words.limit_bytes(most);
        let title = words.settings(OnSettings::AtMost, &[("bytes", &bytes)]);
        choice(&most.to_string(), title, None, set == Some(most))
    };
    let none = words.on_settings(OnSettings::NoLimit).to_owned();
    let none = choice("none", none, None, set.is_none());
    all.into_iter().map(limit).chain([none]).collect()
}

/// Megabytes that are offered of mobile networks, a month, a day and a test (**ours**: sixty sites take 2 MB, with a dozen blocks 3).
const MOBILE: [&[u64]; 3] = [&[10, 25, 50, 100, 200], &[1, 2, 5, 10], &[2, 5, 10, 20]];
/// The same of Wi-Fi and cables.
const FIXED: [&[u64]; 3] = [&[100, 500, 1_000], &[10, 50, 100], &[5, 20, 50]];
