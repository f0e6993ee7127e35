//! One block at a time, put together by hand.

use arna_model::{Tally, Vantage};
use serde_json::{Value, json};

use super::*;

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

/// The cells of the one row: the target silent for 10 s, an innocent that took `slowest`, echoes
/// sent `at` these times, an opinion that stands on `basis`.
fn cells(slowest: f64, at: &[f64], basis: &[u64]) -> Vec<String> {
    let observations = vec![
        seen(1, "target", 10.0, &handshake(false), Some("generic_timeout_error")),
        seen(2, "control", slowest, &handshake(true), None),
        seen(3, "second_control", 0.2, &handshake(true), None),
        seen(4, "canary", 10.0, &echoes(at), None),
    ];
    let verdict = json!({"code": "inconclusive", "reason": "still_confirming", "nats": 2.25, "judge": 1,
        "basis": basis.iter().map(|id| format!("r-{id}")).collect::<Vec<_>>()});
    let opinion = |given| Opinion {
        verdict: serde_json::from_value(verdict.clone()).unwrap(),
        figures: None,
        tally: Tally::default(),
        stop: None,
        given: WallTime(given),
    };
    let measurement: Measurement = serde_json::from_value(json!({
        "id": "m", "run": "r", "nettest": "web_connectivity", "input": "https://a.example/",
        "verdict": verdict, "observations": observations, "bytes": {"sent": 4, "received": 4},
        "started": WallTime(0), "runtime_s": 10.0, "vantage": Vantage::default(),
    }))
    .unwrap();
    // The first was given before the block was over, and says nothing of it.
    let mut early = opinion(9_000_000);
    early.verdict.nats = Some(-1.0);
    let tables = tables(&measurement, &[early, opinion(10_500_000)]);
    tables[&1].row(0).unwrap().cell_iter().map(Cell::content).collect()
}

const STEADY: [f64; 9] = [10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.9];

#[test]
fn what_the_opinion_stands_on_counts() {
    let row = cells(0.4, &STEADY, &[1]);
    let row: Vec<_> = row.iter().map(String::as_str).collect();
    let expected = ["1", "10.0 s", "no answer", "0.4 s", "9/9", "1.4 s", "not tried", "yes", "2.2"];
    assert_eq!(row, expected);
}

#[test]
fn what_it_does_not_stand_on_is_void_and_says_why() {
    assert_eq!(cells(9.0, &STEADY, &[])[7], "void:\ninnocents");
    assert_eq!(cells(0.4, &[10.5, 18.0], &[])[7], "void:\nsilence");
    assert_eq!(cells(0.4, &[10.5, 18.0], &[])[5], "7.5 s");
}
