//! Every shipped scenario: nobody innocent is accused, nobody censored is cleared.
//!
//! `ARNA_SEEDS` and `ARNA_PROFILES=all` widen the sweep (`scripts/sweep`); without them it is what `scripts/test` runs.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use arna_lab::Scenario;
use arna_model::{Cause, DnsEngine, Event, Measurement};

use crate::country::seeds;
use crate::verdicts::run;

fn profiles() -> Vec<Option<String>> {
    match std::env::var("ARNA_PROFILES").ok().as_deref() {
        Some("all") => arna_lab::profiles().iter().map(|one| Some(one.name.clone())).collect(),
        Some(names) => names.split(',').map(|name| Some(name.to_owned())).collect(),
        None => vec![None, Some("poor3g".to_owned())],
    }
}

#[test]
fn nobody_innocent_is_accused_anywhere() {
    let only = std::env::var("ARNA_SCENARIO").ok();
    let scenarios = arna_lab::scenarios().iter();
    let meant = scenarios.filter(|one| only.as_ref().is_none_or(|only| *only == one.name));
    let all: Vec<_> = meant
        .flat_map(|one| profiles().into_iter().map(move |profile| (one.name.as_str(), profile)))
        .collect();
    // One that is long would hold up whoever was given it together with others.
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(String::new()));
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((name, profile)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = accused_in(name, profile.as_deref());
                    wrong.lock().unwrap().push_str(&found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "wrong:\n{wrong}");
}

/// Plays a scenario with every seed; gives who was accused or cleared wrongly.
fn accused_in(name: &str, profile: Option<&str>) -> String {
    let mut wrong = String::new();
    let (mut targets, mut right, mut abstained, mut found, mut censored) = (0, 0, 0, 0, 0);
    let (mut bytes, mut virtual_s) = (0, 0.0);
    for seed in 1..=seeds() {
        let (measurements, summary) = run(name, profile, seed);
        let score = summary.score.expect("the lab knows the truth");
        targets += score.targets;
        right += score.right;
        abstained += score.abstained;
        bytes += summary.bytes.total();
        virtual_s += summary.runtime.as_secs_f64();
        for measurement in &measurements {
            let truth = measurement.truth.as_ref().expect("the lab knows the truth");
            let code = measurement.verdict.code;
            censored += u32::from(truth.censored);
            found += u32::from(truth.censored && truth.right.contains(&code));
            let is_cleared = truth.censored && code.is_clearing() && !truth.right.contains(&code);
            let is_wrong = (!truth.censored && code.is_accusation())
                || is_cleared
                    && !(truth.cause == Some(Cause::Dns) && was_raced_in_vain(measurement));
            if is_wrong {
                let input = measurement.input.as_deref().unwrap_or_default();
                let verdict = &measurement.verdict;
                writeln!(wrong, "{name} {profile:?} seed {seed}: {input} {verdict:?}")
                    .expect("a string");
            }
            if std::env::var_os("ARNA_SHOW").is_some() && !truth.right.contains(&code) {
                show(measurement);
            }
        }
    }
    let own = || Scenario::named(name).expect("it is shipped").profile.as_str();
    println!(
        "{name:22} {:10} targets {targets:5} right {right:5} abstained {abstained:4} censored {found}/{censored} {:.0} kB and {:.1} s per target",
        profile.unwrap_or_else(own),
        bytes as f64 / 1e3 / targets as f64,
        virtual_s / targets as f64,
    );
    wrong
}

/// Whether a name whose true answer is raced by a lie was spared: its page opened where the user's own resolver led, and of
/// no question both answers came, for the radio had lost the others. Two resolvers that differ prove nothing.
fn was_raced_in_vain(measurement: &Measurement) -> bool {
    let all = || measurement.observations.iter();
    let lookups = || {
        all().filter_map(|one| match &one.event {
            Event::Dns(lookup) => Some(lookup),
            _ => None,
        })
    };
    let is_own = |address: IpAddr| {
        let mut system = lookups().filter(|lookup| lookup.engine == DnsEngine::System);
        system.any(|lookup| lookup.addresses.contains(&address))
    };
    let mut opened = all().filter(|one| measurement.verdict.basis.contains(&one.id));
    let is_spared = opened.any(|one| match &one.event {
        Event::HttpTransaction(http) => is_own(http.address.ip()),
        _ => false,
    });
    is_spared && lookups().flat_map(|lookup| &lookup.sends).all(|send| send.answers.len() < 2)
}

fn show(measurement: &Measurement) {
    let seen: Vec<_> = measurement
        .observations
        .iter()
        .map(|seen| {
            format!(
                "{:6.1} {:?} {:?} {}",
                seen.t0.as_secs_f64(),
                seen.place,
                seen.failure,
                serde_json::to_value(&seen.event).unwrap()["operation"]
            )
        })
        .collect();
    let (truth, verdict) = (&measurement.truth, &measurement.verdict);
    println!("{:?} {truth:?} {verdict:?} {seen:#?}", measurement.input);
}
