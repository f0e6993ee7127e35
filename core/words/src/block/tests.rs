//! One block at a time, put together by hand.

use arna_model::{Gate, Tested, TrialAccount, Vantage, WallTime};
use serde_json::{Value, json};

use super::*;
use crate::Language;

/// One arm of block 1: from second 10 on, for so long.
fn seen(id: u64, arm: &str, took: f64, event: &Value, failure: Option<&str>) -> Observation {
    let mut one = json!({
        "id": format!("r-{id}"), "t0": 10.0, "t": 10.0 + took, "bytes": {"sent": 1, "received": 1},
        "place": {"stage": "block", "sitting": 1, "block": 1, "arm": arm},
    });
    one.as_object_mut().unwrap().extend(event.as_object().unwrap().clone());
    if let Some(failure) = failure {
        one["failure"] = failure.into();
    }
    serde_json::from_value(one).unwrap()
}

fn handshake(is_complete: bool) -> Value {
    json!({"operation": "tls_handshake", "address": "192.0.2.1:443", "server_name": "a.example",
           "is_complete": is_complete})
}

fn echoes(at: &[f64]) -> Value {
    let pings: Vec<_> = at.iter().map(|t| json!({"t": t, "rtt": 0.1})).collect();
    json!({"operation": "pings", "address": "192.0.2.2:443", "transport": "udp_echo", "pings": pings})
}

/// The one row: the target silent for 10 s, three echoes, and what the judge tells.
fn row(control: Option<&str>, slowest: Option<u64>, void: &[Gate]) -> BlockRow {
    let observations = vec![
        seen(1, "target", 10.0, &handshake(false), Some("generic_timeout_error")),
        seen(2, "control", 0.4, &handshake(control.is_none()), control),
        seen(3, "second_control", 0.2, &handshake(true), None),
        seen(4, "canary", 10.0, &echoes(&[10.5, 14.5, 18.9]), None),
    ];
    let verdict = json!({"code": "inconclusive", "reason": "still_confirming", "nats": 2.25, "judge": 1,
        "basis": []});
    let measurement: Measurement = serde_json::from_value(json!({
        "id": "m", "run": "r", "nettest": "web_connectivity", "input": "https://a.example/",
        "verdict": verdict, "observations": observations, "bytes": {"sent": 4, "received": 4},
        "started": WallTime(0), "runtime_s": 10.0, "vantage": Vantage::default(),
    }))
    .unwrap();
    let trial = if void.is_empty() { Trial::Failed } else { Trial::NotCounted };
    let sitting = SittingAccount {
        sitting: 1,
        fails_at: 9.16,
        works_at: -3.0,
        limit: Micros::from_secs(3),
        longest_gap: Micros::from_secs(2),
        tests: Vec::new(),
        blocks: vec![BlockAccount {
            block: 1,
            void: void.to_vec(),
            trials: vec![TrialAccount { tested: Tested::Target, trial, nats: 2.25 }],
            slowest_control: slowest.map(Micros::from_millis),
            silence: Micros::from_millis(4_100),
            beside: 0,
            is_address_silenced: false,
        }],
    };
    Words::of(Language::En).blocks(&measurement, &sitting).remove(0)
}

#[test]
fn what_the_judge_counted_counts() {
    let expected = BlockRow {
        block: 1,
        at: "10.0 s".to_owned(),
        the_site: "no answer".to_owned(),
        innocents: "0.4 s".to_owned(),
        echoes: "3/3".to_owned(),
        silence: "4.1 s".to_owned(),
        its_name: "not tried".to_owned(),
        counts: "yes".to_owned(),
        nats: "2.2".to_owned(),
    };
    assert_eq!(row(None, Some(400), &[]), expected);
}

#[test]
fn what_the_judge_did_not_count_is_void() {
    let row = row(Some("connection_reset"), None, &[Gate::ControlSilent]);
    assert_eq!((row.innocents.as_str(), row.counts.as_str()), ("cut off", "void"));
}
