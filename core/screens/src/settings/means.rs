//! What measuring may use, and when.

use arna_engine::Spent;
use arna_model::{Quiet, WallTime, When};
use arna_words::{OnSettings, Words};

use super::{Facts, SettingRow, SettingsPart, choice, chooses, closer, leads, value};
use crate::spoken::action;
use crate::{Choice, Does, Goes, Icon};

/// The rows of the middle block.
pub(super) fn rows(facts: &Facts, words: Words, now: WallTime) -> Vec<SettingRow> {
    let said = |text| words.on_settings(text);
    let choices = |key, icon, title, choices: Vec<Choice>| {
        chooses(key, icon, said(title), (value(&choices), choices), words)
    };
    let opens = said(OnSettings::OpensChoices);
    let part = |part: SettingsPart| Goes::Settings { part: part.id().to_owned() };
    let data = month(facts.mobile, facts.means.cellular.month, words);
    let abroad = (said(OnSettings::AbroadNever).to_owned(), Vec::new());
    let (when, battery) = (when(facts, words), battery(facts, words));
    vec![
        automatic(facts, words, now),
        choices("automatic_when", Icon::Clock, OnSettings::When, when),
        leads("data", Icon::Data, (said(OnSettings::Data), data), part(SettingsPart::Data), opens),
        choices("battery_floor", Icon::Battery, OnSettings::Battery, battery),
        choices("quiet_hours", Icon::Night, OnSettings::Quiet, quiet(facts, words)),
        chooses("abroad", Icon::Place, said(OnSettings::Abroad), abroad, words),
        leads(
            "closer",
            Icon::Closer,
            (said(OnSettings::Closer), closer::value(facts, words)),
            part(SettingsPart::Closer),
            opens,
        ),
    ]
}

/// It says when the last one was, and leads to why there was none since. It can be switched there and here.
fn automatic(facts: &Facts, words: Words, now: WallTime) -> SettingRow {
    let said = |text| words.on_settings(text).to_owned();
    let is_on = facts.means.is_automatic;
    let shown = match (is_on, facts.last) {
        (false, _) => said(OnSettings::Off),
        (true, None) => said(OnSettings::OnNever),
        (true, Some(last)) => {
            words.settings(OnSettings::OnLast, &[("moment", &words.moment(last, now))])
        }
    };
    let opens = words.on_settings(OnSettings::OpensWhy);
    let title = words.on_settings(OnSettings::Automatic);
    SettingRow {
        choices: switch(is_on, words),
        ..leads("automatic", Icon::Again, (title, shown), Goes::Automatic, opens)
    }
}

/// On and off.
pub(super) fn switch(is_on: bool, words: Words) -> Vec<Choice> {
    let said = |text| words.on_settings(text).to_owned();
    let one = |id, text, is_chosen| choice(id, said(text), None, is_chosen);
    vec![one("on", OnSettings::On, is_on), one("off", OnSettings::Off, !is_on)]
}

fn when(facts: &Facts, words: Words) -> Vec<Choice> {
    let all = [
        ("any", When::Any, OnSettings::WhenAny),
        ("wifi", When::Wifi, OnSettings::WhenWifi),
        ("charging", When::Charging, OnSettings::WhenCharging),
    ];
    let said = |text| words.on_settings(text).to_owned();
    all.map(|(id, when, text)| choice(id, said(text), None, when == facts.means.when)).into()
}

/// How full it has to be: what is set is among them, whatever it is.
fn battery(facts: &Facts, words: Words) -> Vec<Choice> {
    let set = facts.means.battery_floor;
    let mut floors = vec![0, 15, 30, 50, 80];
    floors.extend([set].iter().filter(|set| !floors.contains(set)).copied().collect::<Vec<_>>());
    floors.sort_unstable();
    let one = |floor: u8| {
        let title = match floor {
            0 => words.on_settings(OnSettings::BatteryAny).to_owned(),
            floor => words.settings(OnSettings::BatteryFloor, &[("n", &floor)]),
        };
        choice(&floor.to_string(), title, None, floor == set)
    };
    floors.into_iter().map(one).collect()
}

fn quiet(facts: &Facts, words: Words) -> Vec<Choice> {
    let set = facts.means.quiet;
    let mut all: Vec<_> = NIGHTS.map(Some).into();
    if set.is_some() && !all.contains(&set) {
        all.insert(0, set);
    }
    all.push(None);
    let one = |hours: Option<Quiet>| {
        let Some(Quiet { from, until }) = hours else {
            let none = words.on_settings(OnSettings::QuietNone).to_owned();
            return choice("none", none, None, set.is_none());
        };
        let (from, until) = (of_day(from), of_day(until));
        let title = words.settings(OnSettings::QuietSpan, &[("from", &from), ("until", &until)]);
        choice(&format!("{from}-{until}"), title, None, hours == set)
    };
    all.into_iter().map(one).collect()
}

/// What of a month's bytes is used.
pub(super) fn month(spent: Spent, most: Option<u64>, words: Words) -> String {
    let used = words.bytes(spent.month);
    match most {
        Some(most) => words.settings(
            OnSettings::MonthUsed,
            &[("used", &used), ("most", &words.limit_bytes(most))],
        ),
        None => words.settings(OnSettings::MonthFree, &[("used", &used)]),
    }
}

/// A minute of the day as clocks show it.
fn of_day(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Switches automatic tests on: what helps where they are off.
pub(crate) fn switch_on(label: &str) -> crate::Action {
    action(label, None, Does::Set { key: "automatic".to_owned(), value: "on".to_owned() })
}

/// Hours that are offered (**ours**): the ones that hold if nobody chooses, longer ones, shorter ones.
const NIGHTS: [Quiet; 3] = [
    Quiet { from: 23 * 60, until: 7 * 60 },
    Quiet { from: 22 * 60, until: 8 * 60 },
    Quiet { from: 0, until: 6 * 60 },
];
