//! The conditions of an automatic test, each with a tick or a cross.

use arna_model::{Condition, Rule};
use arna_words::{OnWhy, Words};

use super::Facts;
use super::help::stops;
use crate::spoken::{capital, check_mark, row, sentences};
use crate::{Maker, Row};

/// Every condition, those that are not met first, and of them the one first that is in the way.
pub(super) fn rows(facts: &Facts, words: Words) -> Vec<Row> {
    let started =
        facts.is_started().map(|holds| Condition { rule: Rule::Started, holds, figures: None });
    let mut all: Vec<_> = started.into_iter().chain(facts.tests.now.conditions.clone()).collect();
    let first = facts.broken();
    all.sort_by_key(|one| (one.holds, Some(one.rule) != first));
    all.iter().map(|one| shown(one, facts, words)).collect()
}

fn shown(condition: &Condition, facts: &Facts, words: Words) -> Row {
    let title = words.rule(condition.rule);
    let figures = words.figures_of(condition).map(|figures| capital(&figures));
    let detail = match condition.rule {
        _ if figures.is_some() => figures,
        Rule::Started if !condition.holds => Some(stops(facts.maker, words)),
        Rule::DataSaving if !condition.holds && facts.maker == Some(Maker::Apple) => {
            Some(words.on_why(OnWhy::NowLowData).to_owned())
        }
        Rule::Roaming if condition.holds => at_home(facts, words),
        Rule::Roaming if facts.maker == Some(Maker::Apple) => {
            Some(words.on_why(OnWhy::NowNeverSaid).to_owned())
        }
        rule if !condition.holds => OnWhy::now_of(rule).map(|text| words.on_why(text).to_owned()),
        _ => None,
    };
    let met = words.on_why(if condition.holds { OnWhy::Met } else { OnWhy::Unmet });
    let said = format!("{title}: {met}");
    let spoken = sentences([said.as_str()].into_iter().chain(detail.as_deref()));
    Row { spoken, ..row(check_mark(condition.holds), title, detail) }
}

/// Whose network it is, where the phone says that it is at home.
fn at_home(facts: &Facts, words: Words) -> Option<String> {
    let uplink = facts.conditions.uplink.as_ref()?;
    let operator = uplink.operator.as_ref().filter(|_| uplink.is_roaming == Some(false))?;
    Some(words.of_why(OnWhy::AtHome, &[("operator", operator)]))
}
