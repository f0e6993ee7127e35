//! What helps where a condition of automatic tests is not met.

use arna_model::Rule;
use arna_words::{OnWhy, Words};
use serde::Serialize;

use super::Facts;
use crate::maker::{self, Maker};
use crate::settings::switch_on;
use crate::spoken::{action, row};
use crate::{Action, Does, Mark, PhonePage, Row};

/// What to do on a phone so that it lets the app start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StartSteps {
    /// Its title.
    pub heading: String,
    /// For which phones it is; nothing: for any.
    pub phones: Option<String>,
    /// The steps, in their order.
    pub steps: Vec<Row>,
    /// What to do where a name is not there.
    pub foot: String,
    /// Opens the phone's own settings as near to the first step as it lets an app.
    pub open: Action,
}

/// The steps of a maker's phones.
pub(super) fn steps(maker: Option<Maker>, words: Words) -> StartSteps {
    let steps = maker::steps(maker, words);
    let numbered = |(number, step): (u64, String)| {
        let number = words.thousands(number);
        Row { count: Some(number), ..row(Mark::None, &step, None) }
    };
    let open = Does::OpenPhone { page: PhonePage::Starting };
    StartSteps {
        heading: words.on_why(OnWhy::StepsTitle).to_owned(),
        phones: maker.map(|maker| phones(maker, words)),
        steps: (1..).zip(steps).map(numbered).collect(),
        foot: words.on_why(OnWhy::StepsDiffer).to_owned(),
        open: action(words.on_why(OnWhy::OpenPhone), None, open),
    }
}

/// What phones of a maker do, and in how many steps that can be changed.
pub(super) fn stops(maker: Option<Maker>, words: Words) -> String {
    let Some(maker) = maker.filter(|maker| *maker != Maker::Apple) else {
        return words.on_why(OnWhy::PhoneStops).to_owned();
    };
    let n = maker::steps(Some(maker), words).len() as u64;
    words.counted_why(OnWhy::MakerStops, n, &[("maker", &maker.name())])
}

/// The button for a rule that is not kept to; `None`: it passes by itself.
pub(super) fn action_for(rule: Rule, facts: &Facts, words: Words) -> Option<Action> {
    let (maker, purse) = (facts.maker, facts.tests.now.purse.as_str());
    let said = |text| words.on_why(text);
    let setting = |key: &str| {
        Some(action(said(OnWhy::ChangeSetting), None, Does::ShowSetting { key: key.to_owned() }))
    };
    let phone = |page| Some(action(said(OnWhy::OpenPhone), None, Does::OpenPhone { page }));
    match rule {
        Rule::Automatic => Some(switch_on(said(OnWhy::SwitchOn))),
        Rule::Started => {
            let n = maker::steps(maker, words).len() as u64;
            let label = words.counted_why(OnWhy::ShowSteps, n, &[]);
            let detail = maker.map(|maker| phones(maker, words));
            Some(action(&label, detail, Does::Show { part: STEPS.to_owned() }))
        }
        Rule::Kind | Rule::Charging => setting("automatic_when"),
        Rule::Battery => setting("battery_floor"),
        Rule::QuietHours => setting("quiet_hours"),
        Rule::MonthBytes | Rule::Share => setting(&format!("{purse}_month")),
        Rule::DayBytes => setting(&format!("{purse}_day")),
        Rule::Vpn => phone(PhonePage::Vpn),
        Rule::PowerSaving => phone(PhonePage::PowerSaving),
        Rule::DataSaving => phone(PhonePage::DataSaving),
        Rule::Network => phone(PhonePage::Networks),
        Rule::Alone | Rule::Time | Rule::Roaming | Rule::Idle => None,
    }
}

fn phones(maker: Maker, words: Words) -> String {
    words.of_why(OnWhy::ForPhones, &[("makers", &maker.names())])
}

/// The part of the screen with the steps.
const STEPS: &str = "steps";
