//! The lines of `--json`, key by key, as docs/json.md promises them to other programs.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::command::Home;

#[test]
fn every_line_has_the_keys_of_the_readme() {
    let home = Home::new();
    let said = home.run("demo first-light --json").exits(0);
    let lines = said.json();
    assert_eq!(lines.measurements.len(), 6, "five targets and the latency: {said}");
    lines.measurements.iter().for_each(is_measurement);
    is_run(&lines.run);
    for part in ["virtual_s", "score"] {
        assert!(lines.run.get(part).is_some(), "{part} is missing: {}", lines.run);
    }
    let figures = |one: &&Value| one["nettest"] == "latency";
    let latency = lines.measurements.iter().find(figures).expect("latency is part of a demo");
    assert_eq!(latency["verdict"]["code"], "measured");
    assert!(latency["figures"]["rtt_ms"].is_number() && latency.get("input").is_none());
}

#[test]
fn the_truth_is_told_and_the_score_counts_it() {
    let home = Home::new();
    let lines = home.run("demo first-light --json").exits(0).json();
    let truths: Vec<_> = lines.measurements.iter().filter_map(|one| one.get("truth")).collect();
    assert_eq!(truths.len(), 5);
    let censored = truths.iter().filter(|truth| truth["censored"] == true);
    let causes: BTreeSet<_> = censored.map(|truth| truth["cause"].as_str().unwrap()).collect();
    assert_eq!(causes, BTreeSet::from(["tls_mitm", "tls_sni"]));
    let score = &lines.run["score"];
    assert_eq!((&score["targets"], &score["right"]), (&5.into(), &5.into()), "{score}");
    assert_eq!(score["accused_innocent"], 0);
    let counted: u64 =
        lines.run["by_code"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(counted, 6);
}

#[test]
fn an_accusation_names_what_it_stands_on() {
    let home = Home::new();
    let lines = home.run("demo first-light --json").exits(0).json();
    let accused = |one: &&Value| one["verdict"]["code"] == "likely_blocked";
    let accused = lines.measurements.iter().find(accused).expect("the dropped one");
    let verdict = &accused["verdict"];
    assert_eq!(
        (&verdict["cause"], &verdict["how"]),
        (&"tls_sni".into(), &"silence_after_name".into())
    );
    assert!(verdict["nats"].as_f64().unwrap() > 9.0, "{verdict}");
    assert!(verdict["false_positive_bound"].as_f64().unwrap() <= 1e-4, "{verdict}");
    let ids: BTreeSet<_> =
        accused["observations"].as_array().unwrap().iter().map(|one| &one["id"]).map(id).collect();
    let basis: Vec<_> = verdict["basis"].as_array().unwrap().iter().map(id).collect();
    assert!(!basis.is_empty() && basis.iter().all(|one| ids.contains(one)), "{verdict}");
}

fn id(value: &Value) -> &str {
    value.as_str().expect("ids are text")
}

#[track_caller]
pub(crate) fn is_measurement(line: &Value) {
    has_no_null(line);
    let needed = [
        "type",
        "schema",
        "id",
        "run",
        "nettest",
        "verdict",
        "observations",
        "bytes",
        "started",
        "runtime_s",
        "vantage",
    ];
    let line = keys(line, &needed, &["input", "category", "list", "figures", "truth"]);
    assert_eq!((&line["type"], &line["schema"]), (&"measurement".into(), &0.into()));
    let optional = ["cause", "how", "nats", "false_positive_bound", "reason", "at"];
    keys(&line["verdict"], &["code", "basis", "judge"], &optional);
    keys(&line["bytes"], &["sent", "received"], &[]);
    keys(&line["vantage"], &[], &["country", "operator", "technology", "lab", "software"]);
    if let Some(truth) = line.get("truth") {
        keys(truth, &["censored", "right"], &["cause"]);
    }
    let observations = line["observations"].as_array().expect("a list");
    for seen in observations {
        let seen = seen.as_object().expect("an object");
        for key in ["id", "t0", "t", "place", "operation"] {
            assert!(seen.contains_key(key), "{key} is missing: {seen:?}");
        }
        assert!(seen["t0"].as_f64() <= seen["t"].as_f64(), "{seen:?}");
        assert!(seen["place"]["stage"].is_string(), "{seen:?}");
    }
}

#[track_caller]
pub(crate) fn is_run(line: &Value) {
    has_no_null(line);
    let line =
        keys(line, &["type", "id", "by_code", "bytes", "runtime_s"], &["virtual_s", "score"]);
    keys(&line["bytes"], &["sent", "received"], &[]);
    if let Some(score) = line.get("score") {
        let all = ["targets", "right", "accused_innocent", "cleared_censored", "abstained"];
        keys(score, &all, &[]);
    }
}

#[track_caller]
fn keys<'a>(value: &'a Value, needed: &[&str], more: &[&str]) -> &'a Map<String, Value> {
    let found = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for key in needed {
        assert!(found.contains_key(*key), "{key} is missing: {value}");
    }
    for key in found.keys().map(String::as_str) {
        assert!(needed.contains(&key) || more.contains(&key), "{key} is promised nowhere: {value}");
    }
    found
}

#[track_caller]
fn has_no_null(value: &Value) {
    match value {
        Value::Null => panic!("absent keys are left out, never null"),
        Value::Array(all) => all.iter().for_each(has_no_null),
        Value::Object(all) => all.values().for_each(has_no_null),
        _ => {}
    }
}
