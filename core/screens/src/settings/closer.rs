//! What is looked at more closely only if somebody wants that: it takes more bytes.

use arna_words::{OnSettings, Words};

use super::means::switch;
use super::{Facts, SettingRow, choice, chooses};
use crate::{Choice, Icon};

/// The rows.
pub(super) fn rows(facts: &Facts, words: Words) -> Vec<SettingRow> {
    let said = |text| words.on_settings(text);
    let up_to =
        |bytes| words.settings(OnSettings::UpToASite, &[("bytes", &words.rough_bytes(bytes))]);
    let switched = |key: &str, title, cost: String| {
        let choices = switch(is_on(facts, key), words);
        let with_cost = |one: Choice| match one.id.as_str() {
            "on" => choice("on", one.title, Some(cost.clone()), one.is_chosen),
            _ => one,
        };
        let choices: Vec<_> = choices.into_iter().map(with_cost).collect();
        chooses(key, Icon::Closer, said(title), (super::value(&choices), choices), words)
    };
    let rates = rates(facts, &up_to(RATES), words);
    let rates = (super::value(&rates), rates);
    let mut rows = vec![
        chooses("rates", Icon::Closer, said(OnSettings::Rates), rates, words),
        switched("long", OnSettings::Long, up_to(LONG)),
        switched("quic", OnSettings::Quic, up_to(QUIC)),
    ];
    if facts.hears_routers {
        let cost = said(OnSettings::TraceCost).to_owned();
        rows.push(switched(TRACE, OnSettings::Trace, cost));
    }
    rows
}

/// How many of them are on.
pub(super) fn value(facts: &Facts, words: Words) -> String {
    let is_there = |key: &&&str| **key != TRACE || facts.hears_routers;
    let n = KEYS.iter().filter(is_there).filter(|key| is_on(facts, key)).count() as u64;
    match n {
        0 => words.on_settings(OnSettings::CloserNone).to_owned(),
        n => words.counted_settings(OnSettings::CloserSome, n, &[]),
    }
}

fn rates(facts: &Facts, cost: &str, words: Words) -> Vec<Choice> {
    let set = facts.set.get("rates").map_or("off", String::as_str);
    let all = [
        ("off", OnSettings::RatesOff, None),
        ("suspects", OnSettings::RatesSuspects, Some(cost)),
        ("all", OnSettings::RatesAll, Some(cost)),
    ];
    let said = |text| words.on_settings(text).to_owned();
    all.map(|(id, text, cost)| choice(id, said(text), cost.map(str::to_owned), id == set)).into()
}

/// Whether it is on: what was never set is off.
fn is_on(facts: &Facts, key: &str) -> bool {
    facts.set.get(key).is_some_and(|value| value != "off")
}

const KEYS: [&str; 4] = ["rates", "long", "quic", TRACE];
/// Only where the system tells what routers say.
const TRACE: &str = "trace";
/// Bytes that a site takes at most where rates are measured (docs/method.md, "Rates").
const RATES: u64 = 950_000;
/// The same where pages are read on: a page that froze (README.md).
const LONG: u64 = 1_200_000;
/// The same where QUIC is tried: a filter that is found and leaves a residue (docs/method.md, "QUIC beside TLS").
const QUIC: u64 = 160_000;
