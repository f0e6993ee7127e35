//! Runs in the simulated country, for the tests beside this folder.

#![allow(dead_code, reason = "each test file uses its share")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use arna_engine::store::Place;
use arna_engine::{Config, Engine, Outcome, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Account, Budget, Measurement, MeasurementId, Request, RunSummary};

/// Runs a scenario, at most so many targets at once, and gives its measurements and sum.
pub(crate) fn run(
    name: &str,
    profile: Option<&str>,
    seed: u64,
    nettests: &[&str],
    at_once: Option<u8>,
) -> (Vec<Measurement>, RunSummary) {
    run_within(name, profile, seed, nettests, (at_once, Budget::default()))
}

/// The same within a budget.
pub(crate) fn run_within(
    name: &str,
    profile: Option<&str>,
    seed: u64,
    nettests: &[&str],
    (at_once, budget): (Option<u8>, Budget),
) -> (Vec<Measurement>, RunSummary) {
    let setting = Setting { profile, seed, at_once, budget, nettests };
    let (decoys, measurements, summary) = run_with(name, setting, |_| {});
    let accused: Vec<_> = decoys.iter().filter(|one| one.verdict.code.is_accusation()).collect();
    assert!(accused.is_empty(), "{name} seed {seed}: {accused:#?}");
    assert_eq!(summary.decoys.map_or(0, |decoys| decoys.accused), 0, "{name} seed {seed}");
    (measurements, summary)
}

/// How many seeds are played: one, or what `ARNA_SEEDS` says.
pub(crate) fn seeds() -> u64 {
    std::env::var("ARNA_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(1)
}

/// How a scenario is run.
#[derive(Clone, Copy, Default)]
pub(crate) struct Setting<'a> {
    pub(crate) profile: Option<&'a str>,
    pub(crate) seed: u64,
    pub(crate) at_once: Option<u8>,
    pub(crate) budget: Budget,
    pub(crate) nettests: &'a [&'a str],
}

/// Runs a scenario with a request that `change` has changed; gives the measurements of the decoys, those
/// of the targets, and the sum.
pub(crate) fn run_with(
    name: &str,
    setting: Setting<'_>,
    change: impl FnOnce(&mut Request),
) -> (Vec<Measurement>, Vec<Measurement>, RunSummary) {
    run_in(Scenario::named(name).expect("it is shipped"), setting, change)
}

/// Nothing is too dear.
pub(crate) const NO_LIMIT: Budget = Budget { max_bytes: None, max_time: None };

/// Runs a scenario as it asks to be run; gives decoys and targets, and the account of each.
pub(crate) fn run_for_accounts(
    name: &str,
    setting: Setting<'_>,
) -> (Vec<Measurement>, Vec<Measurement>, BTreeMap<MeasurementId, Account>) {
    let accounts = RefCell::new(BTreeMap::new());
    let scenario = Scenario::named(name).expect("it is shipped");
    let (decoys, all, _) = run_to_end(
        scenario,
        setting,
        |_| {},
        async |engine, measured| {
            if let Some(account) = engine.account(&measured.id).await.expect("it is stored") {
                accounts.borrow_mut().insert(measured.id.clone(), account);
            }
        },
    );
    (decoys, all, accounts.into_inner())
}

/// The same of any scenario.
pub(crate) fn run_in(
    scenario: &Scenario,
    setting: Setting<'_>,
    change: impl FnOnce(&mut Request),
) -> (Vec<Measurement>, Vec<Measurement>, RunSummary) {
    run_to_end(scenario, setting, change, async |_, _| {})
}

/// The same, with something done with each measurement once it is stored.
fn run_to_end(
    scenario: &Scenario,
    setting: Setting<'_>,
    change: impl FnOnce(&mut Request),
    stored: impl AsyncFn(&Engine, &Measurement),
) -> (Vec<Measurement>, Vec<Measurement>, RunSummary) {
    let Setting { profile, seed, at_once, budget, nettests } = setting;
    let name = &scenario.name;
    arna_lab::runtime().expect("a runtime").block_on(async {
        let options = Options { profile: profile.map(str::to_owned), seed, ..Options::default() };
        let lab = Lab::open(scenario, &options).expect("it opens");
        let config = Config {
            store: Place::Memory,
            vault: None,
            uplinks: None,
            wire: lab.wire(),
            roots: lab.roots(),
            vantage: lab.vantage(),
            platform: lab.platform(),
        };
        let engine = Engine::open(config).expect("a store in memory");
        let mut request = Request {
            nettests: nettests.iter().map(|&name| name.to_owned()).collect(),
            at_once,
            budget,
            ..lab.request()
        };
        change(&mut request);
        let mut run = engine.start(request).await.expect("it starts");
        let (mut decoys, mut measurements) = (Vec::new(), Vec::new());
        loop {
            let event = run.next_event().await.expect("a run ends with an announcement");
            if let RunEvent::Measured(measurement) = &event {
                stored(&engine, measurement).await;
            }
            match event {
                RunEvent::Measured(measurement) if measurement.is_decoy => {
                    decoys.push(*measurement)
                }
                RunEvent::Measured(measurement) => measurements.push(*measurement),
                RunEvent::Finished(Outcome::Whole(summary)) => {
                    return (decoys, measurements, summary);
                }
                RunEvent::Finished(other) => panic!("{name} seed {seed}: {other:?}"),
                _ => {}
            }
        }
    })
}
