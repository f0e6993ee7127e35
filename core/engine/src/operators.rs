//! One operator under one name, whatever a platform, a modem or a person calls it: "40101" and "Beeline KZ" are one
//! network, and its history is one.

use std::sync::LazyLock;

use arna_model::{Network, Vantage};

/// An operator of `data/operators.txt`.
#[derive(Debug)]
struct Operator {
    country: &'static str,
    name: &'static str,
    codes: Vec<&'static str>,
    /// As they are compared.
    others: Vec<String>,
}

/// Calls the operator of a network by its one name, and says its country where that follows. What is not known stays
/// as it is. Nothing in the lab is anybody's.
pub(crate) fn settle(vantage: &mut Vantage) {
    if vantage.lab.is_none() {
        name_one(&mut vantage.country, &mut vantage.operator);
    }
}

/// The same of a network as it was stored.
pub(crate) fn settle_network(network: &mut Network) {
    if !network.is_lab {
        name_one(&mut network.country, &mut network.operator);
    }
}

/// The name of an operator that somebody asks for.
pub(crate) fn asked_for(text: &str) -> String {
    let found = found(text, None).or_else(|| OPERATORS.iter().find(|one| one.is_called(text)));
    found.map_or_else(|| text.to_owned(), |one| one.name.to_owned())
}

fn name_one(country: &mut Option<String>, operator: &mut Option<String>) {
    let Some(known) = operator.as_deref().and_then(|text| found(text, country.as_deref())) else {
        return;
    };
    *operator = Some(known.name.to_owned());
    country.get_or_insert_with(|| known.country.to_owned());
}

/// The operator that a text stands for in a country, if that is known.
fn found(text: &str, country: Option<&str>) -> Option<&'static Operator> {
    let text = text.trim();
    // A code says its country itself; a phone that roams is elsewhere than its time zone.
    if let Some(by_code) = OPERATORS.iter().find(|one| one.codes.contains(&text)) {
        return Some(by_code);
    }
    let is_here = |one: &&Operator| country == Some(one.country);
    let says_country =
        |one: &&Operator| country.is_none() && one.is_called(text) && !is_ambiguous(one, text);
    let mut all = OPERATORS.iter();
    all.find(|one| is_here(one) && one.is_called(text))
        .or_else(|| OPERATORS.iter().find(says_country))
}

/// Whether a name alone does not tell which country's operator it is: one that does not name it.
fn is_ambiguous(one: &Operator, text: &str) -> bool {
    let text = plain(text);
    ![one.country, "kazakhstan", "казахстан", "кз"].iter().any(|word| text.contains(&plain(word)))
}

impl Operator {
    fn is_called(&self, text: &str) -> bool {
        let text = plain(text);
        plain(self.name) == text || self.others.contains(&text)
    }
}

/// A name without regard to case, spaces and marks.
fn plain(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

static OPERATORS: LazyLock<Vec<Operator>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| operator(line).expect("this file's tests read every line")).collect()
});

fn operator(line: &'static str) -> Option<Operator> {
    let mut parts = line.split('|').map(str::trim);
    let (country, name) = parts.next()?.split_once(' ')?;
    let codes = parts.next()?.split(',').map(str::trim).collect();
    let others = parts.next()?.split(',').map(plain).collect();
    Some(Operator { country, name, codes, others })
}

const TABLE: &str = include_str!("../data/operators.txt");

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(country: Option<&str>, operator: &str) -> (Option<String>, String) {
        let (country, operator) = (country.map(str::to_owned), Some(operator.to_owned()));
        let mut vantage = Vantage { country, operator, ..Vantage::default() };
        settle(&mut vantage);
        (vantage.country, vantage.operator.expect("it keeps one"))
    }

    #[test]
    fn every_line_is_an_operator_and_no_name_stands_for_two() {
        assert_eq!(OPERATORS.len(), 5);
        for one in OPERATORS.iter() {
            for code in &one.codes {
                assert!(matches!(code.len(), 5 | 6) && code.bytes().all(|it| it.is_ascii_digit()));
            }
            for name in one.others.iter().chain([&plain(one.name)]) {
                let called = OPERATORS.iter().filter(|other| other.is_called(name)).count();
                assert_eq!(called, 1, "{name}");
            }
        }
    }

    #[test]
    fn an_operator_has_one_name_whatever_it_is_called() {
        let beeline = (Some("KZ".to_owned()), "Beeline".to_owned());
        for (country, operator) in [
            (None, "40101"),
            (Some("KZ"), "40101"),
            (Some("KZ"), "beeline"),
            (Some("KZ"), "Билайн"),
            (None, "Beeline KZ"),
            (None, " BEELINE-KZ "),
            (None, "Билайн Казахстан"),
        ] {
            assert_eq!(settled(country, operator), beeline, "{operator}");
        }
        assert_eq!(settled(None, "40177").1, "Tele2");
        assert_eq!(settled(None, "40107").1, "Altel");
    }

    #[test]
    fn two_networks_never_become_one() {
        // Beeline of another country; a name alone; a code that nobody here knows.
        assert_eq!(settled(Some("KG"), "Beeline"), (Some("KG".into()), "Beeline".into()));
        assert_eq!(settled(None, "Beeline"), (None, "Beeline".into()));
        assert_eq!(settled(None, "25099"), (None, "25099".into()));
        assert_eq!(settled(Some("RU"), "Beeline KZ").0, Some("RU".into()));
        let lab = Vantage {
            operator: Some("40101".into()),
            lab: Some("first-light".into()),
            ..Vantage::default()
        };
        let mut same = lab.clone();
        settle(&mut same);
        assert_eq!(same, lab);
    }

    #[test]
    fn who_asks_for_a_history_may_call_it_anything() {
        for text in ["40101", "beeline", "Beeline KZ", "Билайн"] {
            assert_eq!(asked_for(text), "Beeline");
        }
        assert_eq!(asked_for("Somebody else"), "Somebody else");
    }
}
