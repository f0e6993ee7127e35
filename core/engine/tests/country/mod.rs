//! Runs in the simulated country, for the tests beside this folder.

use arna_engine::store::Place;
use arna_engine::{Config, Engine, Outcome, RunEvent};
use arna_lab::{Lab, Options, Scenario};
use arna_model::{Budget, Measurement, Request, RunSummary};

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
    let scenario = Scenario::named(name).expect("it is shipped");
    arna_lab::runtime().expect("a runtime").block_on(async {
        let options = Options { profile: profile.map(str::to_owned), seed, targets: None };
        let lab = Lab::open(scenario, &options).expect("it opens");
        let config = Config {
            store: Place::Memory,
            wire: lab.wire(),
            roots: lab.roots(),
            vantage: lab.vantage(),
        };
        let engine = Engine::open(config).expect("a store in memory");
        let request = Request {
            nettests: nettests.iter().map(|&name| name.to_owned()).collect(),
            targets: lab.targets(),
            helpers: lab.helpers(),
            resolver: Some(lab.resolver()),
            anchors: lab.anchors(),
            portal_probe: Some(lab.portal_probe()),
            at_once,
            budget,
        };
        let mut run = engine.start(request).await.expect("it starts");
        let mut measurements = Vec::new();
        loop {
            match run.next_event().await.expect("a run ends with an announcement") {
                RunEvent::Measured(measurement) => measurements.push(*measurement),
                RunEvent::Finished(Outcome::Whole(summary)) => return (measurements, summary),
                RunEvent::Finished(other) => panic!("{name} seed {seed}: {other:?}"),
                _ => {}
            }
        }
    })
}
