//! What holds for every screen, over scenarios of every kind.

use arna_model::Code;
use serde_json::Value;

use crate::country::{Phone, in_country};

/// Every string of a record that people read or hear, with its key.
fn texts(value: &Value, key: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((key.to_owned(), text.clone())),
        Value::Array(all) => all.iter().for_each(|one| texts(one, key, found)),
        Value::Object(all) => all.iter().for_each(|(key, one)| texts(one, key, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every row, button and choice of a record.
fn rows<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| rows(one, found)),
        Value::Object(all) => {
            // What folds is read when it is open.
            let is_row = all.contains_key("title") || all.contains_key("label");
            if is_row && !all.contains_key("foot") {
                found.push(value);
            }
            all.values().for_each(|one| rows(one, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What holds for every record: texts are whole, and every row can be heard.
pub(crate) fn everywhere(screen: &Value) {
    let mut all = Vec::new();
    texts(screen, "", &mut all);
    for (key, text) in &all {
        assert!(!text.contains(['{', '}']), "{key}: {text:?} is not filled in");
        assert!(!text.contains("  ") && text.trim() == text, "{key}: {text:?}");
        assert!(!text.contains(".."), "{key}: {text:?}");
    }
    let mut found = Vec::new();
    rows(screen, &mut found);
    for row in found {
        let title = row["title"].as_str().or(row["label"].as_str()).unwrap();
        let spoken = row["spoken"].as_str().unwrap_or_default();
        assert!(!title.is_empty() && spoken.starts_with(title), "{row}");
    }
}

fn check(screen: &Value, hosts: &[String], counts: &[(Code, u64)]) {
    let mut all = Vec::new();
    texts(screen, "", &mut all);
    for (key, text) in &all {
        for host in hosts {
            assert!(!text.contains(host.as_str()), "{key}: {text:?} names {host}");
        }
    }
    everywhere(screen);
    // Certain and probable blocks are never one number.
    let of = |wanted| counts.iter().find(|(code, _)| *code == wanted).map_or(0, |(_, n)| *n);
    let (blocked, likely) = (of(Code::Blocked), of(Code::LikelyBlocked));
    if blocked > 0 && likely > 0 {
        let sum = (blocked + likely).to_string();
        let answer = screen["answer"].as_str().unwrap();
        assert!(!answer.split_whitespace().any(|word| word == sum), "{answer}");
    }
}

async fn hosts(phone: &Phone) -> Vec<String> {
    let targets = phone.request.targets.iter().chain(&phone.request.decoys);
    let host = |input: &str| {
        let rest = input.split_once("://").map_or(input, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or_default().to_owned()
    };
    targets.map(|one| host(&one.input)).collect()
}

#[test]
fn home_and_run_name_no_site_and_everything_is_spoken() {
    for scenario in [
        "first-light",
        "kz-2024-sni-drop",
        "kz-2019-qaznet",
        "open-lte",
        "open-poor3g",
        "no-service",
        "border-cut",
        "captive-portal",
        "vpn-holds",
        "short-link-to-blocked",
        "server-drops-country",
        "clock-ahead",
        "site-down",
        "dns-forged",
    ] {
        in_country(scenario, Some(8), async |phone| {
            let hosts = hosts(phone).await;
            let before = phone.home().await;
            let seen = phone.measure().await;
            let facts = phone.facts().await;
            let counts: Vec<_> = facts.last.unwrap_or_default().counts.into_iter().collect();
            for home in before.iter().chain(&phone.home().await) {
                check(&serde_json::to_value(home).unwrap(), &hosts, &counts);
            }
            for run in seen.iter().flat_map(|one| &one.screens) {
                let value = serde_json::to_value(run).unwrap();
                check(&value, &hosts, &[]);
                // No accusation while it goes on.
                let mut all = Vec::new();
                texts(&value, "", &mut all);
                let accusing = ["blocked", "likely_blocked", "throttled", "unreachable"];
                let is_accusing = |text: &str| accusing.contains(&text);
                assert!(all.iter().all(|(_, text)| !is_accusing(text)), "{scenario}: {all:?}");
            }
        });
    }
}
